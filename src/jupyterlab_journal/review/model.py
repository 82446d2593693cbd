"""The answer to a review; light, for the server describes it at its start."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from msgspec import Meta

from jupyterlab_journal.entry.marks import one_of

if sys.version_info >= (3, 11):
    from typing import TypedDict
else:
    from typing_extensions import TypedDict


class ReviewedEntry(TypedDict):
    """One entry that is not as it was."""

    id: str
    kind: str
    title: str
    change: Annotated[str, one_of("added", "removed", "edited", "moved")]


class CellCounts(TypedDict):
    """How many cells differ."""

    added: int
    removed: int
    changed: int


class Review(TypedDict):
    """What changed between two states of a notebook."""

    base: Annotated[Mapping[str, Any], Meta(description="The notebook compared with")]
    diff: Annotated[
        Sequence[Mapping[str, Any]],
        Meta(description="nbdime diff from base to the current state; empty when nothing changed"),
    ]
    base_label: Annotated[str, Meta(description="Such as `HEAD (1a2b3c4)`")]
    entries: Annotated[list[ReviewedEntry], Meta(description="What changed in terms of the journal")]
    cells: CellCounts
