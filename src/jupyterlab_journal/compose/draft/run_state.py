"""Whether the shown output is that of the shown code in the running kernel."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from jupyterlab_journal.entry.model import RunState
from jupyterlab_journal.entry.run import digest

if TYPE_CHECKING:
    from jupyterlab_journal.compose.request import EntryRequest
    from jupyterlab_journal.entry.active_cell import ActiveCell
    from jupyterlab_journal.entry.kernel_facts import KernelFacts
    from jupyterlab_journal.locale import Words

_OTHER_PROCESS = frozenset({RunState.NOT_RUN_HERE, RunState.KILLED})


def state_of(request: EntryRequest, facts: KernelFacts) -> RunState | None:
    """Return how the cell differs from what ran in this kernel; None when it does not.

    Of several differences, the most important one to a reader.
    """
    cell = request.cell
    if cell is None or not request.kind.traits.describes_run:
        return None
    shows_a_run = _shows_a_run(cell)
    ran_elsewhere = facts.ran_here is False or (facts.ran_here is None and not shows_a_run)
    states = {
        RunState.KILLED: facts.death is not None and cell.execution_count is None,
        RunState.RUNNING: cell.running,
        RunState.NOT_RUN_HERE: ran_elsewhere,
        RunState.NO_ANSWER: facts.no_answer,
        RunState.EDITED_SINCE_RUN: facts.ran is not None and digest(cell.source) != facts.ran,
        RunState.OUTPUT_CLEARED: not shows_a_run,
    }
    return next((state for state, holds in states.items() if holds), None)


def state_with(state: RunState | None, ended: RunState | None) -> RunState | None:
    """Return the one state of an entry, from what its output belongs to and how the run ended.

    Parameters
    ----------
    state : RunState, optional
        What the output belongs to; None when to the code as shown, in this process.
    ended : RunState, optional
        How the run ended, ``FAILED`` or ``KILLED``; None when well.

    Returns
    -------
    RunState or None
        `ended`, except for a failure that a run of another process showed, or that stands there while
        the cell runs again: then `state`.
    """
    outweighs_failure = state in {RunState.NOT_RUN_HERE, RunState.RUNNING}
    return state if ended is None or (outweighs_failure and ended is RunState.FAILED) else ended


def sentence(state: RunState | None, cell: ActiveCell | None, words: Words) -> str:
    """Return the first line of an entry about such a cell; empty without a difference.

    Parameters
    ----------
    state : RunState, optional
        None when the output belongs to the code as shown.
    cell : ActiveCell, optional
        Tells a cell that never ran from one that ran in another process; None for entries about no cell.
    words : Words
        Of the entry's language.
    """
    if state is RunState.NOT_RUN_HERE and cell is not None and not _shows_a_run(cell):
        return words.never_ran
    return "" if state is None else words.states.get(state, "")


def facts_of_the_run(state: RunState | None, facts: KernelFacts) -> KernelFacts:
    """Return the facts without those that belong to another process than the run."""
    if state not in _OTHER_PROCESS:
        return facts
    return replace(
        facts,
        snapshot=None,
        parameters=None,
        code=(),
        versions=(),
        measured=(),
        runs=(),
        seconds=None,
        exit_status=None,
    )


def cell_as_it_ran(cell: ActiveCell, state: RunState | None, facts: KernelFacts) -> ActiveCell:
    """Return the cell with the code that its output is of; empty code when the kernel does not know it."""
    if state is not RunState.EDITED_SINCE_RUN or facts.ran is None:
        return cell
    return replace(cell, source=next((code for code in facts.code if digest(code) == facts.ran), ""))


def _shows_a_run(cell: ActiveCell) -> bool:
    return bool(cell.outputs) or cell.execution_count is not None
