"""Readings of what a run measured without printing it: histories, trainers, estimators."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from jupyterlab_journal.compose.metrics.epochs import Told, are_epochs, in_singular
from jupyterlab_journal.compose.metrics.measured import Reading
from jupyterlab_journal.compose.metrics.variables import VARIABLES, read_variables
from jupyterlab_journal.compose.plain import one_line, storable
from jupyterlab_journal.reading.names import is_metric_name, metric_key

if TYPE_CHECKING:
    from jupyterlab_journal.entry.run import MeasuredTable
    from jupyterlab_journal.redact.gate import Gate

_ANYTHING_LOGGED = frozenset({"lightning", "lists", "table"})  # a rate or a count may be among it


def safe_tables(tables: Iterable[MeasuredTable], gate: Gate) -> tuple[MeasuredTable, ...]:
    """Return tables whose names are free of secrets and line ends."""

    def clean(name: str) -> str:
        return gate.text(one_line(storable(name)), "metrics")

    return tuple(
        replace(
            table,
            name=clean(table.name),
            metrics={clean(name): values for name, values in table.metrics.items()},
        )
        for table in tables
    )


def read_held(tables: Sequence[MeasuredTable], told: Told, *, silent: bool) -> list[Reading]:
    """Return what objects hold; of a run that told nothing else, what it computed for variables."""
    held = list(read_objects(tables, told))
    return list(read_variables(tables, told.code)) if silent and not held else held


def read_objects(tables: Sequence[MeasuredTable], told: Told) -> Iterator[Reading]:
    """Yield the values of a run's objects, row by row.

    The user's own lists count only where each item is known to be of one
    epoch: a list per class, or per fold, looks the same.

    Parameters
    ----------
    tables : sequence of MeasuredTable
        What came to be in the run, with safe names.
    told : Told
        What says what the lists are.
    """
    objects = [_in_singular(table) for table in tables if table.kind != VARIABLES]
    certain = [table for table in objects if table.kind != "lists" or are_epochs(table, told)]
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
    """Return a table whose metrics are called what one item of the user's lists is."""
    if table.kind not in {"lists", "table"}:
        return table
    return replace(table, metrics={in_singular(name): values for name, values in table.metrics.items()})
