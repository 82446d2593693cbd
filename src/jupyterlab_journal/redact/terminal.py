"""The view of a terminal: what is left when progress lines have overwritten each other."""

from __future__ import annotations

import re
from bisect import bisect_right

from .view import View

_OVERWRITE = re.compile(r"\r(?!\n)|\x08")


def render(view: View) -> View | None:
    """Show lines as a terminal does after carriage returns and backspaces. `None`: there are none."""
    if not _OVERWRITE.search(view.text):
        return None
    text = view.text
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
    return _RenderedView("".join(parts), stretches, view)


def _visible(text: str, line_start: int, line_end: int) -> list[tuple[int, int]]:
    """Return the stretches of one line that remain, in the order they are seen."""
    seen: list[tuple[int, int]] = []
    at = line_start
    column = 0
    while at < line_end:
        control = _OVERWRITE.search(text, at, line_end)
        end = control.start() if control else line_end
        if end > at:
            seen = [*_cut(seen, 0, column), (at, end), *_cut(seen, column + end - at, None)]
            column += end - at
        if control:
            column = 0 if control[0] == "\r" else max(0, column - 1)
            end = control.end()
        at = end
    return seen


def _cut(seen: list[tuple[int, int]], first: int, last: int | None) -> list[tuple[int, int]]:
    """Return columns `first` to `last` of a line made of stretches."""
    kept = []
    column = 0
    for start, end in seen:
        left = max(start, start + first - column)
        right = end if last is None else min(end, start + last - column)
        if left < right:
            kept.append((left, right))
        column += end - start
        if last is not None and column >= last:
            break
    return kept


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
