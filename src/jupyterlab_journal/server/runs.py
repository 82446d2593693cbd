"""What became of the run that an entry is about: the exception, the end of the kernel, the code that ran."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from jupyterlab_journal.entry.kernel_facts import KernelDeath
from jupyterlab_journal.entry.model import Kind
from jupyterlab_journal.entry.run import EarlierRun, MeasuredTable, digest
from jupyterlab_journal.errors import KernelUnavailable, NotFound
from jupyterlab_journal.watch.named_cells import ShownCell

if TYPE_CHECKING:
    from jupyterlab_journal.compose import ActiveCell
    from jupyterlab_journal.compose.request import EarlierOutputs
    from jupyterlab_journal.entry.kernel_facts import KernelDeath, KernelFacts
    from jupyterlab_journal.entry.run import CellRecord, MeasuredTable
    from jupyterlab_journal.watch.watches import Watches


async def with_run(
    facts: KernelFacts, watches: Watches, kernel_id: str, kind: Kind, cell: ActiveCell | None
) -> KernelFacts:
    """Add what the kernel's log knows of a cell; what it does not know is missing."""
    try:
        watches.learn(kernel_id, _shown_cells(cell))
        record = await _record(watches, kernel_id, cell)
        facts = replace(facts, ran_here=await _ran_here(watches, kernel_id, cell))
        # Without a number, the cell is running again, or was cleared: the record is of a run before.
        if record is not None and cell is not None and cell.execution_count is not None:
            measured = _measured(record, cell)
            facts = replace(facts, ran=record.source, seconds=record.seconds, measured=measured)
            facts = replace(facts, exit_status=record.exit_status)
        deaths = watches.deaths(kernel_id)
        if deaths and (kind is Kind.ERROR or _was_running(deaths[-1], cell)):
            facts = replace(facts, death=_death(deaths[-1], record))
        if kind is Kind.STEP:
            return replace(facts, runs=await _earlier_runs(watches, kernel_id, cell))
        return replace(facts, failure=await watches.failure(kernel_id)) if kind is Kind.ERROR else facts
    except (KernelUnavailable, NotFound):
        return facts


def _shown_cells(cell: ActiveCell | None) -> list[ShownCell]:
    """Return what the page knows of a cell: what it shows, and what it showed before it ran again."""
    if cell is None or cell.id is None:
        return []
    runs: list[ActiveCell | EarlierOutputs] = [cell, *cell.earlier]
    return [
        ShownCell(cell_id=cell.id, source=digest(run.source), execution_count=run.execution_count)
        for run in runs
        if run.execution_count is not None
    ]


async def _record(watches: Watches, kernel_id: str, cell: ActiveCell | None) -> CellRecord | None:
    cell_id = None if cell is None else cell.id
    if cell is None or cell_id is None:
        return None
    return await watches.cell_record(kernel_id, cell_id=cell_id, execution_count=cell.execution_count)


async def _ran_here(watches: Watches, kernel_id: str, cell: ActiveCell | None) -> bool | None:
    if cell is None or cell.id is None:
        return None
    return await watches.ran_here(
        kernel_id, cell_id=cell.id, execution_count=cell.execution_count, code=cell.source
    )


async def _earlier_runs(watches: Watches, kernel_id: str, cell: ActiveCell | None) -> tuple[EarlierRun, ...]:
    """Return the runs of a cell before the one it shows; those without a number have no name."""
    if cell is None or cell.id is None:
        return ()
    runs = await watches.earlier_runs(
        kernel_id, cell_id=cell.id, execution_count=cell.execution_count, code=cell.source
    )
    # Match on count and hash; the browser's copy may be from a previous kernel process.
    shown = {(one.execution_count, digest(one.source)): one for one in cell.earlier}
    return tuple(
        _with_shown(run, shown.get((run.record.execution_count, run.record.source)))
        for run in runs
        if run.record.execution_count is not None
    )


def _with_shown(run: EarlierRun, shown: EarlierOutputs | None) -> EarlierRun:
    """Add what the page still shows of a run."""
    if shown is None:
        return run
    code = shown.source if run.code is None else run.code
    return replace(run, code=code, outputs=shown.outputs)


def _measured(record: CellRecord, cell: ActiveCell) -> tuple[MeasuredTable, ...]:
    """Return what the run measured, if it is the run whose outputs the cell shows."""
    if record.cell_id is None and digest(cell.source) != record.source:  # found by its count alone
        return ()
    return record.measured


def _was_running(death: KernelDeath, cell: ActiveCell | None) -> bool:
    """Whether the kernel died while this cell ran: it got no number, and its code was the last to begin."""
    if cell is None or cell.execution_count is not None:
        return False
    return death.source == digest(cell.source)


def _death(death: KernelDeath, record: CellRecord | None) -> KernelDeath | None:
    """Return how the kernel ended, unless the cell has run in a later process."""
    return None if record is not None and record.epoch > death.epoch else death
