"""What an entry stores of a snapshot: facts once, then what differs from them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace

from jupyterlab_journal.entry.codec import encode_snapshot
from jupyterlab_journal.entry.model import SameSnapshot, Snapshot
from jupyterlab_journal.facts.drift import drift_between

MAX_DRIFT = 12  # facts; with more, the whole snapshot is easier to read
_MAX_BYTES = 12 * 1024


def is_storable(snapshot: Snapshot) -> bool:
    """Whether the facts fit into an entry; more of them are too many to be true."""
    return len(json.dumps(encode_snapshot(without_versions(snapshot)))) <= _MAX_BYTES


def stored_facts(now: Snapshot, earlier: tuple[str, Snapshot] | None) -> Snapshot | SameSnapshot:
    """Return a reference to the earlier entry (id, facts) when little differs, else `now`, shortened.

    Parameters
    ----------
    now : Snapshot
        To be stored, redacted already.
    earlier : tuple of (str, Snapshot), optional
        The last entry of the notebook that holds facts.

    Returns
    -------
    Snapshot or SameSnapshot
        The versions of single packages are in neither.
    """
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
