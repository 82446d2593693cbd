"""Which metrics are drawn, and which of them share a chart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jupyterlab_journal.compose.curve.axis import is_drawable
from jupyterlab_journal.compose.curve.chart import SERIES_COLOURS
from jupyterlab_journal.reading.names import QUALIFIERS, words_of

if TYPE_CHECKING:
    from jupyterlab_journal.compose.metrics.metric_reading import Reading

MIN_POINTS = 3
MAX_CHARTS = 3
MAX_POINTS = 2000


@dataclass(frozen=True, kw_only=True)
class Series:
    """One metric over the epochs or the steps: the last value of each."""

    name: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, kw_only=True)
class Group:
    """Series of one quantity, such as the loss in training and in validation; all by epoch or all by step."""

    name: str
    by_step: bool
    series: tuple[Series, ...]


def groups_of(readings: Iterable[Reading]) -> list[Group]:
    """Return what is worth a chart, in the order in which it was printed."""
    by_epoch: dict[str, dict[int, float]] = {}
    by_step: dict[str, dict[int, float]] = {}
    names: dict[str, tuple[str, str]] = {}
    for reading in readings:
        names.setdefault(reading.key, (reading.name, reading.unit))
        if reading.epoch is not None:
            by_epoch.setdefault(reading.key, {})[reading.epoch] = reading.value
        if reading.step is not None:
            by_step.setdefault(reading.key, {})[reading.step] = reading.value
    groups: dict[tuple[str, str, bool], list[Series]] = {}
    for key, (name, unit) in names.items():
        epochs, steps = by_epoch.get(key, {}), by_step.get(key, {})
        values = epochs if len(epochs) >= MIN_POINTS else steps
        if len(values) >= MIN_POINTS:
            points = tuple((float(place), value) for place, value in sorted(values.items()))
            groups.setdefault((_quantity(name), unit, values is steps), []).append(
                Series(name=name, points=points[-MAX_POINTS:])
            )
    found = [
        Group(name=name, by_step=of_steps, series=tuple(series[: len(SERIES_COLOURS)]))
        for (name, _, of_steps), series in groups.items()
    ]
    return [group for group in found if _has_finite(group)][:MAX_CHARTS]


def _quantity(name: str) -> str:
    """Return the name without the words that say on which data it was measured."""
    return " ".join(word for word in words_of(name) if word not in QUALIFIERS) or name


def _has_finite(group: Group) -> bool:
    return any(is_drawable(value) for series in group.series for _, value in series.points)
