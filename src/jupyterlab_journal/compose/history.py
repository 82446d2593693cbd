"""The entries that stand before the new one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from jupyterlab_journal.entry.codec import decode_entry
from jupyterlab_journal.entry.model import Entry, Kind, Snapshot, Source
from jupyterlab_journal.errors import InvalidEntry


@dataclass(frozen=True)
class History:
    """Earlier entries in document order, and how many could not be read."""

    entries: Sequence[Entry]
    unreadable: int = 0

    def count(self, kind: Kind) -> int:
        """Return how many entries of a kind there are: the number of the last one."""
        return sum(entry.kind is kind for entry in self.entries)

    @cached_property
    def last_snapshot(self) -> tuple[str, Snapshot] | None:
        """Id and facts of the latest entry that holds facts itself."""
        for entry in reversed(self.entries):
            if isinstance(entry.snapshot, Snapshot):
                return entry.id, entry.snapshot
        return None

    def with_parameters(self, now: Iterable[tuple[str, str]], source: Source | None) -> Entry | None:
        """Return the entry whose parameters those of `now` are compared with.

        A result or figure of the very same run is passed over: a step
        written after it still tells what led to the run.
        """
        current = dict(now)
        for entry in self._backwards():
            if not entry.parameters:  # an empty namespace: then everything would be new
                continue
            if entry.kind is not Kind.STEP and _same_run(entry, source) and dict(entry.parameters) == current:
                continue
            return entry
        return None

    def with_metrics(self, source: Source | None, values: Iterable[tuple[str, object]]) -> Entry | None:
        """Return the entry whose metrics those of `values` (name, value) are compared with."""
        current = dict(values)
        for entry in self._backwards():
            measured = {metric.name: metric.after for metric in entry.metrics if metric.after is not None}
            if not measured:
                continue
            if entry.kind is not Kind.STEP and _same_run(entry, source) and measured == current:
                continue
            return entry
        return None

    @property
    def last_with_parameters(self) -> Entry | None:
        """The latest entry that knew any parameters."""
        return next((entry for entry in self._backwards() if entry.parameters), None)

    def _backwards(self) -> Iterator[Entry]:
        return iter(reversed(self.entries))


def read_history(entries: Iterable[object]) -> History:
    """Decode what the notebook holds; unreadable entries are counted and passed over."""
    read: list[Entry] = []
    unreadable = 0
    for value in entries:
        try:
            read.append(decode_entry(value))
        except InvalidEntry:
            unreadable += 1
    return History(tuple(read), unreadable)


def _same_run(entry: Entry, source: Source | None) -> bool:
    return source is not None and source.execution_count is not None and entry.source == source
