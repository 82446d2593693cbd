"""Metrics as tables: of a step before and after, of a result by epoch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from jupyterlab_journal.compose.metrics.before_after import MAX_METRICS
from jupyterlab_journal.compose.metrics.metric_reading import last_values
from jupyterlab_journal.compose.tables.typeset import show_difference, show_value
from jupyterlab_journal.compose.text.markdown_blocks import inline, table

if TYPE_CHECKING:
    from jupyterlab_journal.compose.metrics.metric_reading import Reading
    from jupyterlab_journal.entry.model import Metric
    from jupyterlab_journal.locale import Words

_FIRST_ROWS, _LAST_ROWS = 2, 10


def comparison_table(metrics: Sequence[Metric], words: Words) -> str:
    """Return the table of a step: before, after, difference; empty without metrics.

    Parameters
    ----------
    metrics : sequence of Metric
        A side that is None shows nothing, and gives no difference.
    words : Words
        Of the entry's language.
    """
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
    """Return the tables of a result: one row per epoch, else per step, and the last values of the rest.

    Parameters
    ----------
    readings : iterable of Reading
        In the order in which they were measured.
    words : Words
        Of the entry's language.
    """
    readings = list(readings)
    last = dict(list(last_values(readings).items())[:MAX_METRICS])
    heading, rows = _by_place(readings, words)
    keys = [key for key in last if any(key in values for values in rows.values())]
    shown = list(rows.items())
    if len(shown) > _FIRST_ROWS + _LAST_ROWS:
        shown[_FIRST_ROWS:-_LAST_ROWS] = []
    lines = [[str(place), *(_cell(values.get(key)) for key in keys)] for place, values in shown]
    if len(shown) < len(rows):
        lines.insert(_FIRST_ROWS, ["…"] * (len(keys) + 1))
    single = [[inline(reading.name), _cell(reading)] for key, reading in last.items() if key not in keys]
    tables = [
        table([heading, *(inline(last[key].name) for key in keys)], lines) if keys else "",
        table(words.metric_value, single) if single else "",
    ]
    return "\n\n".join(filter(None, tables))


def _by_place(readings: Sequence[Reading], words: Words) -> tuple[str, dict[int, dict[str, Reading]]]:
    """Return the values of each epoch, or of each step where epochs are unknown; by metric."""
    for heading, place_of in ((words.epoch, _epoch), (words.step, _step)):
        rows: dict[int, dict[str, Reading]] = {}
        for reading in readings:
            place = place_of(reading)
            if place is not None:
                rows.setdefault(place, {})[reading.key] = reading
        if len(rows) > 1:
            return heading, rows
    return "", {}


def _cell(reading: Reading | None) -> str:
    return "" if reading is None else show_value(reading.value, reading.unit)


def _epoch(reading: Reading) -> int | None:
    return reading.epoch


def _step(reading: Reading) -> int | None:
    return reading.step
