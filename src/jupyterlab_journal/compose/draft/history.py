"""The entries of a notebook in the order in which they were made."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any, TypeGuard

from jupyterlab_journal.entry.codec import ENTRY_VERSION, decode_created, decode_entry
from jupyterlab_journal.entry.kinds import Kind, KindTraits
from jupyterlab_journal.entry.model import Drift, Entry, SameSnapshot, Snapshot, Source
from jupyterlab_journal.errors import InvalidEntry

_TRAITS = {kind.value: kind.traits for kind in Kind}
MAX_ENTRY_BYTES = 64 * 1024  # text and metadata of an entry, without pictures
_CONFLICT = "conflict"  # both texts of an entry that was merged: these may come on top


class History:
    """Earlier entries by time, wherever they stand in the document.

    A notebook may hold a thousand, and only the last few matter: an entry is
    decoded when it is needed. A copy of an entry is no step that was made: of an
    entry and its copies the original counts, and where it is gone, the copy that
    was made first.

    Parameters
    ----------
    values : sequence of object
        ``metadata.journal`` of the notebook's cells, readable or not, in any order.
    process_began : datetime, optional
        When the kernel's present process began; an entry from before then is
        about another process, whatever its prompt number.
    """

    def __init__(self, values: Sequence[object], process_began: datetime | None = None) -> None:
        known = [value for value in values if _is_entry(value)]
        timed = [(moment, value) for value in known if (moment := _instant(value)) is not None]
        self._values = _without_copies(timed)
        self._process_began = process_began
        self._decoded: dict[int, Entry | None] = {}
        self._unfit = len(values) - len(timed)

    @property
    def unreadable(self) -> int:
        """How many could not be read so far."""
        return self._unfit + sum(entry is None for entry in self._decoded.values())

    def count(self, kind: Kind) -> int:
        """Return how many entries of a kind there are: the number of the last one."""
        return sum(value["kind"] == kind.value for value in self._values)

    def number_of(self, entry: Entry) -> int:
        """Return the place of an entry among those of its kind, from 1: "Step 3" is the third one made."""
        same = [value.get("id") for value in self._values if value["kind"] == entry.kind.value]
        return same.index(entry.id) + 1

    def last(self, is_meant: Callable[[KindTraits], bool]) -> Entry | None:
        """Return the last entry of such a kind."""
        return next(self._backwards(lambda value: is_meant(_TRAITS[value["kind"]])), None)

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
        entry = next(self._backwards(lambda value: bool(value.get("snapshot"))), None)
        snapshot = None if entry is None else entry.snapshot
        return snapshot.drift if isinstance(snapshot, SameSnapshot) else ()

    @cached_property
    def last_with_parameters(self) -> Entry | None:
        """The latest entry that knew any parameters."""
        return next(self._backwards(lambda value: bool(value.get("parameters"))), None)

    def about_now(self, is_about_now: Callable[[Entry], bool]) -> frozenset[str]:
        """Return the ids of the entries after the last step that describe the present state.

        A step after a result or a figure still describes what led there: it
        is compared with what came before them.
        """
        found = set()
        for entry in self._backwards(_is_about_a_run):
            if entry.kind.traits.compares_runs or not is_about_now(entry):
                break
            found.add(entry.id)
        return frozenset(found)

    def last_run(
        self, source: Source | None, but: Collection[str] = (), *, of_any_cell: bool = False
    ) -> Entry | None:
        """Return the last entry about a run of the cell `source`, or of any cell.

        An entry about the very run that `source` names, other than a step,
        describes the same state and is passed over.

        Parameters
        ----------
        but : collection of str
            Ids of entries that are passed over too.
        """
        cell_id = None if source is None else source.cell_id

        def is_meant(value: Mapping[str, Any]) -> bool:
            if not _is_about_a_run(value) or value.get("id") in but:
                return False
            return of_any_cell or (cell_id is not None and _cell_id(value) == cell_id)

        for entry in self._backwards(is_meant):
            if entry.kind.traits.compares_runs or not self.same_run(entry, source):
                return entry
        return None

    def about_run(self, source: Source | None, kind: Kind) -> Entry | None:
        """Return the last entry of a kind about the very run that `source` names."""
        cell_id = None if source is None else source.cell_id
        entries = self._backwards(lambda value: value["kind"] == kind.value and _cell_id(value) == cell_id)
        return next((entry for entry in entries if self.same_run(entry, source)), None)

    def last_error_since(self, source: Source | None, moment: datetime | None) -> Entry | None:
        """Return the last entry about an error of the cell `source` that was made after a moment."""
        cell_id = None if source is None else source.cell_id
        errors = self._backwards(
            lambda value: _TRAITS[value["kind"]].records_error and _cell_id(value) == cell_id
        )
        return next((entry for entry in errors if moment is not None and entry.created >= moment), None)

    def same_run(self, entry: Entry, source: Source | None) -> bool:
        """Whether an entry is about the run that is meant: of this cell, code and count in this process."""
        then = entry.source
        if source is None or then is None or source.execution_count is None:
            return False
        names = ("cell_id", "execution_count", "sha256")
        if any(getattr(then, name) != getattr(source, name) for name in names):
            return False
        if then.process is not None and source.process is not None:
            return then.process == source.process
        return self._process_began is None or entry.created >= self._process_began

    def _backwards(self, may_hold: Callable[[Mapping[str, Any]], bool]) -> Iterator[Entry]:
        """Yield entries, the latest first; `may_hold` sees the raw value, so that few are decoded."""
        for index in range(len(self._values) - 1, -1, -1):
            if may_hold(self._values[index]):
                entry = self._decode(index)
                if entry is not None:
                    yield entry

    def _decode(self, index: int) -> Entry | None:
        if index not in self._decoded:
            try:
                value = self._values[index]
                self._decoded[index] = None if _is_too_large(value) else decode_entry(value)
            except InvalidEntry:
                self._decoded[index] = None
        return self._decoded[index]


def _is_too_large(value: Mapping[str, Any]) -> bool:
    """Whether an entry is larger than any that is written here; reading it could take seconds."""
    waiting: list[object] = [part for name, part in value.items() if name != _CONFLICT]
    size = 0
    while waiting and size <= MAX_ENTRY_BYTES:
        part = waiting.pop()
        size += len(part) if isinstance(part, (str, Mapping, list)) else 1
        if size > MAX_ENTRY_BYTES:  # before its parts are looked at
            break
        if isinstance(part, Mapping):
            waiting += part.keys()
            waiting += part.values()
        elif isinstance(part, list):
            waiting += part
    return size > MAX_ENTRY_BYTES


def _is_entry(value: object) -> TypeGuard[Mapping[str, Any]]:
    """Whether a value claims to be an entry of this version; its details are read later."""
    if not isinstance(value, Mapping) or value.get("version") != ENTRY_VERSION:
        return False
    kind = value.get("kind")
    return isinstance(kind, str) and kind in _TRAITS


def _instant(value: Mapping[str, Any]) -> datetime | None:
    try:
        return decode_created(value)
    except InvalidEntry:
        return None


def _without_copies(timed: Sequence[tuple[datetime, Mapping[str, Any]]]) -> list[Mapping[str, Any]]:
    """Return entries by time: of an entry and its copies the original, or else the earliest copy."""

    def order(pair: tuple[datetime, Mapping[str, Any]]) -> tuple[datetime, str]:
        return pair[0], str(pair[1].get("id"))

    found: dict[tuple[str, str], tuple[datetime, Mapping[str, Any]]] = {}
    for pair in sorted(sorted(timed, key=order), key=lambda pair: _is_copy(pair[1])):
        found.setdefault((pair[1]["kind"], _original(pair[1])), pair)
    return [value for _, value in sorted(found.values(), key=order)]


def _is_copy(value: Mapping[str, Any]) -> bool:
    return _original(value) != str(value.get("id"))


def _original(value: Mapping[str, Any]) -> str:
    """Return the id of the entry that this one is a copy of; its own where it is none."""
    copied_from = value.get("copied_from")
    return copied_from if isinstance(copied_from, str) else str(value.get("id"))


def _is_about_a_run(value: Mapping[str, Any]) -> bool:
    return _TRAITS[value["kind"]].describes_run


def _has_own_snapshot(value: Mapping[str, Any]) -> bool:
    snapshot = value.get("snapshot")
    return isinstance(snapshot, Mapping) and "same_as" not in snapshot


def _cell_id(value: Mapping[str, Any]) -> object:
    source = value.get("source")
    return source.get("cell_id") if isinstance(source, Mapping) else None
