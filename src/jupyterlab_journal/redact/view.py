"""Readable views of a text, each with a map back to the original offsets.

A secret can hide behind colour codes, invisible characters, full-width
letters, escapes, tags, line wraps and overwritten progress lines. Each view
undoes some of these; what is found in a view is taken out of the original.
"""

from __future__ import annotations

import re
from bisect import bisect_right

_WRAP_WINDOWS = re.compile(r"(?<!\n)\r\n[ \t>│|┃║#*]{0,16}(?!\r)")
_WRAP = re.compile(r"(?<!\n)\n[ \t>|│┃║#*]{0,16}(?!\n)")


class View:
    """A rewritten text.

    Parameters
    ----------
    text : str
        What rules read.
    pieces : list of tuple of int, optional
        ``(view start, origin start, origin end)`` for each stretch that was replaced or kept; empty when
        nothing was changed. A stretch as long as its origin maps character by character.
    origin : View, optional
        The view this one was made from; `None` when it is the original text.
    """

    def __init__(
        self, text: str, pieces: list[tuple[int, int, int]] | None = None, origin: View | None = None
    ) -> None:
        self.text = text
        self.origin = origin
        self.pieces = pieces or []
        self.starts = [piece[0] for piece in self.pieces]

    def to_original(self, start: int, end: int) -> tuple[int, int]:
        """Return the offsets in the original text of ``text[start:end]``."""
        if self.pieces:
            start, end = self.locate(start)[0], self.locate(end - 1)[1]
        return self.origin.to_original(start, end) if self.origin else (start, end)

    def locate(self, position: int) -> tuple[int, int]:
        """Return the offsets in `origin` of the character, or the replaced stretch, at `position`."""
        index = bisect_right(self.starts, position) - 1
        view_start, origin_start, origin_end = self.pieces[index]
        view_end = self.starts[index + 1] if index + 1 < len(self.starts) else len(self.text)
        if view_end - view_start != origin_end - origin_start:
            return origin_start, origin_end
        offset = origin_start + position - view_start
        return offset, offset + 1


class ViewBuilder:
    """Makes a view from another one, from left to right.

    Parameters
    ----------
    origin : View
        The view to rewrite.
    """

    def __init__(self, origin: View) -> None:
        self.origin = origin
        self.parts: list[str] = []
        self.pieces: list[tuple[int, int, int]] = []
        self.length = 0
        self.read = 0

    def replace(self, start: int, end: int, new: str) -> None:
        """Keep what lies before `start`, and put `new` where ``start:end`` was."""
        self._add(self.origin.text[self.read : start], self.read, start)
        self._add(new, start, end)
        self.read = end

    def finish(self) -> View:
        """Keep the rest, and return the view."""
        text = self.origin.text
        self._add(text[self.read :], self.read, len(text))
        return View("".join(self.parts), self.pieces, self.origin)

    def _add(self, new: str, start: int, end: int) -> None:
        if new:
            self.pieces.append((self.length, start, end))
            self.parts.append(new)
            self.length += len(new)


class JoinedView(View):
    """A view without single line breaks and the indentation after them.

    Its map is made when it is first asked for: most texts hold nothing that was wrapped.
    """

    def __init__(self, origin: View) -> None:
        self._wrap = _WRAP_WINDOWS if "\r\n" in origin.text else _WRAP
        super().__init__(self._wrap.sub("", origin.text), None, origin)
        self._source = origin
        self._joins: list[int] | None = None

    @property
    def joins(self) -> list[int]:
        """Where a line break was taken out, as offsets in `text`."""
        if self._joins is None:
            self._joins = []
            builder = ViewBuilder(self._source)
            removed = 0
            for match in self._wrap.finditer(self._source.text):
                self._joins.append(match.start() - removed)
                removed += match.end() - match.start()
                builder.replace(match.start(), match.end(), "")
            mapped = builder.finish()
            self.pieces, self.starts = mapped.pieces, mapped.starts
        return self._joins

    def to_original(self, start: int, end: int) -> tuple[int, int]:
        """Return the offsets in the original text of ``text[start:end]``."""
        return super().to_original(start, end) if self.joins else (start, end)
