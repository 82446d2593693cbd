"""What changed around the code: seeds, versions, devices, flags, packages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from jupyterlab_journal.entry.model import Change
from jupyterlab_journal.facts.drift import drift_between
from jupyterlab_journal.facts.package_facts import is_imported, package_in
from jupyterlab_journal.facts.snapshot_groups import group, is_typed_seed

if TYPE_CHECKING:
    from jupyterlab_journal.entry.model import Drift, Snapshot

_SEED = re.compile(r"seeds\.(?P<generator>[\w.]+)\.value$")
_DEVICE = re.compile(r"devices\[(?P<index>\d+)\]\.name$")
_FLAG = re.compile(r"determinism\.(?P<flag>[\w.]+)$")
_NAMES = {
    "python.version": "python",
    "container.image": "container.image",
}
SEED = "seed"


def compare_environments(base: Snapshot, recorded: Iterable[Drift], now: Snapshot) -> tuple[Change, ...]:
    """Return the facts in which an earlier run's surroundings differ from the present ones.

    Parameters
    ----------
    base : Snapshot
        Facts that the earlier run refers to.
    recorded : iterable of Drift
        How the facts of the earlier run differ from `base`.
    now : Snapshot
        The present facts.

    Returns
    -------
    tuple of Change
        Seeds, versions in use, devices and flags; one row where all generators have the same seed.
    """
    then = {fact.name: (fact.before, fact.after) for fact in recorded}
    drift = {fact.name: (fact.before, fact.after) for fact in drift_between(base, now)}
    changes: dict[str, Change] = {}  # by name: a framework is a package as well
    for name in {**drift, **then}:
        before = then[name][1] if name in then else drift[name][0]
        after = drift[name][1] if name in drift else then[name][0]
        shown = package_in(name) if is_imported(package_in(name), now) else _name(name)
        if shown and before != after and before is not None and after is not None:
            changes.setdefault(
                shown, Change(name=shown, before=before, after=after, evidence=("environment",))
            )
    return _seeds_as_one([change for change in changes.values() if _is_set_by_user(change, now)])


def _name(fact: str) -> str:
    """Return the name of a fact in a table of changes; empty for one that is no parameter."""
    if fact in _NAMES:
        return _NAMES[fact]
    for pattern, shown in (
        (_SEED, rf"{SEED}.\g<generator>"),
        (_DEVICE, r"GPU \g<index>"),
        (_FLAG, r"\g<flag>"),
    ):
        found = pattern.fullmatch(fact)
        if found:
            return found.expand(shown)
    return ""


def _is_set_by_user(change: Change, now: Snapshot) -> bool:
    """Whether the user made a change: a seed that nobody chose differs in every process."""
    first, _, generator = change.name.partition(".")
    if first != SEED:
        return True
    facts = group(now, "seeds").get(generator)
    in_force = isinstance(facts, Mapping) and facts.get("source") != "source text"
    return in_force and is_typed_seed(change.before or "") and is_typed_seed(change.after or "")


def _seeds_as_one(changes: list[Change]) -> tuple[Change, ...]:
    """Make one row of seeds that are equal in all generators."""
    seeds = [change for change in changes if change.name.startswith(f"{SEED}.")]
    if not seeds or len({(seed.before, seed.after) for seed in seeds}) > 1:
        return tuple(changes)
    first = seeds[0]
    others = [change for change in changes if change not in seeds]
    return (Change(name=SEED, before=first.before, after=first.after, evidence=first.evidence), *others)
