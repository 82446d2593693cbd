"""All that a cell measured: what it printed, what it evaluates to, what it logged."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from jupyterlab_journal.compose.metrics.reading import read_metrics
from jupyterlab_journal.compose.metrics.value import read_value

if TYPE_CHECKING:
    from jupyterlab_journal.compose.draft import Draft
    from jupyterlab_journal.compose.metrics.measured import Reading


def read_cell(draft: Draft, text: str) -> Iterator[Reading]:
    """Yield the values in the order in which they were measured.

    Parameters
    ----------
    text : str
        Of the cell's outputs, or of as much of them as is read.
    """
    yield from read_metrics(text)
    if draft.request.cell is not None:
        yield from read_value(draft.request.cell.outputs, draft.code)
