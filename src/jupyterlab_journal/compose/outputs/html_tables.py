"""Tables and text out of HTML; everything else in it is dropped.

The parser is the standard library's. A converter to Markdown would let links
and pictures through, and would build a tree of all rows to show ten of them.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from html.parser import HTMLParser

MAX_CHARACTERS = 128 * 1024  # of one HTML text that are read
MAX_TAGS = 8_000  # of one HTML text: each costs as much as a hundred characters
MAX_TABLES = 4
MAX_COLUMNS = 40
MAX_CELL_CHARACTERS = 400

_BREAKS = frozenset(("br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "caption"))
_UNSEEN = frozenset(("script", "style", "template", "head", "title", "noscript", "svg", "iframe", "object"))
_TABLE = re.compile(r"<table[\s>]", re.IGNORECASE)
_ROW = re.compile(r"<tr[\s>]", re.IGNORECASE)
_NO_TAG = re.compile(r"<(?![A-Za-z/!?])")
_CHARACTERS_OF_A_TAG = 100


@dataclass(frozen=True, kw_only=True)
class Grid:
    """A table as text.

    Parameters
    ----------
    header : tuple of str
        One name per column; several header rows are joined. May be empty.
    rows : tuple of tuple of str
        All as long as the longest.
    unread : int
        Rows that were not read, because there are too many.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    unread: int = 0


def has_table(html: str) -> bool:
    """Whether an HTML text holds a table that is more than its layout."""
    return _TABLE.search(html) is not None and _ROW.search(html) is not None


def read_tables(html: str) -> list[Grid]:
    """Return the tables of an HTML text, without those that have no row.

    Parameters
    ----------
    html : str
        Of any length; from the first table on, the first 128 kB with at most 8,000 tags are read.
    """
    start = _TABLE.search(html)
    if start is None:
        return []
    end = _end(html, start.start())
    reader = _read(html[start.start() : end])
    unread = html.count("<tr", end) + html.count("<TR", end)
    grids = [grid for grid in map(_grid, reader.tables) if grid.rows]
    if grids and unread:
        last = grids[-1]
        grids[-1] = Grid(header=last.header, rows=last.rows, unread=unread)
    return grids


def text_of(html: str) -> str:
    """Return what a reader of the HTML sees as text."""
    reader = _read(html[: _end(html, 0)])
    lines = (" ".join(line.split()) for line in "".join(reader.text).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def is_read_whole(html: str) -> bool:
    """Whether `text_of` reads it to its end."""
    return _end(html, 0) >= len(html)


def work_of(html: str) -> int:
    """Return how many tags take as long to read as this HTML text does, which is read only in part."""
    end = _end(html, 0)
    return 1 + html.count("<", 0, end) + min(end, len(html)) // _CHARACTERS_OF_A_TAG


def _end(html: str, start: int) -> int:
    """Return where reading ends that begins at `start`."""
    end = start + MAX_CHARACTERS
    if html.count("<", start, end) <= MAX_TAGS:
        return end
    tags = (tag.start() for tag in re.finditer("<", html[start:end]))
    return start + next(itertools.islice(tags, MAX_TAGS, None))


def _read(html: str) -> _Reader:
    reader = _Reader()
    # The parser is slow at a sign that begins no tag; as a reference it is part of the text around it.
    reader.feed(_NO_TAG.sub("&lt;", html))
    reader.finish()
    return reader


@dataclass
class _Cell:
    text: list[str]
    is_header: bool
    columns: int
    rows: int


class _Table:
    def __init__(self) -> None:
        self.head: list[list[_Cell]] = []
        self.body: list[list[_Cell]] = []


class _Reader(HTMLParser):
    """Collects cells; a table inside a table becomes part of the cell's text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[_Table] = []
        self.text: list[str] = []
        self._depth = 0
        self._unseen = 0
        self._in_head = False
        self._cell: _Cell | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag == "table":
            self._depth += 1
            if self._depth == 1 and len(self.tables) < MAX_TABLES:
                self.tables.append(_Table())
        elif self._depth == 1 and tag == "thead":
            self._in_head = True
        elif self._depth == 1 and tag == "tr":
            self._begin_row()
        elif self._depth == 1 and tag in {"td", "th"}:
            self._begin_cell(tag, dict(attrs))
        if tag in _BREAKS:
            self._add("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag == "table":
            self._depth = max(0, self._depth - 1)
        elif self._depth == 1 and tag == "thead":
            self._in_head = False
        elif self._depth == 1 and tag in {"td", "th", "tr"}:
            self._cell = None
        if tag in _BREAKS:
            self._add("\n")
        elif tag in {"td", "th"}:
            self._add(" ")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self._add(data)

    def parse_marked_section(self, i: int, report: bool = True) -> int:
        """Pass over ``<![...``, as browsers do: the standard library stops at one that it does not know."""
        return self.parse_bogus_comment(i, report)

    def finish(self) -> None:
        """Take what stands after the last tag; a tag that was cut off is none."""
        if not self._unseen and not self.rawdata.startswith("<"):
            self._add(self.rawdata)

    def _add(self, data: str) -> None:
        if self._cell is not None:
            self._cell.text.append(data)
        self.text.append(data)

    def _begin_row(self) -> None:
        self._cell = None
        if self.tables:
            table = self.tables[-1]
            (table.head if self._in_head else table.body).append([])

    def _begin_cell(self, tag: str, attributes: dict[str, str | None]) -> None:
        if not self.tables:
            return
        rows = self.tables[-1].head if self._in_head else self.tables[-1].body
        if not rows:
            rows.append([])
        self._cell = _Cell(
            text=[],
            is_header=tag == "th",
            columns=_span(attributes.get("colspan")),
            rows=_span(attributes.get("rowspan")),
        )
        rows[-1].append(self._cell)


def _span(value: str | None) -> int:
    return min(max(int(value), 1), MAX_COLUMNS) if value is not None and value.isdecimal() else 1


def _grid(table: _Table) -> Grid:
    head, body = table.head, table.body
    if not head and len(body) > 1 and body[0] and all(cell.is_header for cell in body[0]):
        head, body = body[:1], body[1:]
    head_rows = [row for row in _spread(head, repeat=True) if any(row)]
    rows = [row for row in _spread(body, repeat=False) if any(row)]
    width = max(map(len, [*head_rows, *rows]), default=0)
    columns = zip(*(_padded(row, width) for row in head_rows), strict=True)
    header = tuple(" · ".join(dict.fromkeys(filter(None, names))) for names in columns)
    return Grid(header=header, rows=tuple(tuple(_padded(row, width)) for row in rows))


def _spread(rows: list[list[_Cell]], *, repeat: bool) -> list[list[str]]:
    """Return rows of texts, with cells that span several columns or rows at each of their places."""
    spread: list[list[str]] = []
    below: dict[int, tuple[int, str]] = {}  # by column: rows still to fill, and their text
    for row in rows:
        texts: list[str] = []
        for cell in row[:MAX_COLUMNS]:
            _fill(texts, below)
            if len(texts) >= MAX_COLUMNS:
                break
            text = " ".join("".join(cell.text).split())[:MAX_CELL_CHARACTERS]
            for part in range(cell.columns):
                shown = text if part == 0 or repeat else ""
                if cell.rows > 1:
                    below[len(texts)] = cell.rows - 1, shown
                texts.append(shown)
        _fill(texts, below)
        spread.append(texts[:MAX_COLUMNS])
    return spread


def _fill(texts: list[str], below: dict[int, tuple[int, str]]) -> None:
    while len(texts) in below:
        column = len(texts)
        left, text = below[column]
        if left > 1:
            below[column] = left - 1, text
        else:
            del below[column]
        texts.append(text)


def _padded(row: list[str], width: int) -> list[str]:
    return [*row, *[""] * (width - len(row))]
