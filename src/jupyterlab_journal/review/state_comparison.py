"""The review of two states of a notebook: the reply that the front end draws."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jupyterlab_journal.review.nbdime_adapter import diff
from jupyterlab_journal.review.pairing import ChangedEntry, pair_entries

if TYPE_CHECKING:
    from jupyterlab_journal.review.model import Review


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """What changed.

    Parameters
    ----------
    base : mapping
        The notebook compared with, without outputs.
    diff : sequence
        nbdime's diff from `base` to the current state; empty when nothing changed.
    entries : sequence of ChangedEntry
        The same in terms of the journal.
    added, removed, changed : int
        Cells.
    """

    base: Mapping[str, Any]
    diff: Sequence[Mapping[str, Any]]
    entries: Sequence[ChangedEntry]
    added: int
    removed: int
    changed: int


def review(base: Mapping[str, Any], current: Mapping[str, Any]) -> Comparison:
    """Compare two states of a notebook.

    Parameters
    ----------
    base, current : mapping
        As `review.notebook.comparable` returns them.

    Returns
    -------
    Comparison
        Without any entry or cell when both states are equal.
    """
    entries = diff(base, current)
    cells: Sequence[Mapping[str, Any]] = next(
        (entry["diff"] for entry in entries if entry["key"] == "cells"), []
    )
    return Comparison(
        base=base,
        diff=entries,
        entries=pair_entries(base, current),
        added=sum(len(step["valuelist"]) for step in cells if step["op"] == "addrange"),
        removed=sum(step["length"] for step in cells if step["op"] == "removerange"),
        changed=sum(step["op"] == "patch" for step in cells),
    )


def encode_review(result: Comparison, base_label: str) -> Review:
    """Return the JSON form of a review.

    Parameters
    ----------
    result : Comparison
        Of two states of one notebook.
    base_label : str
        What to call the earlier state, such as ``"HEAD (4f2a91c)"``.

    Returns
    -------
    Review
        As the REST contract has it.
    """
    return {
        "base": result.base,
        "diff": result.diff,
        "base_label": base_label,
        "entries": [
            {"id": entry.id, "kind": entry.kind, "title": entry.title, "change": entry.change.value}
            for entry in result.entries
        ],
        "cells": {"added": result.added, "removed": result.removed, "changed": result.changed},
    }
