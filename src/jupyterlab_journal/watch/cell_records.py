"""What each cell did, as its kernel noted it; checked, because whatever runs there may have written it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any, TypeVar

from jupyterlab_journal.entry.model import Change
from jupyterlab_journal.entry.run import CellFailure, CellRecord, GeneratorUse, MeasuredTable
from jupyterlab_journal.errors import KernelUnavailable
from jupyterlab_journal.watch.planting_program import CELLS_MIME

T = TypeVar("T")
_MAX_TEXT = 4_096
_MAX_RECORDS = 1_000
_MAX_ITEMS = 100
_MAX_ROWS = 1_000
_MAX_TABLES, _MAX_METRICS, _MAX_METRIC = 16, 20, 250  # tables of a run, metrics of one, characters of a name
_LATEST = datetime(9999, 1, 1, tzinfo=timezone.utc).timestamp()


@dataclass(frozen=True, kw_only=True)
class Ring:
    """The records that a kernel holds at one moment, the oldest first.

    ``first`` is the prompt number from which on cells were noted.
    """

    series: str
    records: tuple[CellRecord, ...]
    first: int | None = None
    problem: str | None = None


def read_ring(data: Mapping[str, Any], epoch: int) -> Ring:
    """Read the display data of the planted recorder.

    Parameters
    ----------
    data : mapping
        Display data by MIME type.
    epoch : int
        Of the process that was asked.

    Raises
    ------
    KernelUnavailable
        When it is not the answer of our recorder.
    """
    try:
        answer = json.loads(data[CELLS_MIME])
        series = _text(answer["series"])
        return Ring(
            series=series,
            records=_tuple(answer["records"], lambda value: _record(value, epoch, series), _MAX_RECORDS),
            first=_or_none(_whole, answer.get("first")),
            problem=_or_none(_text, answer["problem"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError, OverflowError):
        raise KernelUnavailable("answer_of_recorder") from None


def _record(value: Any, epoch: int, series: str) -> CellRecord:  # noqa: ANN401 (any JSON)
    error = value["error"]
    return CellRecord(
        epoch=epoch,
        number=_whole(value["number"]),
        execution_count=_or_none(_whole, value["count"]),
        cell_id=_or_none(_text, value["cell"]),
        message_id=_or_none(_text, value["message"]),
        source=_text(value["source"]),
        started_at=datetime.fromtimestamp(_number(value["started"]), timezone.utc),
        seconds=_number(value["seconds"]),
        error=None
        if error is None
        else CellFailure(type=_text(error["type"]), message=_or_none(_text, error["message"])),
        changes=read_changes(value["changes"]),
        complete=value["complete"] is True,
        generators=dict(_tuple(list(value["generators"].items()), _generator, _MAX_ITEMS)),
        memory=dict(_tuple(list(value["memory"].items()), _memory, _MAX_ITEMS)),
        value=_or_none(_text, value.get("value")),
        series=series,
        measured=_tuple(value.get("measured", []), _measured, _MAX_TABLES),
        exit_status=_or_none(_status, value.get("exit")),
    )


def _measured(value: Any) -> MeasuredTable:  # noqa: ANN401 (as above)
    epochs = _tuple(value["epochs"], lambda epoch: _or_none(_whole, epoch), _MAX_ROWS)
    metrics = {
        _text(name): _tuple(column, lambda item: _or_none(_measurement, item), len(epochs))
        for name, column in _tuple(list(value["metrics"].items()), tuple, _MAX_METRICS)
    }
    if any(len(column) != len(epochs) for column in metrics.values()):
        raise ValueError("a column of another length")
    if any(len(name) > _MAX_METRIC for name in metrics):
        raise ValueError("too long a name")
    return MeasuredTable(name=_text(value["name"]), kind=_text(value["kind"]), epochs=epochs, metrics=metrics)


def read_changes(value: object) -> tuple[Change, ...]:
    """Read changes of parameters: lists of name, before and after.

    Raises
    ------
    TypeError, ValueError
        When they are none.
    """
    return _tuple(value, _change, _MAX_ITEMS)


def _change(value: Any) -> Change:  # noqa: ANN401 (as above)
    name, before, after = value
    return Change(
        name=_text(name),
        before=_or_none(_text, before),
        after=_or_none(_text, after),
        evidence=("value",),
    )


def _generator(item: tuple[str, Any]) -> tuple[str, GeneratorUse]:
    name, use = item
    if use["how"] not in {"new", "seeded", "used"}:
        raise ValueError("no such use")
    return _text(name), GeneratorUse(how=use["how"], seed=_or_none(_text, use.get("seed")))


def _memory(item: tuple[str, Any]) -> tuple[str, int]:
    index, size = item
    return _text(index), _whole(size)


def _tuple(value: object, read: Callable[[Any], T], limit: int) -> tuple[T, ...]:
    if not isinstance(value, list) or len(value) > limit:
        raise TypeError("not a list, or too long")
    return tuple(map(read, value))


def _or_none(read: Callable[[Any], T], value: object) -> T | None:
    return None if value is None else read(value)


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > _MAX_TEXT:
        raise TypeError("not a short text")
    return value.encode("utf-8", "replace").decode("utf-8")  # half a surrogate pair cannot be stored


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 1 << 53:
        raise TypeError("not a count")
    return value


def _status(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) >= 1 << 32:
        raise TypeError("not an exit status")
    return value


def _measurement(value: object) -> float:
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        raise TypeError("not a number")
    return float(value)


def _number(value: object) -> float:
    if not isinstance(value, (int, float)) or isinstance(value, bool) or not 0 <= value < _LATEST:
        raise TypeError("not a time")
    return float(value)
