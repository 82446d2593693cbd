"""Tables whose heading, not whose row, names the secret: CSV, Markdown, pandas, HTML after decoding."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .budget import Budget
from .labels import Label, Labels
from .notation import Value
from .rulebook import Find
from .verdict import is_secret

_ROWS_MAX = 500
_HEADING_MAX = 2000
_GAP = re.compile(r"[ ]{2,}|\t+")
_FIELDS = re.compile(r"\S+(?: \S+)*")
_QUOTES = "\"'` *"


def find_in_columns(
    text: str, hits: Sequence[tuple[int, int]], labels: Labels, budget: Budget
) -> Iterator[Find]:
    """Yield the cells of `text` that stand under a heading that is a secret name; `hits` are its nouns."""
    covered = -1
    for count, (start, _) in enumerate(hits):
        if count % 256 == 0:
            budget.check()
        if start < covered:
            continue
        line_start, line_end = _line(text, start)
        covered = line_end
        if line_end - line_start > _HEADING_MAX or line_end >= len(text):
            continue
        heading = text[line_start:line_end]
        delimiter = _delimiter(heading)
        if delimiter is None:
            continue
        for index, total, span, label in _secret_headings(text, line_start, heading, delimiter, labels):
            yield from _cells(text, line_end + 1, delimiter, (index, total, span), label)


def _line(text: str, position: int) -> tuple[int, int]:
    start = text.rfind("\n", max(0, position - _HEADING_MAX), position) + 1
    end = text.find("\n", position, position + _HEADING_MAX)
    return start, end if end >= 0 else len(text)


def _delimiter(heading: str) -> str | None:
    for delimiter in ("|", "\t", ",", ";"):
        if delimiter in heading.strip("|"):
            return delimiter
    return (
        "  " if heading.startswith("  ") or _GAP.search(heading.strip()) or heading.startswith(" ") else None
    )


def _split(line: str, delimiter: str) -> list[tuple[int, int]]:
    """Return the offsets of the fields of `line`, without the white space and quotes around them."""
    if delimiter == "  ":
        return [match.span() for match in re.finditer(r"\S+", line)]
    spans = []
    at = 0
    for field in line.split(delimiter):
        lead = len(field) - len(field.lstrip(_QUOTES))
        body = field.strip(_QUOTES)
        spans.append((at + lead, at + lead + len(body)))
        at += len(field) + len(delimiter)
    return spans


def _secret_headings(
    text: str, line_start: int, heading: str, delimiter: str, labels: Labels
) -> Iterator[tuple[int, int, tuple[int, int], Label]]:
    spans = _split(heading, delimiter)
    if len(spans) < 2 or len(spans) > 60 or not all(_is_heading(heading[start:end]) for start, end in spans):
        return
    for index, (start, end) in enumerate(spans):
        label = labels.classify(text, line_start + start, line_start + end) if end > start else None
        if label is not None:
            yield index, len(spans), (start, end), label


def _is_heading(field: str) -> bool:
    return len(field) <= 40 and not any(character in '=:(){}<>"' for character in field)


def _cells(
    text: str, at: int, delimiter: str, heading: tuple[int, int, tuple[int, int]], label: Label
) -> Iterator[Find]:
    index, total, (left, right) = heading
    for _ in range(_ROWS_MAX):
        end = text.find("\n", at, at + _HEADING_MAX)
        end = end if end >= 0 else min(len(text), at + _HEADING_MAX)
        line = text[at:end]
        at_line, at = at, end + 1
        if not line.strip() and delimiter != "  " and at < len(text):
            continue
        spans = _split(line, delimiter)
        if delimiter == "  ":
            cell = next((span for span in reversed(spans) if span[0] < right and span[1] > left), None)
            if not line.strip() or len(spans) < total:
                return
        else:
            if len(spans) != total:
                return
            cell = spans[index]
        if cell and cell[1] > cell[0]:
            value = Value(at_line + cell[0], at_line + cell[1], "table", False, False)
            if is_secret(text, label, value):
                yield Find(value.start, value.end, label.kind, f"label-{label.tier}-column")
        if at >= len(text):
            return
