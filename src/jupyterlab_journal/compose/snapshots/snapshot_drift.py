"""Store facts once: a snapshot that equals an earlier one refers to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from jupyterlab_journal.entry.model import Drift, Json, SameSnapshot, Snapshot

MAX_DRIFT = 12  # facts; with more, the whole snapshot is easier to read

_MAX_CHARACTERS = 200  # of one fact: an earlier entry may hold anything

# How a fact was found and why a group is empty explain facts; they are none.
_EXPLANATIONS = frozenset({"source", "confidence"})
_EXPLAINING_GROUPS = frozenset({"absent", "imported"})
# Other with every process or every moment, and so no drift of the environment.
_PASSING = frozenset(
    {"host.process_id", "host.started_at", "cuda.initialised", "packages.folders", "git.changes"}
)
_PASSING_OF_DEVICES = frozenset({"memory_used_bytes", "memory_peak_bytes"})
_VERSIONS = "packages.versions."


def stored_snapshot(now: Snapshot, earlier: tuple[str, Snapshot] | None) -> Snapshot | SameSnapshot:
    """Return a reference to the earlier entry (id, facts) when little differs, else `now`, shortened."""
    if earlier is None:
        return without_versions(now)
    entry_id, before = earlier
    drift = drift_between(before, now)
    return SameSnapshot(same_as=entry_id, drift=drift) if len(drift) <= MAX_DRIFT else without_versions(now)


def without_versions(snapshot: Snapshot) -> Snapshot:
    """Return the snapshot with number and hash of the packages, but without each one's version."""
    packages = snapshot.facts.get("packages")
    if not isinstance(packages, Mapping) or "versions" not in packages:
        return snapshot
    short = {name: value for name, value in packages.items() if name != "versions"}
    return replace(snapshot, facts={**snapshot.facts, "packages": short})


def drift_between(before: Snapshot, after: Snapshot) -> tuple[Drift, ...]:
    """Return the facts that differ, by dotted name: ``git.commit``.

    Versions of packages are compared where both snapshots list them.
    """
    old, new = dict(_flat(before)), dict(_flat(after))
    listed = all(any(name.startswith(_VERSIONS) for name in facts) for facts in (old, new))
    return tuple(
        Drift(name=name, before=old.get(name), after=new.get(name))
        for name in {**old, **new}
        if old.get(name) != new.get(name) and (listed or not name.startswith(_VERSIONS))
    )


def _flat(snapshot: Snapshot) -> Iterator[tuple[str, str | None]]:
    yield "language", snapshot.language
    for group, facts in snapshot.facts.items():
        if group not in _EXPLAINING_GROUPS:
            yield from _leaves(group, facts)


def _leaves(name: str, value: Json) -> Iterator[tuple[str, str | None]]:
    if name in _PASSING:
        return
    if isinstance(value, Mapping):
        only_written = value.get("source") == "source text"
        for key, item in value.items():
            if key not in _EXPLANATIONS and key not in _PASSING_OF_DEVICES:
                yield from _leaves(f"{name}.{key}", None if only_written else item)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _leaves(f"{name}[{index}]", item)
    elif value is None:
        yield name, None
    else:
        text = str(value).lower() if isinstance(value, bool) else str(value)
        yield name, text[:_MAX_CHARACTERS]
