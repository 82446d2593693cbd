"""References from one entry to the facts of another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from jupyterlab_journal.entry.model import Drift, SameSnapshot, Snapshot


def resolve(
    reference: SameSnapshot, snapshots: Mapping[str, Snapshot | SameSnapshot | None]
) -> SameSnapshot | None:
    """Return the reference to the entry that holds the facts itself, or None where none does.

    Parameters
    ----------
    reference : SameSnapshot
        May lead to an entry that refers to another one in turn.
    snapshots : mapping
        What each entry of the notebook says of its facts, by id.

    Returns
    -------
    SameSnapshot or None
        With the drift of all references on the way; None also when they lead in a circle.
    """
    passed: set[str] = set()
    while reference.same_as not in passed:
        passed.add(reference.same_as)
        facts = snapshots.get(reference.same_as)
        if facts is None:
            return None
        if isinstance(facts, Snapshot):
            return reference
        reference = SameSnapshot(same_as=facts.same_as, drift=_chain(facts.drift, reference.drift))
    return None


def _chain(first: Sequence[Drift], second: Sequence[Drift]) -> tuple[Drift, ...]:
    """Return what differs in the end, when `second` differs from what differs by `first`."""
    before = {drift.name: drift.before for drift in first}
    last = {drift.name: drift for drift in (*first, *second)}
    ends = (
        Drift(name=name, before=before.get(name, drift.before), after=drift.after)
        for name, drift in last.items()
    )
    return tuple(drift for drift in ends if drift.before != drift.after)
