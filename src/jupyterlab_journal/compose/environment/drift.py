"""Store facts once: a snapshot that equals an earlier one refers to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from jupyterlab_journal.entry.model import Drift, Json, SameSnapshot, Snapshot

MAX_DRIFT = 12  # facts; with more, the whole snapshot is easier to read

_MAX_CHARACTERS = 200  # of one fact: an earlier entry may hold anything

# How a seed was found and why a group is empty explain a fact; they are none.
_EXPLANATIONS = frozenset({"source", "confidence"})
_EXPLAINING_GROUPS = frozenset({"absent"})


def stored_snapshot(now: Snapshot, earlier: tuple[str, Snapshot] | None) -> Snapshot | SameSnapshot:
    """Return `now`, or a reference to the earlier entry (id, facts) when little differs."""
    if earlier is None:
        return now
    entry_id, before = earlier
    drift = drift_between(before, now)
    return SameSnapshot(same_as=entry_id, drift=drift) if len(drift) <= MAX_DRIFT else now


def drift_between(before: Snapshot, after: Snapshot) -> tuple[Drift, ...]:
    """Return the facts that differ, by dotted name: ``git.commit``."""
    old, new = dict(_flat(before)), dict(_flat(after))
    return tuple(
        Drift(name=name, before=old.get(name), after=new.get(name))
        for name in {**old, **new}
        if old.get(name) != new.get(name)
    )


def _flat(snapshot: Snapshot) -> Iterator[tuple[str, str | None]]:
    yield "language", snapshot.language
    for group, facts in snapshot.facts.items():
        if group not in _EXPLAINING_GROUPS:
            yield from _leaves(group, facts)


def _leaves(name: str, value: Json) -> Iterator[tuple[str, str | None]]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            if key not in _EXPLANATIONS:
                yield from _leaves(f"{name}.{key}", item)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _leaves(f"{name}[{index}]", item)
    elif value is None:
        yield name, None
    else:
        text = str(value).lower() if isinstance(value, bool) else str(value)
        yield name, text[:_MAX_CHARACTERS]
