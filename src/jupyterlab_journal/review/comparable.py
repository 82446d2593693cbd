"""Bring a state of a notebook into the form in which states are compared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from jupyterlab_journal.notebook import check_notebook

if TYPE_CHECKING:
    from jupyterlab_journal.locale import Message

# Marks of a run or of a view: they differ between any two saves and mean nothing to a reader.
_CELL_NOISE = {"trusted", "collapsed", "scrolled", "ExecuteTime", "execution"}
_NOTEBOOK_NOISE = {"signature", "widgets"}
_TYPES = {"code", "markdown", "raw"}


def comparable(content: object, which: str | Message) -> dict[str, Any]:
    """Return a notebook reduced to what a review compares: text, metadata, pictures of entries.

    Outputs and execution counts are left out: without them a review of a large
    notebook is 7 to 30 times faster and shows only what a person changed. A cell
    of an unknown type is compared as a raw one.

    Parameters
    ----------
    content : object
        The notebook's JSON, of format 4 or older.
    which : str or Message
        What to call it in an error, such as ``the_saved_file``.

    Returns
    -------
    dict
        A notebook of format 4.5; `content` stays as it is.

    Raises
    ------
    MalformedNotebook
        When it is no notebook; names the place of the fault.
    """
    notebook = check_notebook(content, which)
    return {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": _notebook_metadata(notebook.get("metadata")),
        "cells": [_cell(cell, number, which) for number, cell in enumerate(notebook["cells"], start=1)],
    }


def _cell(cell: Mapping[str, Any], number: int, which: str | Message) -> dict[str, Any]:
    kind = cell["cell_type"] if cell["cell_type"] in _TYPES else "raw"
    reduced: dict[str, Any] = {
        # Where a cell has no id, one that no cell of the other state has: nbdime pairs equal ids first.
        "id": cell.get("id") or f"{str(which).rpartition(' ')[2]}-{number}",
        "cell_type": kind,
        "metadata": _without(cell.get("metadata"), _CELL_NOISE),
        "source": "".join(cell.get("source") or ""),
    }
    if kind == "code":
        reduced |= {"execution_count": None, "outputs": []}
    elif cell.get("attachments"):
        reduced["attachments"] = cell["attachments"]
    return reduced


def _notebook_metadata(metadata: Mapping[str, Any] | None) -> dict[str, Any]:
    reduced = _without(metadata, _NOTEBOOK_NOISE)
    language = reduced.get("language_info")
    if isinstance(language, Mapping):
        # The kernel writes its version here whenever a notebook is opened; a drawing needs the MIME type.
        reduced["language_info"] = {key: language[key] for key in ("name", "mimetype") if key in language}
    return reduced


def _without(metadata: Mapping[str, Any] | None, noise: set[str]) -> dict[str, Any]:
    return {key: value for key, value in (metadata or {}).items() if key not in noise}
