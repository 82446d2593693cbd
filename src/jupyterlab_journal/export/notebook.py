"""From a readable notebook to one that can be exported: one odd cell costs one cell, never the whole export.

Twelve of three hundred real notebooks are not valid by the schema; the stock
converter gives up on each of them. What a part of the wrong type is, stops the
reader before (`jupyterlab_journal.notebook`); here are the parts that are
missing, and the types of cells and outputs that are not known.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import nbformat

from jupyterlab_journal.locale import Message
from jupyterlab_journal.notebook.shape import is_json

# What nbconvert's schema speaks of, and our steps look at: kept in the right shape (None: never needed).
_CELL_METADATA: Mapping[str, type | None] = {
    "journal": Mapping,
    "slideshow": Mapping,
    "raw_mimetype": str,
    "format": str,
    **dict.fromkeys(("collapsed", "scrolled", "deletable", "editable", "execution", "jupyter", "name"), None),
}
_NOTEBOOK_METADATA = {"title", "language_info", "kernelspec", "authors", "orig_nbformat", "widgets"}
_CELL_ID = re.compile(r"^[a-zA-Z0-9\-_]{1,64}$")


class BadPart(Exception):
    """A cell or an output that cannot be exported, and why."""

    def __init__(self, problem: Message) -> None:
        super().__init__(str(problem))
        self.problem = problem


def exportable(
    content: Mapping[str, Any], warnings: list[Message], locale: str = "en"
) -> nbformat.NotebookNode:
    """Return a notebook as a valid one of format 4.5.

    A cell or output that cannot be used becomes a visible placeholder, and
    `warnings` grows by one that names it.

    Parameters
    ----------
    content : mapping
        As `jupyterlab_journal.notebook.check_notebook` returns it.
    warnings : list of Message
        Grows.
    locale : str
        Language of the placeholders.
    """
    seen: set[str] = set()
    notebook: nbformat.NotebookNode = nbformat.from_dict(
        {
            "nbformat": 4,
            "nbformat_minor": 5,
            "metadata": _notebook_metadata(content.get("metadata")),
            "cells": [
                _cell_or_placeholder(cell, number, seen, warnings, locale)
                for number, cell in enumerate(content["cells"], start=1)
            ],
        }
    )
    return notebook


def _cell_or_placeholder(
    cell: Mapping[str, Any], number: int, seen: set[str], warnings: list[Message], locale: str
) -> dict[str, Any]:
    try:
        valid = _cell(cell, number, warnings, locale)
    except BadPart as fault:
        warnings.append(Message("cell_left_out", number=number, problem=fault.problem))
        valid = placeholder_cell(number, fault.problem, locale)
    identifier = valid.get("id")
    if not isinstance(identifier, str) or not _CELL_ID.match(identifier) or identifier in seen:
        identifier = f"cell-{number}"
    seen.add(identifier)
    valid["id"] = identifier
    return valid


def placeholder_cell(number: int, problem: Message, locale: str) -> dict[str, Any]:
    """Return a Markdown cell that stands where an unusable one was."""
    remark = Message("cell_not_exported", number=number, problem=problem).written_in(locale)
    return {"cell_type": "markdown", "metadata": {}, "source": f"> {remark}"}


def _cell(cell: Mapping[str, Any], number: int, warnings: list[Message], locale: str) -> dict[str, Any]:
    kind = cell["cell_type"]
    if kind not in {"code", "markdown", "raw"}:
        raise BadPart(Message("its_type", type=_quoted(kind)))
    valid: dict[str, Any] = {
        "id": cell.get("id"),
        "cell_type": kind,
        "metadata": _cell_metadata(cell.get("metadata")),
        "source": _text(cell.get("source"), "source"),
    }
    if kind == "code":
        valid["execution_count"] = cell.get("execution_count")
        valid["outputs"] = _outputs(cell.get("outputs") or [], number, warnings, locale)
    elif attachments := _attachments(cell.get("attachments")):
        valid["attachments"] = attachments
    return valid


def _outputs(
    outputs: Sequence[Mapping[str, Any]], number: int, warnings: list[Message], locale: str
) -> list[dict[str, Any]]:
    valid = []
    for output in outputs:
        try:
            valid.append(_output(output))
        except BadPart as fault:
            warnings.append(Message("output_left_out", number=number, problem=fault.problem))
            valid.append(placeholder_output(fault.problem, locale))
    return valid


def placeholder_output(problem: Message, locale: str) -> dict[str, Any]:
    """Return an output that stands where an unusable one was."""
    remark = Message("output_missing", problem=problem).written_in(locale)
    return {"output_type": "stream", "name": "stderr", "text": f"{remark}\n"}


def _output(output: Mapping[str, Any]) -> dict[str, Any]:
    kind = output["output_type"]
    if kind == "stream":
        name = output.get("name")
        return {
            "output_type": "stream",
            "name": name if name in {"stdout", "stderr"} else "stdout",
            "text": _text(output.get("text"), "text"),
        }
    if kind == "error":
        if output.get("traceback") is None:
            raise BadPart(Message("no_part", part="traceback"))
        return {
            "output_type": "error",
            "ename": output.get("ename") or "",
            "evalue": output.get("evalue") or "",
            "traceback": output["traceback"],
        }
    if kind in {"display_data", "execute_result"}:
        return _display(output, kind)
    raise BadPart(Message("its_type", type=_quoted(kind)))


def _display(output: Mapping[str, Any], kind: str) -> dict[str, Any]:
    if output.get("data") is None:
        raise BadPart(Message("no_part", part="data"))
    valid: dict[str, Any] = {
        "output_type": kind,
        "data": {
            mime: value if is_json(mime) else _text(value, mime) for mime, value in output["data"].items()
        },
        "metadata": _output_metadata(output.get("metadata")),
    }
    if kind == "execute_result":
        valid["execution_count"] = None
    return valid


def _notebook_metadata(value: Mapping[str, Any] | None) -> dict[str, Any]:
    metadata = value or {}
    kept = {name: part for name, part in metadata.items() if name not in _NOTEBOOK_METADATA}
    if isinstance(title := metadata.get("title"), str):
        kept["title"] = title
    language = metadata.get("language_info")
    if isinstance(language, Mapping) and isinstance(language.get("name"), str):
        lexer = language.get("pygments_lexer")
        kept["language_info"] = {"name": language["name"]}
        if isinstance(lexer, str):
            kept["language_info"]["pygments_lexer"] = lexer
    return kept


def _cell_metadata(value: Mapping[str, Any] | None) -> dict[str, Any]:
    metadata = value or {}
    kept = {
        name: part
        for name, part in metadata.items()
        if name != "tags" and isinstance(part, _CELL_METADATA.get(name, object) or ())
    }
    if isinstance(tags := metadata.get("tags"), list):
        kept["tags"] = [
            *dict.fromkeys(tag for tag in tags if isinstance(tag, str) and tag and "," not in tag)
        ]
    return kept


def _output_metadata(value: Mapping[str, Any] | None) -> dict[str, Any]:
    """Leave out what is said of a MIME type and is no object."""
    return {
        name: part for name, part in (value or {}).items() if isinstance(part, Mapping) or "/" not in name
    }


def _attachments(value: Mapping[str, Mapping[str, Any]] | None) -> dict[str, dict[str, str]]:
    """Keep what has data; the text that uses a lost one says so later."""
    return {
        name: {mime: _text(data, mime) for mime, data in bundle.items() if data is not None}
        for name, bundle in (value or {}).items()
    }


def _quoted(kind: str) -> str | Message:
    """Return a type as it is written; never a part of it, in which no secret would be recognised."""
    text = json.dumps(kind)
    return text if len(text) <= 80 else Message("overlong_type")


def _text(value: str | list[str] | None, what: str) -> str:
    """Join what notebooks on disk split into lines."""
    if value is None:
        raise BadPart(Message("no_part", part=what))
    return value if isinstance(value, str) else "".join(value)
