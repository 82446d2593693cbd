"""All metrics of a run: printed, logged, the value of the cell, and those of its objects."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jupyterlab_journal.compose.metrics.agreement import merge_readings
from jupyterlab_journal.compose.metrics.cell_value import read_value
from jupyterlab_journal.compose.metrics.log_records import read_logged
from jupyterlab_journal.compose.metrics.object_metrics import read_unprinted
from jupyterlab_journal.compose.metrics.printed_metrics import read_metrics

if TYPE_CHECKING:
    from jupyterlab_journal.compose.metrics.list_epochs import ListContext
    from jupyterlab_journal.compose.metrics.metric_reading import Reading
    from jupyterlab_journal.entry.run import MeasuredTable


@dataclass(frozen=True, kw_only=True)
class RunOutput:
    """What a run left behind.

    Parameters
    ----------
    text : str
        Of the cell's outputs, or of as much of them as is read, without secrets.
    outputs : sequence of mapping
        The outputs as the notebook holds them.
    tables : sequence of MeasuredTable
        What objects of the user's measured in the run, with safe names.
    """

    text: str
    outputs: Sequence[Mapping[str, Any]] = ()
    tables: Sequence[MeasuredTable] = ()


def read_cell(run: RunOutput, context: ListContext, clean: Callable[[str], str]) -> Iterator[Reading]:
    """Yield the values in the order in which they were measured, each metric once.

    What was logged wins over what was read from the outputs, and that over
    what only an object holds.

    Parameters
    ----------
    run : RunOutput
        What the run left behind.
    context : ListContext
        The cell's code and what else the meaning of the user's lists is derived from.
    clean : callable
        Removes from the name of a logged metric what is invisible, and secrets.

    Yields
    ------
    Reading
        With its epoch or step, where it was measured at one.
    """
    logged = list(read_logged(run.outputs, clean))
    certain = {reading.key for reading in logged}
    shown = [*read_metrics(run.text), *read_value(run.outputs, context.code)]
    shown = [*(reading for reading in shown if reading.key not in certain), *logged]
    yield from merge_readings(shown, read_unprinted(run.tables, context, nothing_printed=not shown))
