"""The view of a terminal: what is left when progress lines have overwritten each other."""

from __future__ import annotations

import re
from bisect import bisect_right

from .excerpt import around
from .view import View

_OVERWRITE = re.compile(r"\r(?!\n)|\x08")


def render(view: View) -> View | None:
    """Show lines as a terminal does after carriage returns and backspaces. `None`: there are none."""
    part = around(view, _OVERWRITE)
    if part is None:
        return None
    text = part.text
    parts: list[str] = []
    stretches: list[tuple[int, int, int]] = []
    length = line_start = 0
    while line_start < len(text):
        line_end = text.find("\n", line_start) + 1 or len(text)
        for start, end in _visible(text, line_start, line_end):
            parts.append(text[start:end])
            stretches.append((length, start, end))
            length += end - start
        line_start = line_end
    return _RenderedView("".join(parts), stretches, part)


def _visible(text: str, line_start: int, line_end: int) -> list[tuple[int, int]]:
    """Return the stretches of one line that remain, in the order they are seen."""
    if text.find("\x08", line_start, line_end) >= 0:
        return _visible_with_backspaces(text, line_start, line_end)
    seen: list[tuple[int, int]] = []
    at = line_start
    while at < line_end:
        control = _OVERWRITE.search(text, at, line_end)
        end = control.start() if control else line_end
        if end > at:
            seen = [(at, end), *_after(seen, end - at)]
        at = control.end() if control else line_end
    return seen


def _after(seen: list[tuple[int, int]], columns: int) -> list[tuple[int, int]]:
    """Return what is seen beyond the first `columns` of a line."""
    kept = []
    for start, end in seen:
        if columns < end - start:
            kept.append((start + columns, end))
        columns = max(0, columns - (end - start))
    return kept


def _visible_with_backspaces(text: str, line_start: int, line_end: int) -> list[tuple[int, int]]:
    offsets: list[int] = []
    column = 0
    for offset in range(line_start, line_end):
        character = text[offset]
        if character == "\x08":
            column = max(0, column - 1)
        elif character == "\r" and text[offset + 1 : offset + 2] != "\n":
            column = 0
        else:
            column = len(offsets) if character == "\n" else column
            offsets[column : column + 1] = [offset]
            column += 1
    return [(offset, offset + 1) for offset in offsets]


class _RenderedView(View):
    """A view whose neighbours may come from anywhere on an overwritten line: all between them is taken."""

    def to_original(self, start: int, end: int) -> tuple[int, int]:
        """Return the offsets of the shortest stretch that holds all characters of ``text[start:end]``."""
        first = bisect_right(self.starts, start) - 1
        last = bisect_right(self.starts, end - 1) - 1
        begins = [begin + max(0, start - seen) for seen, begin, _ in self.pieces[first : last + 1]]
        stops = [min(stop, begin + end - seen) for seen, begin, stop in self.pieces[first : last + 1]]
        outer = min(begins), max(stops)
        return self.origin.to_original(*outer) if self.origin else outer
