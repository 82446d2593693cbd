"""The metrics of the run that a draft is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from jupyterlab_journal.compose.metrics.cell_metrics import RunOutput, read_cell
from jupyterlab_journal.compose.metrics.list_epochs import ListContext
from jupyterlab_journal.compose.text.plain import one_line
from jupyterlab_journal.entry.storable import storable

if TYPE_CHECKING:
    from jupyterlab_journal.compose.draft.draft import Draft
    from jupyterlab_journal.compose.metrics.metric_reading import Reading
    from jupyterlab_journal.entry.run import MeasuredTable
    from jupyterlab_journal.redact.gate import Gate


def read_run(draft: Draft, text: str) -> Iterator[Reading]:
    """Yield what the draft's cell measured, each metric once.

    Parameters
    ----------
    draft : Draft
        Gives the outputs, the measured tables and the gate for names.
    text : str
        Of the cell's outputs, or of as much of them as is read.

    Yields
    ------
    Reading
        In the order in which they were measured; the names of logged metrics have passed the gate.
    """
    outputs = draft.request.cell.outputs if draft.request.cell is not None else ()
    run = RunOutput(text=text, outputs=outputs, tables=draft.measured)
    return read_cell(run, context_of(draft), lambda name: draft.gate.text(one_line(storable(name)), "output"))


def context_of(draft: Draft) -> ListContext:
    """Return what the meaning of the lists that the user filled is derived from."""
    return ListContext(code=draft.code, other_cells=draft.other_cells, parameters=draft.parameters or {})


def safe_tables(tables: Iterable[MeasuredTable], gate: Gate) -> tuple[MeasuredTable, ...]:
    """Return tables whose names are free of secrets and line ends.

    Parameters
    ----------
    tables : iterable of MeasuredTable
        As the kernel's hooks read them: a name may hold anything.
    gate : Gate
        Takes the secrets out of the names of tables and metrics.

    Returns
    -------
    tuple of MeasuredTable
        In the same order, with the same values.
    """

    def clean(name: str) -> str:
        return gate.text(one_line(storable(name)), "metrics")

    return tuple(
        replace(
            table,
            name=clean(table.name),
            metrics={clean(name): values for name, values in table.metrics.items()},
        )
        for table in tables
    )
