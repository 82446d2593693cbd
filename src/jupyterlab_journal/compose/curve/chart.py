"""One chart as SVG: a grid, numbers at the axes, and a curve for each series.

The background is white in every theme, as that of a plotting library's picture.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

from jupyterlab_journal.compose.curve.axis import Axis, axis, is_drawable

Point = tuple[float, float]

WIDTH, HEIGHT = 840, 420
_LEFT, _RIGHT, _TOP, _BOTTOM = 110, 24, 40, 48
_FONT = "system-ui, 'Segoe UI', 'Noto Sans', 'Noto Sans CJK SC', 'Microsoft YaHei', 'PingFang SC', sans-serif"
_COLUMN = 2  # pixels; finer steps of a curve cannot be seen
_MAX_MARKS = 60  # curves of more points have no dots
_GRID, _INK = "#e1e1e1", "#5a5a5a"
# Told apart also by those who see no red or green (Okabe and Ito, 2008).
SERIES_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7")
_SVG = "http://www.w3.org/2000/svg"
_MAX_NAME = 24  # characters in the legend


def draw_chart(series: Sequence[tuple[str, Sequence[Point]]], title: str = "") -> str:
    """Return an SVG with one curve for each of at most four series; gaps stay gaps.

    Parameters
    ----------
    series : sequence of (name, points)
        Points are pairs (x, y) in the order of x; where y is not finite the curve is broken. The names of
        several series make a legend.
    title : str, optional
        What the chart shows, for those who do not see it.
    """
    drawn = series[: len(SERIES_COLOURS)]
    values = [point for _, line in drawn for point in line if is_drawable(point[1])]
    horizontal, vertical = axis([x for x, _ in values], whole=True), axis([y for _, y in values])
    size = {"width": f"{WIDTH}", "height": f"{HEIGHT}"}
    picture = Element("svg", {"xmlns": _SVG, **size, "viewBox": f"0 0 {WIDTH} {HEIGHT}", "role": "img"})
    if title:
        SubElement(picture, "title").text = title
    SubElement(picture, "rect", {**size, "fill": "#ffffff"})
    texts = SubElement(picture, "g", {"font-family": _FONT, "font-size": "15", "fill": _INK})
    _draw_axes(picture, texts, horizontal, vertical)
    for (_, line), colour in zip(drawn, SERIES_COLOURS, strict=False):
        _draw_curve(picture, [_place(point, horizontal, vertical) for point in line], colour)
    if len(drawn) > 1:
        _draw_legend(texts, [name for name, _ in drawn])
    return tostring(picture, encoding="unicode")


def _place(point: Point, horizontal: Axis, vertical: Axis) -> Point | None:
    if not is_drawable(point[1]):
        return None
    x = _LEFT + horizontal.share(point[0]) * (WIDTH - _LEFT - _RIGHT)
    return x, HEIGHT - _BOTTOM - vertical.share(point[1]) * (HEIGHT - _TOP - _BOTTOM)


def _draw_axes(picture: Element, texts: Element, horizontal: Axis, vertical: Axis) -> None:
    left, right, bottom = _LEFT, WIDTH - _RIGHT, HEIGHT - _BOTTOM
    heights = [bottom - vertical.share(tick) * (bottom - _TOP) for tick in vertical.ticks]
    grid = " ".join(f"M{left} {y:.1f}H{right}" for y in heights)
    SubElement(picture, "path", d=grid, stroke=_GRID, fill="none")
    SubElement(picture, "path", {"d": f"M{left} {bottom}H{right}", "stroke": _INK, "stroke-width": "1.5"})
    for tick, y in zip(vertical.ticks, heights, strict=True):
        _write(texts, left - 12, y + 5, f"{tick:.6g}", anchor="end")
    for tick in horizontal.ticks:
        x = left + horizontal.share(tick) * (right - left)
        _write(texts, x, bottom + 26, f"{tick:.6g}", anchor="middle")


def _draw_curve(picture: Element, places: Sequence[Point | None], colour: str) -> None:
    parts = [
        [place for place in part if place is not None]
        for is_gap, part in itertools.groupby(places, lambda place: place is None)
        if not is_gap
    ]
    lines = " ".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in _thinned(part)) for part in parts)
    are_few = len(places) <= _MAX_MARKS
    look = {"stroke": colour, "stroke-width": "3" if are_few else "1.5", "stroke-linejoin": "round"}
    SubElement(picture, "path", {"d": lines, **look, "fill": "none"})
    if are_few:
        for x, y in itertools.chain.from_iterable(parts):
            SubElement(picture, "circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r="4", fill=colour)


def _thinned(places: Sequence[Point]) -> Iterator[Point]:
    """Yield what can be seen of a curve: of each narrow column its ends and its extremes."""
    for _, column in itertools.groupby(places, lambda place: int(place[0] / _COLUMN)):
        points = list(column)
        seen = {
            points[0]: None,
            points[-1]: None,
            min(points, key=_height): None,
            max(points, key=_height): None,
        }
        yield from sorted(seen, key=points.index)


def _height(point: Point) -> float:
    return point[1]


def _draw_legend(texts: Element, names: Iterable[str]) -> None:
    """Name the curves in their colours, above them."""
    legend = SubElement(texts, "text", {"x": f"{_LEFT}", "y": "24"})
    for name, colour in zip(names, SERIES_COLOURS, strict=False):
        short = name if len(name) <= _MAX_NAME else f"{name[: _MAX_NAME - 1]}…"
        SubElement(legend, "tspan", {"fill": colour, "font-weight": "600", "dx": "14"}).text = f"● {short}"


def _write(texts: Element, x: float, y: float, text: str, *, anchor: str) -> None:
    SubElement(texts, "text", {"x": f"{x:.1f}", "y": f"{y:.1f}", "text-anchor": anchor}).text = text
