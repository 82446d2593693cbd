"""Texts that a program wrote one after another: a secret may be cut between two of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_APART = "\n\n"  # a single line break could be that of a wrapped line


@dataclass(frozen=True, kw_only=True)
class Piece:
    """One of the texts.

    Parameters
    ----------
    text : str
        As it was written.
    stream : str or None
        Name of the stream it was written to; None for a text on lines of its own, such as a result.
    """

    text: str
    stream: str | None = None


class Joined:
    """Some of the pieces put together, with a map back to them.

    Parameters
    ----------
    pieces : sequence of Piece
        All of them.
    indexes : sequence of int
        Which of them, in the order of the joined text.
    """

    def __init__(self, pieces: Sequence[Piece], indexes: Sequence[int]) -> None:
        self._indexes = indexes
        self._starts: list[int] = []
        parts: list[str] = []
        length = 0
        before: Piece | None = None
        for index in indexes:
            piece = pieces[index]
            if before is not None and _ends_line(before, piece):
                parts.append(_APART)
                length += len(_APART)
            self._starts.append(length)
            parts.append(piece.text)
            length += len(piece.text)
            before = piece
        self._lengths = [len(pieces[index].text) for index in indexes]
        self.text = "".join(parts)

    def places(self, start: int, end: int) -> Iterator[tuple[int, int, int]]:
        """Yield where ``text[start:end]`` lies: index of the piece, and offsets in it."""
        for at in range(max(0, bisect_right(self._starts, start) - 1), len(self._starts)):
            first = self._starts[at]
            if first >= end:
                return
            inner = max(start - first, 0), min(end - first, self._lengths[at])
            if inner[0] < inner[1]:
                yield (self._indexes[at], *inner)


def arrangements(pieces: Sequence[Piece]) -> Iterator[Joined]:
    """Yield the orders in which a reader may put the pieces together.

    As they were written; and for each stream that another one interrupted, its pieces alone.
    """
    yield Joined(pieces, range(len(pieces)))
    yield from interrupted_streams(pieces)


def interrupted_streams(pieces: Sequence[Piece]) -> Iterator[Joined]:
    """Yield each stream that another text interrupted, its pieces alone."""
    streams: dict[str, list[int]] = {}
    for index, piece in enumerate(pieces):
        if piece.stream is not None:
            streams.setdefault(piece.stream, []).append(index)
    for indexes in streams.values():
        if indexes[-1] - indexes[0] >= len(indexes):
            yield Joined(pieces, indexes)


def _ends_line(before: Piece, piece: Piece) -> bool:
    """Whether a line break is shown between two pieces; a stream goes on where it was."""
    if before.text.endswith("\n") or not before.text:
        return False
    return before.stream is None or (piece.stream is not None and piece.stream != before.stream)
