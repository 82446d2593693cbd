"""The entries that stand before the new one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from jupyterlab_journal.compose.changes.pieces import CODE
from jupyterlab_journal.compose.metrics.names import metric_key
from jupyterlab_journal.entry.codec import ENTRY_VERSION, decode_entry
from jupyterlab_journal.entry.model import Drift, Entry, Kind, SameSnapshot, Snapshot, Source
from jupyterlab_journal.errors import InvalidEntry

if TYPE_CHECKING:
    from jupyterlab_journal.compose.metrics.measured import Reading

_KINDS = frozenset(kind.value for kind in Kind)
_OF_RUNS = frozenset({Kind.STEP.value, Kind.ERROR.value, Kind.RESULT.value, Kind.FIGURE.value})


class History:
    """Earlier entries in document order.

    A notebook may hold a thousand, and only the last few matter: an entry is
    decoded when it is needed.

    Parameters
    ----------
    values : sequence of object
        ``metadata.journal`` of the cells, readable or not.
    """

    def __init__(self, values: Sequence[object]) -> None:
        self._values: list[Mapping[str, Any]] = [value for value in values if _is_entry(value)]  # type: ignore[misc]
        self._decoded: dict[int, Entry | None] = {}
        self._unfit = len(values) - len(self._values)

    @property
    def unreadable(self) -> int:
        """How many could not be read so far."""
        return self._unfit + sum(entry is None for entry in self._decoded.values())

    def count(self, kind: Kind) -> int:
        """Return how many entries of a kind there are: the number of the last one."""
        return sum(value["kind"] == kind.value for value in self._values)

    def last(self, kind: Kind) -> Entry | None:
        """Return the last entry of a kind."""
        return next(self._backwards(lambda value: _kind(value) == kind.value), None)

    @cached_property
    def last_snapshot(self) -> tuple[str, Snapshot] | None:
        """Id and facts of the latest entry that holds facts itself."""
        for entry in self._backwards(_has_own_snapshot):
            if isinstance(entry.snapshot, Snapshot):
                return entry.id, entry.snapshot
        return None

    @cached_property
    def last_drift(self) -> tuple[Drift, ...]:
        """How the facts of the latest entry that has any differ from those it refers to."""
        entry = next(self._backwards(lambda value: _has(value, "snapshot")), None)
        snapshot = None if entry is None else entry.snapshot
        return snapshot.drift if isinstance(snapshot, SameSnapshot) else ()

    @cached_property
    def last_with_parameters(self) -> Entry | None:
        """The latest entry that knew any parameters."""
        return next(self._backwards(lambda value: _has(value, "parameters")), None)

    def about_now(self, is_about_now: Callable[[Entry], bool]) -> frozenset[int]:
        """Return the places of the entries after the last step that tell of the present state.

        A step after a result or a figure still tells what led there: it is
        compared with what stands before them.
        """
        found = set()
        for index, entry in self._indexed(_tells_of_a_run):
            if entry.kind is Kind.STEP or not is_about_now(entry):
                break
            found.add(index)
        return frozenset(found)

    def with_parameters(self, but: Collection[int] = ()) -> Entry | None:
        """Return the last entry about a run whose parameters are known.

        An empty namespace is passed over: against it, everything would be new.
        """
        return next(self._runs(but, lambda value: _has(value, "parameters")), None)

    def with_code(self, source: Source | None, but: Collection[int] = ()) -> Entry | None:
        """Return the entry whose code that of `source` is compared with.

        The last one about the same cell; else the last one about any cell,
        for many copy a cell before they change it. An entry about the very
        same run, other than a step, is passed over.
        """
        cell_id = None if source is None else source.cell_id
        about_it = self._runs(
            but, lambda value: _has(value, CODE) and cell_id is not None and _cell_id(value) == cell_id
        )
        about_any = self._runs(but, lambda value: _has(value, CODE))
        entries = (entry for found in (about_it, about_any) for entry in found)
        return next((one for one in entries if one.kind is Kind.STEP or not same_run(one, source)), None)

    def with_metrics(
        self, readings: Mapping[str, Reading], source: Source | None, but: Collection[int] = ()
    ) -> Entry | None:
        """Return the last entry that measured any of what is measured now."""
        current = {reading.name: reading.value for reading in readings.values()}
        for entry in self._runs(but, lambda value: _measures(value, readings)):
            measured = {metric.name: metric.after for metric in entry.metrics if metric.after is not None}
            known = readings.keys() & map(metric_key, measured)
            if known and (entry.kind is Kind.STEP or not same_run(entry, source) or measured != current):
                return entry
        return None

    def tells_of(self, source: Source | None, but: Collection[int] = ()) -> bool:
        """Whether an entry tells of an earlier state of the same cell."""
        cell_id = None if source is None else source.cell_id
        about_it = self._runs(but, lambda value: cell_id is not None and _cell_id(value) == cell_id)
        return any(entry.kind is Kind.STEP or not same_run(entry, source) for entry in about_it)

    def _runs(self, but: Collection[int], may_hold: Callable[[Mapping[str, Any]], bool]) -> Iterator[Entry]:
        """Yield the entries about runs from the last one on, without some."""
        indexed = self._indexed(lambda value: _tells_of_a_run(value) and may_hold(value))
        return (entry for index, entry in indexed if index not in but)

    def _backwards(self, may_hold: Callable[[Mapping[str, Any]], bool]) -> Iterator[Entry]:
        return (entry for _, entry in self._indexed(may_hold))

    def _indexed(self, may_hold: Callable[[Mapping[str, Any]], bool]) -> Iterator[tuple[int, Entry]]:
        for index in range(len(self._values) - 1, -1, -1):
            if may_hold(self._values[index]):
                entry = self._decode(index)
                if entry is not None:
                    yield index, entry

    def _decode(self, index: int) -> Entry | None:
        if index not in self._decoded:
            try:
                self._decoded[index] = decode_entry(self._values[index])
            except InvalidEntry:
                self._decoded[index] = None
        return self._decoded[index]


def _is_entry(value: object) -> bool:
    """Whether a value claims to be an entry of this version; its details are read later."""
    return isinstance(value, Mapping) and value.get("version") == ENTRY_VERSION and _kind(value) in _KINDS


def _kind(value: Mapping[str, Any]) -> str | None:
    kind = value.get("kind")
    return kind if isinstance(kind, str) else None


def _has(value: Mapping[str, Any], field: str) -> bool:
    return bool(value.get(field))


def _measures(value: Mapping[str, Any], readings: Mapping[str, Reading]) -> bool:
    """Whether an entry seems to have measured any of these: few of a thousand need be decoded."""
    metrics = value.get("metrics")
    if not isinstance(metrics, (list, tuple)):
        return False
    names = (metric.get("name") for metric in metrics if isinstance(metric, Mapping))
    return any(isinstance(name, str) and metric_key(name) in readings for name in names)


def _tells_of_a_run(value: Mapping[str, Any]) -> bool:
    return value["kind"] in _OF_RUNS


def _has_own_snapshot(value: Mapping[str, Any]) -> bool:
    snapshot = value.get("snapshot")
    return isinstance(snapshot, Mapping) and "same_as" not in snapshot


def _cell_id(value: Mapping[str, Any]) -> object:
    source = value.get("source")
    return source.get("cell_id") if isinstance(source, Mapping) else None


def same_run(entry: Entry, source: Source | None) -> bool:
    """Whether an entry is about the run that is meant."""
    return source is not None and source.execution_count is not None and entry.source == source
