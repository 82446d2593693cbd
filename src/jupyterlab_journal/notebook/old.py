"""Bring the formats of before 2015 to format 4; only so far as a reader needs it.

Format 3 has worksheets, and names of its own for parts of cells and outputs;
format 2 is the same without headings, format 1 has neither worksheets nor outputs.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from jupyterlab_journal.locale import Message
from jupyterlab_journal.notebook.shape import Misshapen

OLD_FORMATS = (1, 2, 3)

_CELL_NAMES = {"input": "source", "code": "source", "prompt_number": "execution_count"}
_CELL_TYPES = {"text": "markdown", "html": "markdown", "heading": "markdown"}
_OUTPUT_TYPES = {"pyout": "execute_result", "pyerr": "error"}
_MIME_TYPES = {
    "text": "text/plain",
    "html": "text/html",
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "latex": "text/latex",
    "json": "application/json",
    "javascript": "application/javascript",
}
_MOST_LEVELS = 6  # of a heading


def upgraded(content: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Return a notebook of format 1, 2 or 3 as one of format 4, and where its cells stood.

    Raises
    ------
    Misshapen
        When worksheets or cells are not what they must be; their parts are for the check that follows.
    """
    cells: list[dict[str, Any]] = []
    places: list[str] = []
    for place, sheet in _sheets(content):
        for position, cell in enumerate(_list(sheet.get("cells") or [], f"{place}cells")):
            places.append(f"{place}cells[{position}]")
            cells.append(_cell(_object(cell, places[-1])))
    new = {"nbformat": 4, "nbformat_minor": 5, "metadata": content.get("metadata"), "cells": cells}
    return new, places


def _sheets(content: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield each worksheet behind its place; format 1 has none, and files of format 3 without any exist."""
    sheets = content.get("worksheets")
    if sheets is None:
        yield "", content
        return
    for number, sheet in enumerate(_list(sheets, "worksheets")):
        yield f"worksheets[{number}].", _object(sheet, f"worksheets[{number}]")


def _cell(cell: Mapping[str, Any]) -> dict[str, Any]:
    new = {_CELL_NAMES.get(name, name): value for name, value in cell.items()}
    kind = new.get("cell_type")
    if kind == "text" and "text" in new:
        new["source"] = new.pop("text")
    if kind == "heading":
        new["source"] = _heading(new.get("source"), new.get("level"))
    if isinstance(kind, str):
        new["cell_type"] = _CELL_TYPES.get(kind, kind)
    if kind == "code" and isinstance(new.get("outputs"), list):
        new["outputs"] = [_output(output) for output in new["outputs"]]
    return new


def _heading(source: object, level: object) -> object:
    lines: list[str] = source if isinstance(source, list) else [source]  # type: ignore[list-item]
    if not all(isinstance(line, str) for line in lines):
        return source  # the check that follows names the place
    signs = min(max(level, 1), _MOST_LEVELS) if isinstance(level, int) else 1
    return f"{'#' * signs} {' '.join(''.join(lines).split())}"


def _output(output: object) -> object:
    if not isinstance(output, Mapping):
        return output
    kind = output.get("output_type")
    if kind == "stream":
        return {**output, "name": output.get("stream", "stdout")}
    if kind not in ("pyout", "display_data"):  # a tuple: the value may be a list
        return {**output, "output_type": _OUTPUT_TYPES.get(kind, kind) if isinstance(kind, str) else kind}
    data = {mime: output[name] for name, mime in _MIME_TYPES.items() if name in output}
    if isinstance(data.get("application/json"), str):
        with suppress(ValueError, RecursionError):  # then it stays the text that it was
            data["application/json"] = json.loads(data["application/json"])
    return {
        "output_type": _OUTPUT_TYPES.get(kind, kind),
        "data": data,
        "metadata": output.get("metadata"),
        "execution_count": output.get("prompt_number"),
    }


def _object(value: object, place: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise Misshapen(place, Message("not_an_object"))
    return value


def _list(value: object, place: str) -> list[Any]:
    if not isinstance(value, list):
        raise Misshapen(place, Message("not_a_list"))
    return value
