"""Which metrics are drawn, and which of them share a chart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jupyterlab_journal.compose.curve.chart import SERIES_COLOURS, is_drawable
from jupyterlab_journal.compose.metrics.names import QUALIFIERS, words_of

if TYPE_CHECKING:
    from jupyterlab_journal.compose.metrics.measured import Reading

MIN_EPOCHS = 3
MAX_CHARTS = 3
MAX_POINTS = 2000


@dataclass(frozen=True, kw_only=True)
class Series:
    """One metric over the epochs: the last value of each."""

    name: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, kw_only=True)
class Group:
    """Series of one quantity, such as the loss in training and in validation."""

    name: str
    series: tuple[Series, ...]


def groups_of(readings: Iterable[Reading]) -> list[Group]:
    """Return what is worth a chart, in the order in which it was printed."""
    values: dict[str, dict[int, float]] = {}
    names: dict[str, tuple[str, str]] = {}
    for reading in readings:
        if reading.epoch is not None:
            values.setdefault(reading.key, {})[reading.epoch] = reading.value
            names.setdefault(reading.key, (reading.name, reading.unit))
    groups: dict[tuple[str, str], list[Series]] = {}
    for key, by_epoch in values.items():
        if len(by_epoch) >= MIN_EPOCHS:
            name, unit = names[key]
            points = tuple((float(epoch), value) for epoch, value in sorted(by_epoch.items()))
            groups.setdefault((_quantity(name), unit), []).append(
                Series(name=name, points=points[-MAX_POINTS:])
            )
    found = [
        Group(name=name, series=tuple(series[: len(SERIES_COLOURS)])) for (name, _), series in groups.items()
    ]
    return [group for group in found if _has_finite(group)][:MAX_CHARTS]


def _quantity(name: str) -> str:
    """Return the name without the words that say on which data it was measured."""
    return " ".join(word for word in words_of(name) if word not in QUALIFIERS) or name


def _has_finite(group: Group) -> bool:
    return any(is_drawable(value) for series in group.series for _, value in series.points)
