"""What differs between two snapshots."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from jupyterlab_journal.entry.model import Drift, Json, Snapshot

_MAX_CHARACTERS = 200  # of one fact: an earlier entry may hold anything

# Provenance fields are not facts; leave them out.
_EXPLANATIONS = frozenset({"source", "confidence"})
_EXPLAINING_GROUPS = frozenset({"absent", "imported"})
# Other with every process or every moment, and so no drift of the environment.
_PASSING = frozenset(
    {"host.process_id", "host.started_at", "cuda.initialised", "packages.folders", "git.changes"}
)
_PASSING_OF_DEVICES = frozenset({"memory_used_bytes", "memory_peak_bytes"})
_VERSIONS = "packages.versions."


def drift_between(before: Snapshot, after: Snapshot) -> tuple[Drift, ...]:
    """Return the facts that differ, by dotted name: ``git.commit``.

    Versions of packages are compared where both snapshots list them.

    Parameters
    ----------
    before, after : Snapshot
        In the order of time.

    Returns
    -------
    tuple of Drift
        Each fact that differs, in the order of its first mention; None for a
        value that one side does not have.
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
