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
            if end > start:
                parts.append(text[start:end])
                stretches.append((length, start, end))
                length += end - start
        line_start = line_end
    return _RenderedView("".join(parts), stretches, part)


def _visible(text: str, line_start: int, line_end: int) -> list[tuple[int, int]]:
    """Return the stretches of one line that remain, in the order they are seen."""
    before: list[tuple[int, int]] = []  # what stands left of the cursor, and
    behind: list[tuple[int, int]] = []  # what stands right of it, the nearest last
    body_end = line_start + len(text[line_start:line_end].rstrip("\r\n"))
    at = line_start
    while at < body_end:
        control = _OVERWRITE.search(text, at, body_end)
        end = control.start() if control else body_end
        if end > at:
            before.append((at, end))
            _overwrite(behind, end - at)
        if control and control[0] == "\r":
            behind += reversed(before)
            before = []
        elif control and before:
            start, stop = before.pop()
            behind.append((stop - 1, stop))
            if stop - start > 1:
                before.append((start, stop - 1))
        at = control.end() if control else body_end
    return [*before, *reversed(behind), (body_end, line_end)]


def _overwrite(behind: list[tuple[int, int]], columns: int) -> None:
    """Take away the first `columns` of what stands right of the cursor."""
    while behind and columns:
        start, end = behind.pop()
        if end - start > columns:
            behind.append((start + columns, end))
        columns = max(0, columns - (end - start))


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
