"""Metrics before and after, and their tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from jupyterlab_journal.compose.markdown import inline, table
from jupyterlab_journal.compose.metrics.names import metric_key
from jupyterlab_journal.compose.metrics.numbers import show_difference, show_value
from jupyterlab_journal.entry.model import Entry, Metric

if TYPE_CHECKING:
    from jupyterlab_journal.compose.metrics.measured import Reading
    from jupyterlab_journal.compose.words import Words

_MAX_METRICS = 20
_FIRST_EPOCHS, _LAST_EPOCHS = 2, 10


def compared(readings: Mapping[str, Reading], earlier: Entry | None) -> tuple[Metric, ...]:
    """Put the values just read beside those of an earlier entry.

    A value in another unit is no value to compare with.
    """
    before = {metric_key(metric.name): metric for metric in (earlier.metrics if earlier else ())}
    found = []
    for key, reading in list(readings.items())[:_MAX_METRICS]:
        old = before.get(key)
        found.append(
            Metric(
                name=reading.name,
                before=old.after if old is not None and old.unit == reading.unit else None,
                after=reading.value,
                unit=reading.unit,
            )
        )
    return tuple(found)


def comparison_table(metrics: Sequence[Metric], words: Words) -> str:
    """Return the table of a step: before, after, difference; empty without metrics."""
    if not metrics:
        return ""
    rows = [
        [
            inline(metric.name),
            show_value(metric.before, metric.unit),
            show_value(metric.after, metric.unit),
            show_difference(metric.before, metric.after, metric.unit, words),
        ]
        for metric in metrics
    ]
    return table(words.metric, rows)


def result_table(readings: Iterable[Reading], words: Words) -> str:
    """Return the table of a result: one row per epoch, or the last values when there are no epochs."""
    readings = list(readings)
    last: dict[str, Reading] = {}
    for reading in readings:
        last[reading.key] = reading
    keys = list(last)[:_MAX_METRICS]
    if not keys:
        return ""
    epochs: dict[int, dict[str, str]] = {}
    for reading in readings:
        if reading.epoch is not None:
            epochs.setdefault(reading.epoch, {})[reading.key] = show_value(reading.value, reading.unit)
    if len(epochs) < 2:
        rows = [[inline(last[key].name), show_value(last[key].value, last[key].unit)] for key in keys]
        return table(words.metric_value, rows)
    lines = [[str(epoch), *(values.get(key, "") for key in keys)] for epoch, values in epochs.items()]
    if len(lines) > _FIRST_EPOCHS + _LAST_EPOCHS:
        lines[_FIRST_EPOCHS:-_LAST_EPOCHS] = [["…"] * (len(keys) + 1)]
    return table([words.epoch, *(inline(last[key].name) for key in keys)], lines)
