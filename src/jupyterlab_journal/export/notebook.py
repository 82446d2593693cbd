"""Read any notebook so that one bad cell costs one cell, never the whole export.

Twelve of three hundred real notebooks are not valid by the schema; the stock
converter gives up on each of them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import nbformat

from jupyterlab_journal.errors import ExportFailed

# What the templates and preprocessors look at; the rest may have any shape and is not needed.
_CELL_METADATA = {"journal": Mapping, "slideshow": Mapping, "raw_mimetype": str, "format": str}
_CELL_ID = re.compile(r"^[a-zA-Z0-9\-_]{1,64}$")
_REPAIR = "Open the notebook in JupyterLab and save it, or restore it from a checkpoint."


class BadPart(Exception):
    """A cell or an output that cannot be exported; its text says why."""


def read_notebook(text: str, warnings: list[str]) -> nbformat.NotebookNode:
    """Return the notebook in `text` as a valid one of format 4.5.

    A cell or output that cannot be used becomes a visible placeholder, and
    `warnings` grows by one line that names it.

    Raises
    ------
    ExportFailed
        When `text` is no notebook at all.
    """
    content = _load(text)
    major = content.get("nbformat")
    if not isinstance(major, int) or isinstance(major, bool):
        raise ExportFailed("not a notebook: it has no format number", hint=_REPAIR)
    if major > nbformat.current_nbformat:
        raise ExportFailed(
            f"notebook format {major} is newer than {nbformat.current_nbformat}, the newest known",
            hint="Update nbformat on the server.",
        )
    if major < nbformat.current_nbformat:
        content = _upgrade(content, major)
    cells = content.get("cells")
    if not isinstance(cells, list):
        raise ExportFailed("not a notebook: it has no list of cells", hint=_REPAIR)
    seen: set[str] = set()
    notebook: nbformat.NotebookNode = nbformat.from_dict(
        {
            "nbformat": 4,
            "nbformat_minor": 5,
            "metadata": _notebook_metadata(content.get("metadata")),
            "cells": [
                _cell_or_placeholder(cell, number, seen, warnings)
                for number, cell in enumerate(cells, start=1)
            ],
        }
    )
    return notebook


def _load(text: str) -> dict[str, Any]:
    if not text.strip():
        raise ExportFailed("the file is empty", hint=_REPAIR)
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ExportFailed(f"not a notebook: {error}", hint=_REPAIR) from None
    if not isinstance(content, dict):
        raise ExportFailed("not a notebook: it is no JSON object", hint=_REPAIR)
    return content


def _upgrade(content: dict[str, Any], major: int) -> dict[str, Any]:
    """Bring an old format to 4; the upgrade expects its parts to be there."""
    try:
        return dict(nbformat.reads(json.dumps({"metadata": {}, "worksheets": [], **content}), as_version=4))
    except Exception as error:  # the upgrade of a broken old notebook raises anything
        raise ExportFailed(
            f"notebook of format {major} cannot be upgraded: {type(error).__name__}", hint=_REPAIR
        ) from error


def _cell_or_placeholder(cell: object, number: int, seen: set[str], warnings: list[str]) -> dict[str, Any]:
    try:
        valid = _cell(cell, number, warnings)
    except BadPart as problem:
        warnings.append(f"Cell {number} is left out: {problem}.")
        valid = placeholder_cell(number, str(problem))
    identifier = valid.get("id")
    if not isinstance(identifier, str) or not _CELL_ID.match(identifier) or identifier in seen:
        identifier = f"cell-{number}"
    seen.add(identifier)
    valid["id"] = identifier
    return valid


def placeholder_cell(number: int, problem: str) -> dict[str, Any]:
    """Return a Markdown cell that stands where an unusable one was."""
    return {
        "cell_type": "markdown",
        "metadata": {},
        "source": f"> **Cell {number} could not be exported** ({problem}).",
    }


def _cell(cell: object, number: int, warnings: list[str]) -> dict[str, Any]:
    if not isinstance(cell, Mapping):
        raise BadPart("it is no JSON object")
    kind = cell.get("cell_type")
    if kind not in {"code", "markdown", "raw"}:
        raise BadPart(f"its type is {_quoted(kind)}")
    valid: dict[str, Any] = {
        "id": cell.get("id"),
        "cell_type": kind,
        "metadata": _cell_metadata(cell.get("metadata")),
        "source": _text(cell.get("source"), "its source"),
    }
    if kind == "code":
        count = cell.get("execution_count")
        valid["execution_count"] = count if isinstance(count, int) and not isinstance(count, bool) else None
        valid["outputs"] = _outputs(cell.get("outputs", []), number, warnings)
    elif attachments := _attachments(cell.get("attachments")):
        valid["attachments"] = attachments
    return valid


def _outputs(outputs: object, number: int, warnings: list[str]) -> list[dict[str, Any]]:
    if not isinstance(outputs, list):
        raise BadPart("its outputs are no list")
    valid = []
    for output in outputs:
        try:
            valid.append(_output(output))
        except BadPart as problem:
            warnings.append(f"Cell {number}: one output is left out: {problem}.")
            valid.append(placeholder_output(str(problem)))
    return valid


def placeholder_output(problem: str) -> dict[str, Any]:
    """Return an output that stands where an unusable one was."""
    return {"output_type": "stream", "name": "stderr", "text": f"[output left out: {problem}]\n"}


def _output(output: object) -> dict[str, Any]:
    if not isinstance(output, Mapping):
        raise BadPart("it is no JSON object")
    kind = output.get("output_type")
    if kind == "stream":
        name = output.get("name")
        return {
            "output_type": "stream",
            "name": name if name in {"stdout", "stderr"} else "stdout",
            "text": _text(output.get("text"), "its text"),
        }
    if kind == "error":
        traceback = output.get("traceback")
        if not isinstance(traceback, list) or not all(isinstance(line, str) for line in traceback):
            raise BadPart("its traceback is no list of lines")
        return {
            "output_type": "error",
            "ename": str(output.get("ename", "")),
            "evalue": str(output.get("evalue", "")),
            "traceback": traceback,
        }
    if kind in {"display_data", "execute_result"}:
        return _display(output, kind)
    raise BadPart(f"its type is {_quoted(kind)}")


def _display(output: Mapping[str, Any], kind: str) -> dict[str, Any]:
    data = output.get("data")
    if not isinstance(data, Mapping):
        raise BadPart("it has no data")
    valid: dict[str, Any] = {
        "output_type": kind,
        "data": {
            mime: value if _is_json(mime) else _text(value, f"its {mime}") for mime, value in data.items()
        },
        "metadata": _output_metadata(output.get("metadata")),
    }
    if kind == "execute_result":
        valid["execution_count"] = None
    return valid


def _is_json(mime: str) -> bool:
    return mime == "application/json" or mime.endswith("+json")


def _notebook_metadata(value: object) -> dict[str, Any]:
    metadata = value if isinstance(value, Mapping) else {}
    kept: dict[str, Any] = {}
    if isinstance(title := metadata.get("title"), str):
        kept["title"] = title
    language = metadata.get("language_info")
    if isinstance(language, Mapping) and isinstance(language.get("name"), str):
        lexer = language.get("pygments_lexer")
        kept["language_info"] = {"name": language["name"]}
        if isinstance(lexer, str):
            kept["language_info"]["pygments_lexer"] = lexer
    return kept


def _cell_metadata(value: object) -> dict[str, Any]:
    metadata = value if isinstance(value, Mapping) else {}
    return {
        key: metadata[key] for key, shape in _CELL_METADATA.items() if isinstance(metadata.get(key), shape)
    }


def _output_metadata(value: object) -> dict[str, Any]:
    metadata = value if isinstance(value, Mapping) else {}
    return {mime: dict(facts) for mime, facts in metadata.items() if isinstance(facts, Mapping)}


def _attachments(value: object) -> dict[str, dict[str, str]]:
    """Keep what has the shape of an attachment; the text that uses a lost one says so later."""
    if not isinstance(value, Mapping):
        return {}
    kept = {}
    for name, bundle in value.items():
        try:
            kept[name] = {mime: _text(data, mime) for mime, data in dict(bundle).items()}
        except (BadPart, TypeError, ValueError):
            continue
    return kept


def _quoted(kind: object) -> str:
    """Return a type as it is written; never a part of it, in which no secret would be recognised."""
    text = json.dumps(kind)
    return text if len(text) <= 80 else "too long to be one"


def _text(value: object, what: str) -> str:
    """Join what notebooks on disk split into lines."""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(line, str) for line in value):
        return "".join(value)
    raise BadPart(f"{what} is no text")
