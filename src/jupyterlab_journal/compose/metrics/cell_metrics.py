"""All that a cell measured: what it printed, evaluates to, logged, and what its objects hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from jupyterlab_journal.compose.metrics.agreement import said_once
from jupyterlab_journal.compose.metrics.cell_value import read_value
from jupyterlab_journal.compose.metrics.list_epochs import Told
from jupyterlab_journal.compose.metrics.logged_metrics import read_logged
from jupyterlab_journal.compose.metrics.object_metrics import read_held
from jupyterlab_journal.compose.metrics.printed_metrics import read_metrics
from jupyterlab_journal.compose.text.plain import one_line, storable

if TYPE_CHECKING:
    from jupyterlab_journal.compose.draft.draft import Draft
    from jupyterlab_journal.compose.metrics.metric_reading import Reading


def read_cell(draft: Draft, text: str) -> Iterator[Reading]:
    """Yield the values in the order in which they were measured, each metric once.

    What was logged wins over what was read from the outputs, and that over
    what only an object holds.

    Parameters
    ----------
    text : str
        Of the cell's outputs, or of as much of them as is read.
    """
    outputs = draft.request.cell.outputs if draft.request.cell is not None else ()
    logged = list(read_logged(outputs, lambda name: draft.gate.text(one_line(storable(name)), "output")))
    certain = {reading.key for reading in logged}
    said = [*(reading for reading in _read(draft, text) if reading.key not in certain), *logged]
    yield from said_once(said, held_now(draft, silent=not said))


def held_now(draft: Draft, *, silent: bool) -> list[Reading]:
    """Return what the run's objects hold."""
    told = Told(code=draft.code, others=draft.others, parameters=draft.parameters or {})
    return read_held(draft.measured, told, silent=silent)


def _read(draft: Draft, text: str) -> Iterator[Reading]:
    yield from read_metrics(text)
    if draft.request.cell is not None:
        yield from read_value(draft.request.cell.outputs, draft.code)
