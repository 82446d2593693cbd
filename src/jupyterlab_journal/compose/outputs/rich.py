"""Tables, formulas, Markdown and interactive figures as blocks of an entry."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from jupyterlab_journal.compose.outputs.formula import formula
from jupyterlab_journal.compose.outputs.parts import Form, Rich
from jupyterlab_journal.compose.outputs.quoted import quoted
from jupyterlab_journal.compose.text.markdown_blocks import fence, inline, table
from jupyterlab_journal.compose.text.plain import one_line
from jupyterlab_journal.locale import counted

if TYPE_CHECKING:
    from jupyterlab_journal.compose.outputs.html_tables import Grid
    from jupyterlab_journal.locale import Words

MAX_BLOCKS = 8
_FIRST_ROWS, _LAST_ROWS = 15, 5
_FIRST_COLUMNS, _LAST_COLUMNS = 9, 3
_CELL_CHARACTERS = 80
_SOURCE_CHARACTERS = 4000
_GAP = "…"

Clean = Callable[[str], str]
"""Removes terminal codes, what is invisible, and secrets."""


def rich_block(part: Rich, words: Words, clean: Clean) -> str:
    """Return the Markdown of one output; empty when nothing in it can be shown.

    Parameters
    ----------
    part : Rich
        A table, a formula, Markdown or an interactive figure; not redacted.
    words : Words
        Of the entry's language.
    clean : callable
        Removes terminal codes and secrets from each text that is shown.
    """
    if part.form is Form.TABLE:
        return tables_block(part.grids, words, clean)
    if part.form is Form.INTERACTIVE:
        form = words.interactive_titled if part.content.strip() else words.interactive
        return form.format(library=part.library, title=inline(clean(part.content)))
    text = clean(part.content[: 4 * _SOURCE_CHARACTERS])
    if not text.strip():
        return ""
    cut = len(part.content) > 4 * _SOURCE_CHARACTERS
    if part.form is Form.FORMULA:
        return (None if cut else formula(text)) or _source(text, "latex", cut=cut)
    return (None if cut else quoted(text)) or _source(text, "markdown", cut=cut)


def tables_block(grids: Sequence[Grid], words: Words, clean: Clean) -> str:
    """Return tables with their first and last rows and columns."""
    return "\n\n".join(filter(None, (_table(grid, words, clean) for grid in grids)))


def _source(text: str, language: str, *, cut: bool) -> str:
    shown = text[:_SOURCE_CHARACTERS]
    return fence(shown + (_GAP if cut or len(shown) < len(text) else ""), language)


def _table(grid: Grid, words: Words, clean: Clean) -> str:
    rows = [_columns(row) for row in _cleaned(grid, clean)]
    header, body = (rows[0], rows[1:]) if grid.header else ([""] * len(rows[0]), rows)
    if len(grid.rows) > _FIRST_ROWS + _LAST_ROWS:
        body.insert(_FIRST_ROWS, [_GAP] * len(header))
    shown = table([_cell(text) for text in header], [[_cell(text) for text in row] for row in body])
    left_out = max(0, len(grid.rows) - _FIRST_ROWS - _LAST_ROWS) + grid.unread
    return f"{shown}\n\n{counted(words.rows_left_out, left_out)}" if left_out else shown


def _cleaned(grid: Grid, clean: Clean) -> list[list[str]]:
    """Return all rows that are shown, without secrets.

    They pass as one text, where a secret stands below the name of its column
    and beside the name of its row.
    """
    header = [list(grid.header)] if grid.header else []
    kept = list(grid.rows[:_FIRST_ROWS])
    kept += grid.rows[_FIRST_ROWS:][-_LAST_ROWS:]
    rows = [[one_line(text) for text in row] for row in [*header, *kept]]
    lines = clean("\n".join("\t".join(row) for row in rows)).split("\n")
    cleaned = [line.split("\t") for line in lines]
    if list(map(len, cleaned)) == list(map(len, rows)):
        return cleaned
    return [[clean(text) for text in row] for row in rows]  # a removal took a separator with it


def _columns(row: list[str]) -> list[str]:
    if len(row) <= _FIRST_COLUMNS + _LAST_COLUMNS:
        return row
    return [*row[:_FIRST_COLUMNS], _GAP, *row[-_LAST_COLUMNS:]]


def _cell(text: str) -> str:
    return inline(text if len(text) <= _CELL_CHARACTERS else f"{text[: _CELL_CHARACTERS - 1]}{_GAP}")
