"""What each kind of entry says by itself; its template has the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from jupyterlab_journal.compose.draft.content import Content, Writer
from jupyterlab_journal.compose.draft.run_state import sentence, state_with
from jupyterlab_journal.compose.failures.death import TYPE as KERNEL_DIED
from jupyterlab_journal.compose.kinds.environment import environment
from jupyterlab_journal.compose.kinds.error import error
from jupyterlab_journal.compose.kinds.result import figure, result
from jupyterlab_journal.compose.kinds.step import step
from jupyterlab_journal.compose.request import ABOUT_A_CELL
from jupyterlab_journal.compose.text.titles import first_sentence
from jupyterlab_journal.entry.model import Kind, RunState
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


KINDS: Mapping[Kind, Callable[[Draft], Writer]] = {
    Kind.GOAL: goal,
    Kind.HYPOTHESIS: written,
    Kind.STEP: step,
    Kind.ERROR: error,
    Kind.RESULT: result,
    Kind.FIGURE: figure,
    Kind.ENVIRONMENT: environment,
    Kind.CONCLUSION: written,
    Kind.NOTE: written,
}


def writer_of(draft: Draft) -> Writer:
    """Read what an entry is about.

    Returns
    -------
    callable
        Writes what the entry says, and first of all what became of the run that it is about.
    """
    write = KINDS[draft.request.kind](draft)
    if draft.request.kind not in ABOUT_A_CELL:
        return write
    return lambda room: _with_outcome(write(room), draft)


def _with_outcome(content: Content, draft: Draft) -> Content:
    outcome = draft.outcome if draft.request.kind is not Kind.ERROR else None
    remark = sentence(draft.state, draft.request.cell, draft.words)
    if outcome is None:  # the title and the message of an error say how the run ended
        return replace(content, state=state_with(draft.state, _end_of(content)), first_line=remark)
    return replace(
        content,
        state=state_with(draft.state, outcome.state),
        title=outcome.title or content.title,
        first_line="\n\n".join(filter(None, [outcome.sentence, remark])),
    )


def _end_of(content: Content) -> RunState | None:
    """Return how a run ended, of an entry about its error."""
    if content.error is None:
        return None
    return RunState.KILLED if content.error.type == KERNEL_DIED else RunState.FAILED
