"""What each kind of entry says by itself; its template has the rest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING

from jupyterlab_journal.compose.draft.run_state import sentence, state_with
from jupyterlab_journal.compose.failures.death import TYPE as KERNEL_DIED
from jupyterlab_journal.entry.kinds import Kind
from jupyterlab_journal.entry.model import RunState

if TYPE_CHECKING:
    from jupyterlab_journal.compose.draft.content import Content, Writer
    from jupyterlab_journal.compose.draft.draft import Draft


def _content(kind: Kind) -> Callable[[Draft], Writer]:
    """Import the function that the row of a kind names as ``"module:function"``."""
    module, _, name = kind.traits.content.partition(":")
    function: Callable[[Draft], Writer] = getattr(import_module(f"{__name__}.{module}"), name)
    return function


_CONTENTS = {kind: _content(kind) for kind in Kind}


def writer_of(draft: Draft) -> Writer:
    """Read what an entry is about.

    Returns
    -------
    callable
        Writes what the entry says, and first of all what became of the run that it is about.
    """
    kind = draft.request.kind
    write = _CONTENTS[kind](draft)
    if not kind.traits.describes_run:
        return write
    return lambda room: _with_outcome(write(room), draft)


def _with_outcome(content: Content, draft: Draft) -> Content:
    outcome = None if draft.request.kind.traits.records_error else draft.outcome
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
