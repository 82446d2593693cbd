"""Metrics that a run measured without printing them: histories, trainers, estimators."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from jupyterlab_journal.compose.metrics.list_epochs import ListContext, are_epochs, in_singular
from jupyterlab_journal.compose.metrics.metric_reading import Reading
from jupyterlab_journal.compose.metrics.variable_metrics import VARIABLES, read_variables
from jupyterlab_journal.reading.names import is_metric_name, metric_key

if TYPE_CHECKING:
    from jupyterlab_journal.entry.run import MeasuredTable

_ANYTHING_LOGGED = frozenset({"lightning", "lists", "table"})  # a rate or a count may be among it


def read_unprinted(
    tables: Sequence[MeasuredTable], context: ListContext, *, nothing_printed: bool
) -> list[Reading]:
    """Return the metrics that a run's objects hold, or else its variables.

    Parameters
    ----------
    tables : sequence of MeasuredTable
        What came to be in the run, with safe names.
    context : ListContext
        What the meaning of the user's lists is derived from.
    nothing_printed : bool
        Whether the run printed no metric: then computed variables count, too, if no object holds one.

    Returns
    -------
    list of Reading
        In the order of the tables; empty where they show no metric.
    """
    held = list(read_objects(tables, context))
    return list(read_variables(tables, context.code)) if nothing_printed and not held else held


def read_objects(tables: Sequence[MeasuredTable], context: ListContext) -> Iterator[Reading]:
    """Yield the values of a run's objects, row by row.

    The user's own lists count only where each item is known to be of one
    epoch: a list per class, or per fold, looks the same.

    Parameters
    ----------
    tables : sequence of MeasuredTable
        What came to be in the run, with safe names.
    context : ListContext
        What the meaning of the user's lists is derived from.
    """
    objects = [_in_singular(table) for table in tables if table.kind != VARIABLES]
    certain = [table for table in objects if table.kind != "lists" or are_epochs(table, context)]
    holders: Counter[str] = Counter()
    for names in {(table.name, metric_key(name)) for table in certain for name in table.metrics}:
        holders[names[1]] += 1
    for table in certain:
        for index, epoch in enumerate(table.epochs):
            for name, values in table.metrics.items():
                value = values[index]
                if value is not None and (table.kind not in _ANYTHING_LOGGED or is_metric_name(name)):
                    several = holders[metric_key(name)] > 1  # two models in one cell
                    full_name = f"{table.name} {name}" if several else name
                    yield Reading(name=full_name.lower(), value=value, unit="1", epoch=epoch)


def _in_singular(table: MeasuredTable) -> MeasuredTable:
    """Return a table whose metrics have the names of single items of the user's lists."""
    if table.kind not in {"lists", "table"}:
        return table
    return replace(table, metrics={in_singular(name): values for name, values in table.metrics.items()})
