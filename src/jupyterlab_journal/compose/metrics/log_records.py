"""Read metrics that the cell logged itself: the records of ``log`` among its outputs.

A notebook may come from anybody: a record counts when it has the shape and
the bounds of ``entry/schema/metrics.v1.json``, else it is treated as any other output.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jupyterlab_journal.compose.metrics.metric_reading import Reading
from jupyterlab_journal.entry.logged import (
    LARGEST_WHOLE,
    MAX_COLUMNS,
    MAX_NAME,
    MAX_ROWS,
    MAX_VALUES,
    METRICS_MIME,
)

_MAX_RECORDS = 20  # of one cell; each has one output
_NOT_FINITE = ("nan", "inf", "-inf")


@dataclass(frozen=True, kw_only=True)
class LogRecord:
    """One record: the columns' names, and a value or None for each in each row."""

    id: str
    columns: tuple[str, ...]
    rows: tuple[tuple[float | None, ...], ...]
    steps: tuple[int, ...]
    epochs: tuple[int | None, ...]


def read_logged(outputs: Iterable[Mapping[str, Any]], clean: Callable[[str], str]) -> Iterator[Reading]:
    """Yield the values of all records, row by row.

    Parameters
    ----------
    outputs : iterable of mapping
        Of the cell, as the notebook holds them.
    clean : callable
        Removes from a name what is invisible, and secrets.
    """
    records = {record.id: record for record in map(_record, outputs) if record is not None}
    for record in list(records.values())[-_MAX_RECORDS:]:
        names = [clean(name) for name in record.columns]
        for row, step, epoch in zip(record.rows, record.steps, record.epochs, strict=True):
            for name, value in zip(names, row, strict=True):
                if value is not None and name:
                    yield Reading(name=name, value=value, unit="1", epoch=epoch, step=step)


def _record(output: Mapping[str, Any]) -> LogRecord | None:
    data = output.get("data")
    if not isinstance(data, Mapping) or METRICS_MIME not in data:
        return None
    return decode_log_record(data[METRICS_MIME])


def decode_log_record(value: object) -> LogRecord | None:
    """Decode a record; None when the JSON value does not fit the schema.

    Parameters
    ----------
    value : object
        JSON from the output of a cell, which may come from anybody.
    """
    if not isinstance(value, Mapping) or value.get("version") != 1 or isinstance(value["version"], bool):
        return None
    columns = _list(value.get("columns"), MAX_COLUMNS, _is_name)
    rows = _list(value.get("rows"), MAX_ROWS, lambda row: isinstance(row, list))
    steps = _list(value.get("steps"), MAX_ROWS, _is_whole)
    record_id = value.get("id")
    if columns is None or rows is None or steps is None or not isinstance(record_id, str):
        return None
    epochs = _list(
        value.get("epochs", [None] * len(rows)), MAX_ROWS, lambda item: item is None or _is_whole(item)
    )
    if epochs is None or not len(rows) == len(steps) == len(epochs):
        return None
    if len(set(columns)) < len(columns) or len(rows) * len(columns) > max(MAX_VALUES, len(rows)):
        return None
    if any(len(row) != len(columns) or not all(map(_is_value, row)) for row in rows):
        return None
    return LogRecord(
        id=record_id[:MAX_NAME],
        columns=tuple(columns),
        rows=tuple(tuple(None if item is None else float(item) for item in row) for row in rows),
        steps=tuple(steps),
        epochs=tuple(epochs),
    )


def _list(value: object, limit: int, fits: Callable[[Any], bool]) -> list[Any] | None:
    return value if isinstance(value, list) and len(value) <= limit and all(map(fits, value)) else None


def _is_name(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= MAX_NAME


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) <= LARGEST_WHOLE


def _is_value(value: object) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)
    return value is None or _is_whole(value) or value in _NOT_FINITE
