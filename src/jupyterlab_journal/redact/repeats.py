"""Long stretches in which one short text is repeated: searching a few repetitions is enough.

A broken program prints ``api_key:`` a hundred thousand times. Each of them is
as costly to judge as a name beside a secret, and all give the same answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from .view import View, ViewBuilder

if TYPE_CHECKING:
    from .rule import Find

_KEPT = 4096  # characters at each end of a stretch: more than any rule needs to begin or to judge
_SHORTEST = 4 * _KEPT  # of a stretch that is worth it
_PERIOD_MAX = 2048
_PROBE = 64  # characters that must come again
_STEP = 2048  # between two probes


class Shortened:
    """A text without the middle of its repetitive stretches.

    Parameters
    ----------
    view : View
        The shorter text, with its map.
    stretches : list of tuple of int
        Offsets of the whole stretches in the original.
    """

    def __init__(self, view: View, stretches: list[tuple[int, int]]) -> None:
        self.view = view
        self._stretches = stretches

    def holds_all(self, finds: Iterable[Find]) -> bool:
        """Whether the finds, with offsets in the original, are all that the original has.

        What was found in a stretch is in each of its repetitions.
        """
        return not any(
            find.start < end and start < find.end for find in finds for start, end in self._stretches
        )


def shorten(view: View) -> Shortened | None:
    """Take the middle out of each long repetitive stretch; None when there is no such stretch."""
    builder = ViewBuilder(view)
    stretches = []
    for start, end, period in _stretches(view.text):
        cut = start + _KEPT
        builder.replace(cut, cut + (end - start - 2 * _KEPT) // period * period, "")
        stretches.append((start, end))
    return Shortened(builder.finish(), stretches) if stretches else None


def _stretches(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield start, end and period of each long stretch that repeats itself."""
    at = 0
    while at + _SHORTEST <= len(text):
        again = text.find(text[at : at + _PROBE], at + 1, at + _PERIOD_MAX + _PROBE)
        end = at
        if again >= 0:
            end = _end(text, at, again - at)
            if end - at >= _SHORTEST:
                yield at, end, again - at
        at = max(end, at + _STEP)


def _end(text: str, start: int, period: int) -> int:
    """Return how far each character is the one that stands `period` before it."""
    at = start + period
    step = _PROBE
    while step:
        if text[at - period : at - period + step] == text[at : at + step] and at + step <= len(text):
            at += step
            step *= 2
        else:
            step //= 2
    return at
