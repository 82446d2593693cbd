"""Tables whose heading, not whose row, names the secret: CSV, Markdown, pandas, HTML after decoding."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .rule import Find
from .values import Value
from .verdict import is_secret

if TYPE_CHECKING:
    from .budget import Budget
    from .secret_names import Label, Labels

_ROWS_MAX = 500
_LINE_MAX = 2000
_FIELDS_MAX = 60
_CELL_MAX = 200
_CHECK_EVERY = 256
_SPACES = "  "
_GRID = str.maketrans("│┃┆║", "||||")
_RULE_OF_GRID = re.compile(r"\s{0,40}[+|├┼┤╞╪╡╇┡┩╠╬╣─═━=:-]{3,}[-+|├┼┤╞╪╡╇┡┩╠╬╣─═━=: ]{0,400}\Z")
_NO_HEADING = re.compile(r"[=:(){}<>#]")
_FIELD = re.compile(r"\S+")
_QUOTES = "\"'` *"


@dataclass(frozen=True)
class _Column:
    """A column under a secret heading; `index` counts from the left, in aligned text from the right."""

    label: Label
    delimiter: str
    index: int
    total: int
    left: int
    right: int


def find_in_columns(
    text: str, hits: Sequence[tuple[int, int]], labels: Labels, budget: Budget
) -> Iterator[Find]:
    """Yield the cells of `text` that stand under a heading that is a secret name; `hits` are its nouns."""
    covered = -1
    for count, (start, _) in enumerate(hits):
        if count % _CHECK_EVERY == 0:
            budget.check()
        if start < covered:
            continue
        line_start, line_end = _line(text, start)
        covered = line_end
        if line_end - line_start <= _LINE_MAX and line_end < len(text):
            columns = list(_secret_columns(text, line_start, line_end, labels))
            if columns:
                cells, covered = _cells(text, line_end + 1, columns)
                yield from cells


def _line(text: str, position: int) -> tuple[int, int]:
    start = text.rfind("\n", max(0, position - _LINE_MAX), position) + 1
    end = text.find("\n", position, position + _LINE_MAX)
    return start, end if end >= 0 else len(text)


def _secret_columns(text: str, line_start: int, line_end: int, labels: Labels) -> Iterator[_Column]:
    heading = text[line_start:line_end]
    if _NO_HEADING.search(heading):
        return
    heading = _with_bars(heading)
    delimiter = next((sign for sign in ("|", "\t", ",", ";") if sign in heading.strip("|")), _SPACES)
    spans = _split(heading, delimiter)
    filled = sum(end > start for start, end in spans)
    if not 2 <= filled <= len(spans) <= _FIELDS_MAX:
        return
    if not all(_is_heading(heading[start:end]) for start, end in spans):
        return
    for index, (start, end) in enumerate(spans):
        if end == start or (delimiter == _SPACES and not _stands_apart(heading, start, end)):
            continue
        label = labels.classify(text, line_start + start, line_start + end)
        if label is not None:
            place = index - len(spans) if delimiter == _SPACES else index
            yield _Column(label, delimiter, place, len(spans), start, end)


def _with_bars(line: str) -> str:
    """Return `line` with the lines of a drawn table as those of Markdown, of the same length."""
    return line if line.isascii() else line.translate(_GRID)


def _split(line: str, delimiter: str) -> list[tuple[int, int]]:
    """Return the offsets of the fields of `line`, without the white space and quotes around them."""
    if delimiter == _SPACES:
        return [match.span() for match in _FIELD.finditer(line)]
    spans = []
    at = 0
    for field in line.split(delimiter):
        lead = len(field) - len(field.lstrip(_QUOTES))
        body = field.strip(_QUOTES)
        spans.append((at + lead, at + lead + len(body)))
        at += len(field) + len(delimiter)
    return spans


def _is_heading(field: str) -> bool:
    return len(field) <= 40 and '"' not in field


def _stands_apart(heading: str, start: int, end: int) -> bool:
    """Tell whether two spaces, or an end of the line, are on both sides: words of a sentence stand closer."""
    return heading[max(0, start - 2) : start].strip() == "" == heading[end : end + 2].strip()


def _cells(text: str, at: int, columns: Sequence[_Column]) -> tuple[list[Find], int]:
    """Return the secret cells under the headings of one table, and where its rows end."""
    finds: list[Find] = []
    delimiter, total = columns[0].delimiter, columns[0].total
    for _ in range(_ROWS_MAX):
        end = text.find("\n", at, at + _LINE_MAX)
        end = end if end >= 0 else min(len(text), at + _LINE_MAX)
        line = _with_bars(text[at:end])
        spans = _split(line, delimiter)
        # pandas puts an index before.
        if len(spans) == total or (delimiter == _SPACES and len(spans) == total + 1):
            for column in columns:
                finds += _secret_cell(text, at, spans[column.index], column)
        elif (line.strip() or delimiter != "\t") and not _RULE_OF_GRID.match(line):  # rows of HTML are apart
            break
        at = end + 1
        if at >= len(text):
            break
    return finds, at


def _secret_cell(text: str, at: int, cell: tuple[int, int], column: _Column) -> list[Find]:
    """Return the cell of a row that begins at `at`, if it is a secret."""
    if not 0 < cell[1] - cell[0] <= _CELL_MAX:
        return []
    aligned = column.delimiter != _SPACES or cell[1] == column.right or cell[0] == column.left
    value = Value(at + cell[0], at + cell[1], "column" if aligned else "table", False, False)
    if not is_secret(text, column.label, value):
        return []
    return [Find(value.start, value.end, column.label.kind, f"label-{column.label.tier}-column")]
