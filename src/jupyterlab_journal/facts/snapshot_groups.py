"""Read the groups of a snapshot without trusting their shape: a kernel wrote them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jupyterlab_journal.entry.model import Json, Snapshot

_TYPED_SEED = 1 << 32  # torch draws a longer one when nobody seeds it


def group(snapshot: Snapshot, name: str) -> Mapping[str, Json]:
    """Return a group of facts; empty when there is none.

    Parameters
    ----------
    snapshot : Snapshot
        Its groups may have any shape.
    name : str
        Of the group, such as ``"git"``.

    Returns
    -------
    mapping
        The facts of the group by name, in no certain shape: an entry may be of any version.
    """
    facts = snapshot.facts.get(name)
    return facts if isinstance(facts, Mapping) else {}


def text(facts: Mapping[str, Json], name: str) -> str:
    """Return a fact as text; empty when it is unknown.

    Parameters
    ----------
    facts : mapping
        A group.
    name : str
        Of the fact in it.
    """
    value = facts.get(name)
    return "" if value is None or isinstance(value, (Mapping, list)) else str(value)


def seed(snapshot: Snapshot) -> str:
    """Return the seed the run was started with; empty when nobody set one or it is unknown."""
    seeds = group(snapshot, "seeds")
    for generator in ("torch", "numpy", "python"):
        facts = seeds.get(generator)
        in_force = isinstance(facts, Mapping) and facts.get("source") != "source text"
        value = text(facts, "value") if isinstance(facts, Mapping) and in_force else ""
        if is_typed_seed(value):
            return value
    return ""


def is_typed_seed(value: str) -> bool:
    """Whether a seed is short enough that a person may have set it."""
    return value.isdecimal() and len(value) <= 10 and int(value) < _TYPED_SEED
