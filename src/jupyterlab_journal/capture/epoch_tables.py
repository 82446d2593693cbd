"""Tables of what objects measured: one row per epoch, bounded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import ceil
from typing import Any

from jupyterlab_journal.capture.measuring_objects import OWN, Holding, number, plain_list

MAX_METRICS = 20
_MAX_CHARACTERS = 6_000  # in all; the ring of records holds 48,000
_MAX_NAME = 100
_MAX_METRIC = 201  # the names of data and metric
_NUMBER_CHARACTERS = 14
_FIRST, _LAST = 2, 10  # rounds that are kept when there are too many
_DIGITS = 6
_MAX_EPOCH = 1_000_000_000
_SHORTLY = 1e-6  # of an epoch, which is a quotient

Table = dict[str, Any]
Rows = dict[int, dict[str, float]]


def of_series(holding: Holding, series: dict[str, list[Any]], starts: dict[int, int]) -> Iterator[Table]:
    """Yield the new rounds as one table; a series of another length belongs to no rounds that are known."""
    own = holding.kind in OWN
    if own and len({(len(items), starts[id(items)]) for items in holding.series.values()}) > 1:
        return
    length = len(next(iter(holding.series.values()), ())) if holding.rounds is None else len(holding.rounds)
    whole = {name: items for name, items in series.items() if len(items) == length}
    rounds: list[Any] = list(range(1, length + 1)) if holding.rounds is None else holding.rounds
    start = min((starts[id(items)] for items in whole.values()), default=0)
    if whole and _count_up(rounds):
        kept = [start + index for index in _kept(length - start, len(whole))]
        read = {name: [number(items[index]) for index in kept] for name, items in whole.items()}
        metrics = {name: column for name, column in read.items() if any(one is not None for one in column)}
        if metrics and not (own and any(None in column for column in read.values())):
            yield {"epochs": [rounds[index] + holding.first for index in kept], "metrics": metrics}
    if not own:
        yield from once({name: number(items[-1]) for name, items in series.items() if name not in whole})


def _count_up(rounds: list[Any]) -> bool:
    if not rounds or not all(type(one) is int for one in rounds):
        return False
    return rounds[0] >= 0 and rounds[-1] < _MAX_EPOCH and all(map(int.__lt__, rounds, rounds[1:]))


def of_rows(holding: Holding, start: int) -> Iterator[Table]:
    """Yield the new lines of a log as one table, the last line of each epoch; one per epoch for fastai."""
    assert holding.rows is not None  # noqa: S101 (the caller's promise)
    rows = holding.rows[start:]
    if holding.kind == "fastai":
        lines = [dict(zip(holding.columns, plain_list(row) or (), strict=False)) for row in rows]
        table = {start + index + 1: _numbers(line) for index, line in enumerate(lines)}
    else:
        table = _by_epoch(rows)
    names = list(dict.fromkeys(name for line in table.values() for name in line))
    epochs = sorted(table)
    kept = [epochs[index] for index in _kept(len(epochs), len(names))]
    if names:
        yield {
            "epochs": [epoch if epoch >= 0 else None for epoch in kept],
            "metrics": {name: [table[epoch].get(name) for epoch in kept] for name in names},
        }


def _by_epoch(rows: list[Any]) -> Rows:
    """Put the log of a ``transformers.Trainer`` together: 1.5 lies in the second epoch; -1 is none."""
    last: dict[int, dict[str, Any]] = {}
    measured: dict[str, bool] = {}
    for row in rows:
        if type(row) is not dict:
            continue
        known = last.setdefault(_epoch(row.get("epoch")), {})
        for name, value in list(row.items()):
            if type(name) is not str:
                continue
            if name not in measured:
                measured[name] = _is_measured(name)
            if measured[name]:
                known[name] = value
    return {epoch: _numbers(line) for epoch, line in last.items()}


def _epoch(epoch: Any) -> int:  # noqa: ANN401 (whatever the log holds)
    told = (type(epoch) is int or type(epoch) is float) and 0 <= epoch < _MAX_EPOCH
    return ceil(epoch - _SHORTLY) if told else -1


def _is_measured(name: str) -> bool:
    """Whether a Trainer logs a measurement under this name, and no duration, rate or count."""
    if len(name) > _MAX_NAME:
        return False
    if name in {"loss", "train_loss"} or name.endswith(("_loss", "accuracy")):
        return True
    timed = ("_runtime", "_per_second", "_time", "_flos", "_mem_cpu", "_mem_gpu")
    return name.startswith(("eval_", "test_")) and not name.endswith(timed)


def _numbers(line: dict[str, Any]) -> dict[str, float]:
    found = {name: number(value) for name, value in line.items()}
    return {name: value for name, value in found.items() if value is not None}


def once(values: dict[str, float | None]) -> Iterator[Table]:
    """Yield numbers that belong to no epoch as a table of one row, if there are any."""
    metrics = {name: [value] for name, value in values.items() if value is not None}
    if metrics:
        yield {"epochs": [None], "metrics": metrics}


def _kept(count: int, columns: int) -> list[int]:
    """Return which of many rounds are kept: the first, the last, and some of those between, evenly."""
    room = max(_FIRST + _LAST, _MAX_CHARACTERS // (_NUMBER_CHARACTERS * (min(columns, MAX_METRICS) + 1)))
    if count <= room:
        return list(range(count))
    between = room - _FIRST - _LAST
    span = count - _FIRST - _LAST
    middle = [_FIRST + index * span // between for index in range(between)] if between else []
    return [*range(_FIRST), *middle, *range(count - _LAST, count)]


def bounded(tables: Iterable[Table]) -> Iterator[Table]:
    """Yield as many tables as fit, each with as many metrics as are read."""
    room = _MAX_CHARACTERS
    for table in tables:
        short = [(name, column) for name, column in table["metrics"].items() if len(name) <= _MAX_METRIC]
        metrics = dict(short[:MAX_METRICS])
        room -= _NUMBER_CHARACTERS * len(table["epochs"]) * (len(metrics) + 1)
        room -= sum(len(ascii(name)) for name in (table["name"], *metrics))
        if room < -_MAX_CHARACTERS // 2:
            return
        yield {**table, "metrics": {name: _spelled(column) for name, column in metrics.items()}}


def _spelled(column: list[float | None]) -> list[float | None]:
    """Shorten what is only drawn; the last value is what an entry is about, and stays exact."""
    last = max((index for index, value in enumerate(column) if value is not None), default=0)
    return [
        value if value is None or index == last or not value % 1 else float(f"{value:.{_DIGITS}g}")
        for index, value in enumerate(column)
    ]
