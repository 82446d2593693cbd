"""Asks the watch of a kernel about the run that an entry is about."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from jupyterlab_journal.entry.model import Kind
from jupyterlab_journal.errors import KernelUnavailable, NotFound
from jupyterlab_journal.facts.shown_run import shown_cells, with_death, with_record, with_shown_outputs

if TYPE_CHECKING:
    from jupyterlab_journal.entry.active_cell import ActiveCell
    from jupyterlab_journal.entry.kernel_facts import KernelFacts
    from jupyterlab_journal.watch.watches import Watches


async def with_run(
    facts: KernelFacts, watches: Watches, kernel_id: str, kind: Kind, cell: ActiveCell | None
) -> KernelFacts:
    """Add the exception, the end of the kernel and the runs of a cell; what is not known is missing.

    Parameters
    ----------
    kind : Kind
        Of the entry.
    cell : ActiveCell, optional
        As the front end sends it.
    """
    try:
        record = None
        watches.learn(kernel_id, [] if cell is None else shown_cells(cell))
        if cell is not None and cell.id is not None:
            count = cell.execution_count
            record = await watches.cell_record(kernel_id, cell_id=cell.id, execution_count=count)
            ran_here = await watches.ran_here(
                kernel_id, cell_id=cell.id, execution_count=count, code=cell.source
            )
            facts = with_record(replace(facts, ran_here=ran_here), record, cell)
        facts = with_death(facts, watches.deaths(kernel_id), record, kind, cell)
        if kind is Kind.STEP and cell is not None and cell.id is not None:
            runs = await watches.earlier_runs(
                kernel_id, cell_id=cell.id, execution_count=cell.execution_count, code=cell.source
            )
            return replace(facts, runs=with_shown_outputs(runs, cell))
        return replace(facts, failure=await watches.failure(kernel_id)) if kind is Kind.ERROR else facts
    except (KernelUnavailable, NotFound):
        return facts
