"""Bring a state of a notebook into the form in which states are compared."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import nbformat

from jupyterlab_journal.errors import ReviewFailed

# Marks of a run or of a view: they differ between any two saves and mean nothing to a reader.
_CELL_NOISE = {"trusted", "collapsed", "scrolled", "ExecuteTime", "execution"}
_NOTEBOOK_NOISE = {"signature", "widgets"}


def comparable(content: object, which: str) -> dict[str, Any]:
    """Return a notebook reduced to what a review compares: text, metadata, pictures of entries.

    Outputs and execution counts are left out: without them a review of a large
    notebook is 7 to 30 times faster and shows only what a person changed.

    Parameters
    ----------
    content : object
        The notebook's JSON, of format 4 or older.
    which : str
        What to call it in an error, such as ``"the saved file"``.

    Raises
    ------
    ReviewFailed
        When it is no notebook; names the first fault.
    """
    if not isinstance(content, Mapping):
        raise _malformed(which, "it is no JSON object")
    major = content.get("nbformat")
    if major in {1, 2, 3}:
        content = _upgraded(content, which)
    elif major != 4:
        raise _malformed(which, f"its format is {json.dumps(major)[:40]}, known are 1 to 4")
    cells = content.get("cells")
    if not isinstance(cells, list):
        raise _malformed(which, "it has no list of cells")
    metadata = content.get("metadata")
    return {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": _notebook_metadata(metadata),
        "cells": [_cell(cell, number, which) for number, cell in enumerate(cells, start=1)],
    }


def parse(data: bytes, which: str) -> object:
    """Return the JSON in `data`; raise `ReviewFailed` when there is none."""
    try:
        parsed: object = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise _malformed(which, f"it is not JSON: {error}") from None
    return parsed


def _cell(cell: object, number: int, which: str) -> dict[str, Any]:
    if not isinstance(cell, Mapping):
        raise _malformed(which, f"cell {number} is no JSON object")
    kind, source = cell.get("cell_type"), cell.get("source")
    if kind not in {"code", "markdown", "raw"}:
        raise _malformed(which, f"cell {number} has the type {json.dumps(kind)[:40]}")
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(source, str):
        raise _malformed(which, f"cell {number} has no source")
    identity = cell.get("id")
    reduced: dict[str, Any] = {
        # Where a cell has no id, one that no cell of the other state has: nbdime pairs equal ids first.
        "id": identity if isinstance(identity, str) else f"{which.rpartition(' ')[2]}-{number}",
        "cell_type": kind,
        "metadata": _without(cell.get("metadata"), _CELL_NOISE),
        "source": source,
    }
    if kind == "code":
        reduced |= {"execution_count": None, "outputs": []}
    elif isinstance(cell.get("attachments"), Mapping) and cell["attachments"]:
        reduced["attachments"] = cell["attachments"]
    return reduced


def _notebook_metadata(metadata: object) -> dict[str, Any]:
    reduced = _without(metadata, _NOTEBOOK_NOISE)
    language = reduced.get("language_info")
    if isinstance(language, Mapping):
        # The kernel writes its version here whenever a notebook is opened; a drawing needs the MIME type.
        reduced["language_info"] = {key: language[key] for key in ("name", "mimetype") if key in language}
    return reduced


def _without(metadata: object, noise: set[str]) -> dict[str, Any]:
    if not isinstance(metadata, Mapping):
        return {}
    return {key: value for key, value in metadata.items() if key not in noise}


def _upgraded(content: Mapping[str, Any], which: str) -> Mapping[str, Any]:
    try:
        upgraded: Mapping[str, Any] = nbformat.reads(
            json.dumps({"metadata": {}, "worksheets": [], **content}), as_version=4
        )
    except Exception as error:
        raise _malformed(which, f"its old format cannot be upgraded ({type(error).__name__})") from error
    return upgraded


def _malformed(which: str, problem: str) -> ReviewFailed:
    return ReviewFailed(
        f"{which} cannot be compared: {problem}",
        hint="Nothing was changed. Open the file in JupyterLab to repair it, or compare with another state.",
        code="malformed_notebook",
    )
