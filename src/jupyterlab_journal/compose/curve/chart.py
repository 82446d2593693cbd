"""One chart: a grid, numbers at the axes, and a curve for each series."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

from jupyterlab_journal.compose.curve.canvas import GLYPH_HEIGHT, Canvas, text_width

Point = tuple[float, float]

WIDTH, HEIGHT = 840, 420
_LEFT, _RIGHT, _TOP, _BOTTOM = 110, 24, 20, 48
_TEXT_SIZE = 2
_LARGEST = 1e300
_MAX_MARKS = 60  # curves of more points have no dots
_MAX_LINES = 1_000  # between values that are drawn smoothly; of more, several fall on one column
_MAX_LENGTH = 8_000  # points of the canvas that all these lines go over; longer ones are noise
_HALF_LINE = 1.5
_GRID, _INK = 0, 1
# Told apart also by those who see no red or green (Okabe and Ito, 2008).
SERIES_COLOURS = ((0, 114, 178), (213, 94, 0), (0, 158, 115), (204, 121, 167))
_COLOURS = ((225, 225, 225), (90, 90, 90), *SERIES_COLOURS)


@dataclass(frozen=True, kw_only=True)
class Axis:
    """Values between two ends, and where the numbers stand."""

    low: float
    high: float
    ticks: tuple[float, ...]

    def share(self, value: float) -> float:
        """Return where a value lies, from 0 to 1."""
        return (value - self.low) / (self.high - self.low)


def draw_chart(series: Sequence[Sequence[Point]]) -> bytes:
    """Return a PNG with one curve for each of at most four series; gaps stay gaps.

    Parameters
    ----------
    series : sequence of sequence of (x, y)
        In the order of x; where y is not finite the curve is broken.
    """
    points = [point for line in series for point in line if is_drawable(point[1])]
    horizontal = axis([x for x, _ in points], whole=True)
    vertical = axis([y for _, y in points])
    canvas = Canvas(WIDTH, HEIGHT, _COLOURS)
    _draw_axes(canvas, horizontal, vertical)
    for number, line in enumerate(series[: len(SERIES_COLOURS)]):
        _draw_curve(canvas, [_place(point, horizontal, vertical) for point in line], _INK + 1 + number)
    return canvas.png()


def is_drawable(value: float) -> bool:
    """Whether a value is a number with which one can still compute."""
    return abs(value) <= _LARGEST


def axis(values: Sequence[float], *, whole: bool = False) -> Axis:
    """Return an axis with round numbers that holds all values.

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


def _place(point: Point, horizontal: Axis, vertical: Axis) -> Point | None:
    if not is_drawable(point[1]):
        return None
    x = _LEFT + horizontal.share(point[0]) * (WIDTH - _LEFT - _RIGHT)
    return x, HEIGHT - _BOTTOM - vertical.share(point[1]) * (HEIGHT - _TOP - _BOTTOM)


def _draw_axes(canvas: Canvas, horizontal: Axis, vertical: Axis) -> None:
    for tick in vertical.ticks:
        y = HEIGHT - _BOTTOM - vertical.share(tick) * (HEIGHT - _TOP - _BOTTOM)
        canvas.line((_LEFT, y), (WIDTH - _RIGHT, y), _GRID, 1)
        label = f"{tick:.6g}"
        left = _LEFT - 12 - text_width(label, _TEXT_SIZE)
        canvas.text(left, round(y - GLYPH_HEIGHT * _TEXT_SIZE / 2), label, _INK, size=_TEXT_SIZE)
    for tick in horizontal.ticks:
        x = _LEFT + horizontal.share(tick) * (WIDTH - _LEFT - _RIGHT)
        label = f"{tick:.6g}"
        left = round(x - text_width(label, _TEXT_SIZE) / 2)
        canvas.text(left, HEIGHT - _BOTTOM + 14, label, _INK, size=_TEXT_SIZE)
    bottom = float(HEIGHT - _BOTTOM)
    canvas.line((_LEFT, bottom), (WIDTH - _RIGHT, bottom), _INK, 1.5)


def _draw_curve(canvas: Canvas, places: Sequence[Point | None], colour: int) -> None:
    lines = [(one, other) for one, other in itertools.pairwise(places) if one and other]
    length = sum(abs(x1 - x0) + abs(y1 - y0) for (x0, y0), (x1, y1) in lines)
    if len(lines) > _MAX_LINES or length > _MAX_LENGTH:
        for x, (top, bottom) in sorted(_columns(lines).items()):
            canvas.column(x, round(top - _HALF_LINE), round(bottom + _HALF_LINE), colour)
        return
    for one, other in lines:
        canvas.line(one, other, colour, 2 * _HALF_LINE)
    if len(places) <= _MAX_MARKS:
        for place in places:
            if place is not None:
                canvas.disc(place, 4, colour)


def _columns(lines: Sequence[tuple[Point, Point]]) -> dict[int, Point]:
    """Return from where to where lines go in each column that they cross."""
    columns: dict[int, Point] = {}
    for (x0, y0), (x1, y1) in lines:
        slope = (y1 - y0) / (x1 - x0) if x1 > x0 else 0.0
        for x in range(math.floor(x0), math.floor(x1) + 1):
            one = y0 + slope * (max(x0, x) - x0)
            other = y0 + slope * (min(x1, x + 1) - x0) if slope else y1
            top, bottom = columns.get(x, (one, one))
            columns[x] = min(top, one, other), max(bottom, one, other)
    return columns
