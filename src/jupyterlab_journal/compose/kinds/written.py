"""What entries say that are written by their user."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jupyterlab_journal.compose.draft.content import Content, Writer
from jupyterlab_journal.compose.text.titles import first_sentence
from jupyterlab_journal.entry.storable import storable

if TYPE_CHECKING:
    from jupyterlab_journal.compose.draft.draft import Draft


def written(draft: Draft) -> Writer:  # noqa: ARG001 (the signature of all kinds)
    """Write nothing: hypothesis, conclusion and note are the user's own words."""
    return lambda _room: Content(values={})


def goal(draft: Draft) -> Writer:
    """Take the first sentence of the problem as title."""
    problem = draft.gate.text(storable(draft.request.fields.get("problem", "")), "problem")
    content = Content(values={}, title=first_sentence(problem) or None)
    return lambda _room: content
