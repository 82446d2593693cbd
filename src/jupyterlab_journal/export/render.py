"""From a notebook's text to a finished page; what an export worker runs."""

from __future__ import annotations

import warnings as python_warnings
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from nbformat import NotebookNode
from traitlets.config import Config

from jupyterlab_journal.errors import ExportFailed
from jupyterlab_journal.export.model import Options, Page
from jupyterlab_journal.export.notebook import exportable, placeholder_cell
from jupyterlab_journal.export.preprocessors.journal_preprocessor import LOCALE, WARNINGS
from jupyterlab_journal.export.preprocessors.redaction import own_redactor
from jupyterlab_journal.locale import Message
from jupyterlab_journal.notebook import read_notebook
from jupyterlab_journal.redact.gate import Gate

if TYPE_CHECKING:
    from jupyterlab_journal.export.journal_exporter import JournalExporter
    from jupyterlab_journal.redact import Redactor

_MAX_WARNINGS = 100


def render(
    text: str | bytes,
    name: str,
    options: Options,
    progress: Callable[[float], None],
    redactor: Redactor | None = None,
) -> Page:
    """Render the notebook in `text`.

    Parameters
    ----------
    text : str or bytes
        Content of the ``.ipynb`` file.
    name : str
        Its name without ending: the title, and the stem of the pictures' folder.
    options : Options
        Format and choices.
    progress : callable
        Gets fractions from 0 to 1.
    redactor : Redactor, optional
        What recognises secrets; by default one that knows those of this process.

    Returns
    -------
    Page
        Its remarks are in the language of `options`.

    Raises
    ------
    MalformedNotebook
        When `text` is no notebook, or a part of it has the wrong type.
    ExportFailed
        When the converter fails on the whole of it; a cell that cannot be
        rendered is replaced by a line that says so.
    """
    notes: list[Message] = []
    notebook = exportable(read_notebook(text, Message("the_notebook")), notes, options.locale)
    exporter = _exporter(replace(options, locale="en"))  # one for all languages
    exporter.report_progress(progress)
    redactor = redactor or own_redactor()
    exporter.use_redactor(redactor)
    with python_warnings.catch_warnings():
        # nbconvert warns the terminal of unknown lexers and MIME types; the page shows the plain text.
        python_warnings.simplefilter("ignore")
        resources: dict[str, Any] = {"metadata": {"name": name}, LOCALE: options.locale}
        body, resources = _render_what_can_be(exporter, notebook, resources, notes)
    lines = [note.written_in(options.locale) for note in notes] + resources.get(WARNINGS, [])
    if len(lines) > _MAX_WARNINGS:
        more = Message("more_remarks", count=len(lines) - _MAX_WARNINGS)
        lines[_MAX_WARNINGS:] = [more.written_in(options.locale)]
    gate = Gate(redactor)  # the lines quote names of pictures and types
    lines = [gate.text(line, "warning") for line in lines]
    # "replace": some outputs hold half a surrogate pair.
    return Page(
        content=body.encode("utf-8", "replace"), files=resources.get("outputs") or {}, warnings=tuple(lines)
    )


def _render_what_can_be(
    exporter: JournalExporter, notebook: NotebookNode, resources: dict[str, Any], notes: list[Message]
) -> tuple[str, dict[str, Any]]:
    try:
        return exporter.convert(notebook, resources)
    except Exception:  # noqa: BLE001 (anything a cell can provoke in the libraries below)
        for number in _failing(exporter, notebook, range(len(notebook.cells))):
            problem = Message("converter_fails")
            notes.append(Message("cell_left_out", number=number + 1, problem=problem))
            cell = placeholder_cell(number + 1, problem, resources[LOCALE])
            notebook.cells[number] = NotebookNode(id=f"left-out-{number}", **cell)
    try:
        return exporter.convert(notebook, resources)
    except Exception as error:
        raise ExportFailed("conversion_failed", problem=type(error).__name__) from error


def _failing(exporter: JournalExporter, notebook: NotebookNode, cells: range) -> list[int]:
    """Return the cells on which the exporter fails, by halving: two bad ones of 1,000 cost 40 renderings."""
    part = NotebookNode({**notebook, "cells": [notebook.cells[number] for number in cells]})
    try:
        exporter.convert(part, {"metadata": {"name": "part"}})
    except Exception:  # noqa: BLE001 (see above)
        if len(cells) == 1:
            return [cells[0]]
        half = len(cells) // 2
        return [*_failing(exporter, notebook, cells[:half]), *_failing(exporter, notebook, cells[half:])]
    return []


@lru_cache(maxsize=8)
def _exporter(options: Options) -> JournalExporter:
    """Return the exporter of these options; building one compiles its templates."""
    config = Config(
        {
            "JournalOnlyPreprocessor": {"enabled": options.journal_only},
            "NoCodePreprocessor": {"enabled": not options.code},
        }
    )
    return options.format.load_exporter()(config=config)
