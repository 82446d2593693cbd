"""What is known of the run that a cell shows, from the kernel's records, its deaths and the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from jupyterlab_journal.entry.run import EarlierRun, ShownCell, digest

if TYPE_CHECKING:
    from jupyterlab_journal.entry.active_cell import ActiveCell, EarlierOutputs
    from jupyterlab_journal.entry.kernel_facts import KernelDeath, KernelFacts
    from jupyterlab_journal.entry.kinds import Kind
    from jupyterlab_journal.entry.run import CellRecord


def shown_cells(cell: ActiveCell) -> list[ShownCell]:
    """Return what the page knows of a cell: what it shows, and what it showed before it ran again.

    Parameters
    ----------
    cell : ActiveCell
        As the front end sends it.

    Returns
    -------
    list of ShownCell
        One for each run that has a number; empty for a cell without an id.
    """
    if cell.id is None:
        return []
    runs: list[ActiveCell | EarlierOutputs] = [cell, *cell.earlier]
    return [
        ShownCell(cell_id=cell.id, source=digest(run.source), execution_count=run.execution_count)
        for run in runs
        if run.execution_count is not None
    ]


def with_record(facts: KernelFacts, record: CellRecord | None, cell: ActiveCell) -> KernelFacts:
    """Add what was noted at the end of the run that a cell shows.

    Parameters
    ----------
    facts : KernelFacts
        Known so far.
    record : CellRecord, optional
        Of the last run of the cell; None when nothing was noted.
    cell : ActiveCell
        As the front end sends it.

    Returns
    -------
    KernelFacts
        The same when nothing was noted, or the page shows no finished run.
    """
    # Without a number, the cell is running again, or was cleared: the record is of a run before.
    if record is None or cell.execution_count is None:
        return facts
    is_certain = record.cell_id is not None or digest(cell.source) == record.source  # else: found by count
    return replace(
        facts,
        ran=record.source,
        seconds=record.seconds,
        measured=record.measured if is_certain else (),
        exit_status=record.exit_status,
    )


def with_death(
    facts: KernelFacts,
    deaths: Sequence[KernelDeath],
    record: CellRecord | None,
    kind: Kind,
    cell: ActiveCell | None,
) -> KernelFacts:
    """Add how the kernel ended, where that concerns the entry and the cell has not run in a later process.

    Parameters
    ----------
    facts : KernelFacts
        Known so far.
    deaths : sequence of KernelDeath
        Of the kernel, the oldest first.
    record : CellRecord, optional
        Of the run that the cell shows.
    kind : Kind
        Of the entry; one that records an error may be about the death alone.
    cell : ActiveCell, optional
        As the front end sends it; None for entries about no cell.

    Returns
    -------
    KernelFacts
        The same where the death does not concern the entry.
    """
    if not deaths or not (kind.traits.records_error or _was_running(deaths[-1], cell)):
        return facts
    ran_later = record is not None and record.epoch > deaths[-1].epoch
    return facts if ran_later else replace(facts, death=deaths[-1])


def with_shown_outputs(runs: Sequence[EarlierRun], cell: ActiveCell) -> tuple[EarlierRun, ...]:
    """Add what the page still shows of runs; those without a number cannot be named, and are left out.

    Parameters
    ----------
    runs : sequence of EarlierRun
        By the kernel's present process.
    cell : ActiveCell
        As the front end sends it, with its ``earlier`` runs.

    Returns
    -------
    tuple of EarlierRun
        In the same order; one that the page does not show has no outputs.
    """
    # Match on count and hash; the browser's copy may be from a previous kernel process.
    shown = {(one.execution_count, digest(one.source)): one for one in cell.earlier}
    return tuple(
        _with_outputs(run, shown.get((run.record.execution_count, run.record.source)))
        for run in runs
        if run.record.execution_count is not None
    )


def _with_outputs(run: EarlierRun, shown: EarlierOutputs | None) -> EarlierRun:
    if shown is None:
        return run
    code = shown.source if run.code is None else run.code
    return replace(run, code=code, outputs=shown.outputs)


def _was_running(death: KernelDeath, cell: ActiveCell | None) -> bool:
    """Whether the kernel died while this cell ran: it got no number, and its code was the last to begin."""
    if cell is None or cell.execution_count is not None:
        return False
    return death.source == digest(cell.source)
