"""Which cells the runs of a kernel were of, where the front end does not tell the kernel.

JupyterLab names the cell in the metadata of its ``execute_request``. Extensions
that run cells from the server send no metadata, so the kernel's record of such
a run has no cell id. Whoever sees the notebook knows it: the page that asks for
an entry, and the document that such an extension keeps on the server.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jupyterlab_journal.entry.run import CellRecord, ShownCell

_MAX_SIGHTINGS = 2_000
Look = Callable[[frozenset[int]], Awaitable[Iterable["ShownCell"]]]
"""Returns the cells of a kernel's notebooks that run, or show one of these execution counts."""
LookAtKernel = Callable[[str, frozenset[int]], Awaitable[Iterable["ShownCell"]]]
"""The same of any kernel, by its id."""


class NamedCells:
    """Gives records without a cell id the id of the cell that showed their number and their code.

    Code alone is enough while a cell runs, because it may be edited before it
    ends. A run that could be of two cells stays without an id, and so does one
    whose number is shown by a cell while only another was seen to run its code:
    that number may be of an earlier process. A missing run is better than the
    wrong one.
    """

    def __init__(self) -> None:
        self._seen: OrderedDict[tuple[int | None, str], set[str]] = OrderedDict()

    def learn(self, cells: Iterable[ShownCell]) -> None:
        """Take note of cells as they are shown now."""
        for cell in cells:
            sighting = cell.execution_count, cell.source
            self._seen.setdefault(sighting, set()).add(cell.cell_id)
            self._seen.move_to_end(sighting)
        while len(self._seen) > _MAX_SIGHTINGS:
            self._seen.popitem(last=False)

    def named(self, record: CellRecord) -> CellRecord:
        """Return a record with the id of its cell, or as it is when that has it already or is not known."""
        if record.cell_id is not None or record.execution_count is None:
            return record
        showing = self._seen.get((record.execution_count, record.source), set())
        running = self._seen.get((None, record.source), set())
        cells = (showing & running if running else showing) if showing else running
        return replace(record, cell_id=next(iter(cells))) if len(cells) == 1 else record
