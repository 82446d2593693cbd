"""Metrics of a run beside those of an earlier one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from jupyterlab_journal.entry.model import Metric
from jupyterlab_journal.reading.names import metric_key

if TYPE_CHECKING:
    from jupyterlab_journal.compose.metrics.metric_reading import Reading

MAX_METRICS = 20


def compare_metrics(readings: Mapping[str, Reading], earlier: Iterable[Metric]) -> tuple[Metric, ...]:
    """Put the values just read beside those of an earlier run.

    Parameters
    ----------
    readings : mapping of str to Reading
        The last value of each metric, by key.
    earlier : iterable of Metric
        Those of the earlier run; ``after`` of each is its value there.

    Returns
    -------
    tuple of Metric
        In the order of `readings`, the first ``MAX_METRICS`` of them. ``before`` is None for a metric
        that the earlier run does not have, or has in another unit.
    """
    before = {metric_key(metric.name): metric for metric in earlier}
    found = []
    for key, reading in list(readings.items())[:MAX_METRICS]:
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
