"""What became of the run that an entry is about: the exception, the end of the kernel, the code that ran."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from jupyterlab_journal.compose import EarlierRun, KernelDeath, KernelFacts, MeasuredTable
from jupyterlab_journal.entry.model import Kind
from jupyterlab_journal.errors import KernelUnavailable, NotFound
from jupyterlab_journal.watch.earlier_runs import digest

if TYPE_CHECKING:
    from jupyterlab_journal.watch.cell_log import Death
    from jupyterlab_journal.watch.records import CellRecord, Measured
    from jupyterlab_journal.watch.watches import Watches


async def with_run(
    facts: KernelFacts, watches: Watches, kernel_id: str, kind: Kind, cell: Mapping[str, Any] | None
) -> KernelFacts:
    """Add what the kernel's log knows of a cell; what it does not know is missing."""
    try:
        record = await _record(watches, kernel_id, cell)
        facts = replace(facts, ran_here=await _ran_here(watches, kernel_id, cell))
        # Without a number, the cell is running again, or was cleared: the record is of a run before.
        if record is not None and cell is not None and cell.get("execution_count") is not None:
            measured = _tables(_measured(record, cell))
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


async def _record(watches: Watches, kernel_id: str, cell: Mapping[str, Any] | None) -> CellRecord | None:
    cell_id = None if cell is None else cell.get("id")
    if cell is None or cell_id is None:
        return None
    return await watches.cell_record(kernel_id, cell_id=cell_id, execution_count=cell.get("execution_count"))


async def _ran_here(watches: Watches, kernel_id: str, cell: Mapping[str, Any] | None) -> bool | None:
    if cell is None or cell.get("id") is None:
        return None
    return await watches.ran_here(
        kernel_id, cell_id=cell["id"], execution_count=cell.get("execution_count"), code=cell["source"]
    )


async def _earlier_runs(
    watches: Watches, kernel_id: str, cell: Mapping[str, Any] | None
) -> tuple[EarlierRun, ...]:
    """Return the runs of a cell before the one it shows; those without a number have no name."""
    if cell is None or cell.get("id") is None:
        return ()
    runs = await watches.earlier_runs(
        kernel_id, cell_id=cell["id"], execution_count=cell.get("execution_count"), code=cell["source"]
    )
    # By number and code: what the front end has may be of another process.
    shown = {(one["execution_count"], digest(one["source"])): one for one in cell.get("earlier", ())}
    nothing: Mapping[str, Any] = {"source": None, "outputs": ()}
    seen = [shown.get((run.record.execution_count, run.record.source), nothing) for run in runs]
    return tuple(
        EarlierRun(
            execution_count=run.record.execution_count,
            started_at=run.record.started_at,
            failed=run.record.error is not None,
            code=run.code if run.code is not None else before["source"],
            since=run.since,
            value=run.record.value,
            measured=_tables(run.record.measured),
            outputs=tuple(before["outputs"]),
        )
        for run, before in zip(runs, seen, strict=True)
        if run.record.execution_count is not None
    )


def _tables(measured: tuple[Measured, ...]) -> tuple[MeasuredTable, ...]:
    return tuple(MeasuredTable(**vars(table)) for table in measured)


def _measured(record: CellRecord, cell: Mapping[str, Any]) -> tuple[Measured, ...]:
    """Return what the run measured, if it is the run whose outputs the cell shows."""
    if record.cell_id is None and digest(cell["source"]) != record.source:  # found by its count alone
        return ()
    return record.measured


def _was_running(death: Death, cell: Mapping[str, Any] | None) -> bool:
    """Whether the kernel died while this cell ran: it got no number, and its code was the last to begin."""
    if cell is None or cell.get("execution_count") is not None:
        return False
    return death.source == digest(cell["source"])


def _death(death: Death, record: CellRecord | None) -> KernelDeath | None:
    """Return how the kernel ended, unless the cell has run in a later process."""
    if record is not None and record.epoch > death.epoch:
        return None
    status = death.returncode if death.signal is None else None
    return KernelDeath(signal=death.signal, status=status, noticed_at=death.noticed_at)
