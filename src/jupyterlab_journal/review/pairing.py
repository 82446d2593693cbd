"""Find each journal entry again in another state of the notebook, by its own identity."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from jupyterlab_journal.entry.cell import entries_of, journal_metadata
from jupyterlab_journal.entry.model import Entry


class EntryChange(str, Enum):
    """What happened to an entry."""

    ADDED = "added"
    REMOVED = "removed"
    EDITED = "edited"
    MOVED = "moved"


@dataclass(frozen=True, kw_only=True)
class ChangedEntry:
    """One entry that is not as it was; an entry both edited and moved appears twice."""

    id: str
    kind: str
    title: str
    change: EntryChange


@dataclass(frozen=True, kw_only=True)
class _Found:
    entry: Entry
    cell: Mapping[str, Any]

    def changed(self, change: EntryChange) -> ChangedEntry:
        return ChangedEntry(
            id=self.entry.id, kind=self.entry.kind.value, title=_title(self.entry, self.cell), change=change
        )

    def same_as(self, other: _Found) -> bool:
        return (self.cell["source"], journal_metadata(self.cell), self.cell.get("attachments")) == (
            other.cell["source"],
            journal_metadata(other.cell),
            other.cell.get("attachments"),
        )


def pair_entries(base: Mapping[str, Any], current: Mapping[str, Any]) -> list[ChangedEntry]:
    """Return what happened to the entries between `base` and `current`.

    Parameters
    ----------
    base, current : mapping
        Notebooks of format 4, each cell's source one string.

    Returns
    -------
    list of ChangedEntry
        In the order of `current`, the removed ones last. Entries that cannot
        be read are passed over; the cell diff shows them.
    """
    before, after = _by_id(base), _by_id(current)
    common = [identity for identity in after if identity in before]
    place = {identity: number for number, identity in enumerate(before)}
    stayed = _longest_rising([place[identity] for identity in common])
    changes: list[ChangedEntry] = []
    for identity, found in after.items():
        if identity not in before:
            changes.append(found.changed(EntryChange.ADDED))
            continue
        if not found.same_as(before[identity]):
            changes.append(found.changed(EntryChange.EDITED))
        if place[identity] not in stayed:
            changes.append(found.changed(EntryChange.MOVED))
    gone = (found for identity, found in before.items() if identity not in after)
    return [*changes, *(found.changed(EntryChange.REMOVED) for found in gone)]


def _by_id(notebook: Mapping[str, Any]) -> dict[tuple[str, int], _Found]:
    """Return the readable entries; the copies of a duplicated one are told apart by their order."""
    found: dict[tuple[str, int], _Found] = {}
    for position, entry in entries_of(notebook):
        if isinstance(entry, Entry):
            copy = 0
            while (entry.id, copy) in found:
                copy += 1
            found[entry.id, copy] = _Found(entry=entry, cell=notebook["cells"][position])
    return found


def _longest_rising(places: Sequence[int]) -> set[int]:
    """Return the largest set of places that kept their order; the fewest others count as moved."""
    ends: list[int] = []  # ends[n]: the smallest last place of a rising run of n + 1
    previous: dict[int, int | None] = {}
    for place in places:
        at = bisect_left(ends, place)
        previous[place] = ends[at - 1] if at else None
        ends[at : at + 1] = [place]
    kept: set[int] = set()
    place_or_none = ends[-1] if ends else None
    while place_or_none is not None:
        kept.add(place_or_none)
        place_or_none = previous[place_or_none]
    return kept


def _title(entry: Entry, cell: Mapping[str, Any]) -> str:
    """Return the entry's title, else its heading, else the first of its words."""
    if entry.title:
        return entry.title
    first = next((line for line in str(cell["source"]).splitlines() if line.strip()), "")
    return first.lstrip("#> ").strip()[:200]
