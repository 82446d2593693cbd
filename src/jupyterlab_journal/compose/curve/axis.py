"""The round numbers of an axis."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

_LARGEST = 1e300


@dataclass(frozen=True, kw_only=True)
class Axis:
    """Values between two ends, and where the numbers stand."""

    low: float
    high: float
    ticks: tuple[float, ...]

    def share(self, value: float) -> float:
        """Return where a value lies, from 0 to 1."""
        return (value - self.low) / (self.high - self.low)


def is_drawable(value: float) -> bool:
    """Whether a value is a number with which one can still compute."""
    return abs(value) <= _LARGEST


def axis(values: Sequence[float], *, whole: bool = False) -> Axis:
    """Return an axis with round numbers that holds all values.

    Parameters
    ----------
    values : sequence of float
        At least one; all of them drawable.
    whole : bool
        Whether the axis ends with its values, and shows whole numbers only, as for epochs.

    Examples
    --------
    >>> axis([0.17, 0.9]).ticks
    (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
    """
    low, high = min(values), max(values)
    largest = max(abs(low), abs(high))
    if high - low <= largest * 1e-9 or largest < 1 / _LARGEST:
        half = 0.5 * (largest if largest >= 1 / _LARGEST else 1.0)
        low, high = low - half, high + half
    step = _round_step((high - low) / 5)
    if whole:
        step = max(1.0, step)
        first, last = math.ceil(low / step), math.floor(high / step)
        return Axis(low=low, high=high, ticks=tuple(step * n for n in range(first, last + 1)))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    digits = max(0, -math.floor(math.log10(step)))
    ticks = tuple(round(step * n, digits) for n in range(first, last + 1))
    return Axis(low=ticks[0], high=ticks[-1], ticks=ticks)


def _round_step(step: float) -> float:
    """Return the next of 1, 2 and 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(step))
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= step * 0.999)
