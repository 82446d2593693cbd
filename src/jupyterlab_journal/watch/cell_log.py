"""The log of one kernel: what its cells did and how its processes ended, through all its restarts."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from jupyterlab_journal.watch.named_cells import NamedCells

if TYPE_CHECKING:
    from jupyterlab_journal.entry.kernel_facts import KernelDeath
    from jupyterlab_journal.entry.run import CellRecord, ShownCell
    from jupyterlab_journal.watch.cell_records import Ring
    from jupyterlab_journal.watch.named_cells import Look

MAX_RECORDS = 500
_MAX_DEATHS = 20


class CellLog:
    """Keeps the last `MAX_RECORDS` records of a kernel.

    Parameters
    ----------
    look : function, optional
        Looks at the kernel's notebooks, for runs whose cells the front end does not tell.
    """

    def __init__(self, look: Look | None = None) -> None:
        self._look = look
        self.epoch = 0
        self._records: deque[CellRecord] = deque(maxlen=MAX_RECORDS)
        self._deaths: deque[KernelDeath] = deque(maxlen=_MAX_DEATHS)
        self._seen: dict[str, int] = {}  # by series of this epoch: number of its last record here
        self._names = NamedCells()
        self.has_ids = False  # of the last run: whether the front end told the kernel its cell
        self._first: int | None = None  # prompt number from which on all cells of this epoch are noted

    @property
    def records(self) -> tuple[CellRecord, ...]:
        """All records, the oldest first."""
        return tuple(self._records)

    @property
    def deaths(self) -> tuple[KernelDeath, ...]:
        """All deaths, the oldest first."""
        return tuple(self._deaths)

    def begin_epoch(self) -> int:
        """Begin with a new process; return its epoch."""
        self.epoch += 1
        self._seen = {}
        self._names = NamedCells()  # a new process counts from 1 again
        self._first = None
        return self.epoch

    def take(self, ring: Ring) -> None:
        """Add the records that are not here yet; those of an earlier process come too late."""
        if self._first is None:
            self._first = ring.first
        for record in ring.records:
            if record.epoch == self.epoch and record.number > self._seen.get(ring.series, 0):
                self.has_ids = record.cell_id is not None
                self._records.append(self._names.named(record))
                self._seen[ring.series] = record.number

    @property
    def unnamed(self) -> frozenset[int]:
        """Execution counts of the present process's runs whose cells are not known."""
        return frozenset(
            record.execution_count
            for record in self._records
            if record.epoch == self.epoch and record.cell_id is None and record.execution_count is not None
        )

    async def look(self) -> None:
        """Learn what the kernel's notebooks show now, where the front end does not tell the cells."""
        if self._look is not None and not self.has_ids:
            epoch, shown = self.epoch, await self._look(self.unnamed)
            if epoch == self.epoch:
                self.learn(shown)

    def learn(self, cells: Iterable[ShownCell]) -> None:
        """Take note of what cells show now: runs without a cell may be theirs."""
        self._names.learn(cells)
        for index, record in enumerate(self._records):
            if record.epoch == self.epoch:
                self._records[index] = self._names.named(record)

    def add_death(self, death: KernelDeath) -> None:
        """Add a death, once for each epoch."""
        if not any(known.epoch == death.epoch for known in self._deaths):
            self._deaths.append(death)

    def ran_here(self, cell_id: str, execution_count: int | None, source: str) -> bool | None:
        """Whether the present process made the run that a cell shows; None when that is not known.

        Parameters
        ----------
        execution_count : int or None
            As the prompt shows it; without one, any run of the cell counts.
        source : str
            First 16 hexadecimal digits of the hash of the cell's code, for
            runs whose front end did not name the cell.
        """
        here = [record for record in self._records if record.epoch == self.epoch]
        if execution_count is None:
            cells = {record.cell_id for record in here}
            return True if cell_id in cells else None if None in cells else self._is_complete(here, 1)
        counts = [record for record in here if record.execution_count == execution_count]
        if counts:
            own = counts[-1].cell_id
            return own == cell_id if own is not None else (counts[-1].source == source or None)
        return self._is_complete(here, execution_count)

    def _is_complete(self, here: list[CellRecord], count: int) -> bool | None:
        """Return False when the run `count` would be among these records, had it been; else None."""
        if self._first is None or count < self._first:
            return None
        noted = [record.execution_count for record in here if record.execution_count is not None]
        is_gapless = not here or here[0].number == 1
        return False if is_gapless or count > max(noted, default=0) else None

    def find(self, cell_id: str | None, execution_count: int | None) -> CellRecord | None:
        """Return the last run of a cell; None when it is not here.

        A count alone does not tell processes apart, so it finds cells of the
        present one only, and no cell whose front end has told another id.

        Parameters
        ----------
        cell_id : str or None
            In the notebook.
        execution_count : int or None
            As the prompt shows it; with it, only that run is meant.
        """
        return next(self._matching(cell_id, execution_count), None)

    def _matching(self, cell_id: str | None, execution_count: int | None) -> Iterator[CellRecord]:
        for record in reversed(self._records):
            if execution_count is not None and record.execution_count != execution_count:
                continue
            if cell_id is not None and record.cell_id is not None:
                if record.cell_id == cell_id:
                    yield record
            elif execution_count is not None and record.epoch == self.epoch:
                yield record
