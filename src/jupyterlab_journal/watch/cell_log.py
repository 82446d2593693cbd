"""The log of one kernel: what its cells did and how its processes ended, through all its restarts."""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jupyterlab_journal.watch.records import CellRecord, Ring

MAX_RECORDS = 500
_MAX_DEATHS = 20


@dataclass(frozen=True, kw_only=True)
class Death:
    """A process of a kernel that ended without being asked to.

    Parameters
    ----------
    epoch : int
        Of the process; that of its records.
    noticed_at : datetime
        The server looks every few seconds.
    returncode : int or None
        As `subprocess.Popen` gives it: minus a signal's number, or the
        status. None when another machine ran it.
    message_id : str or None
        Of the request that was running; None when none was, or it was not heard.
    source : str or None
        First 16 hexadecimal digits of the SHA-256 of the code that was running; the same.
    """

    epoch: int
    noticed_at: datetime
    returncode: int | None
    message_id: str | None = None
    source: str | None = None

    @property
    def signal(self) -> str | None:
        """Name of the signal that ended it, such as ``SIGKILL`` (also sent when memory runs out)."""
        if self.returncode is None or self.returncode >= 0:
            return None
        try:
            return signal.Signals(-self.returncode).name
        except ValueError:  # a real-time signal has no name
            return f"signal {-self.returncode}"


class CellLog:
    """Keeps the last `MAX_RECORDS` records of a kernel."""

    def __init__(self) -> None:
        self.epoch = 0
        self._records: deque[CellRecord] = deque(maxlen=MAX_RECORDS)
        self._deaths: deque[Death] = deque(maxlen=_MAX_DEATHS)
        self._seen: dict[str, int] = {}  # by series of this epoch: number of its last record here
        self._first: int | None = None  # prompt number from which on all cells of this epoch are noted

    @property
    def records(self) -> tuple[CellRecord, ...]:
        """All records, the oldest first."""
        return tuple(self._records)

    @property
    def deaths(self) -> tuple[Death, ...]:
        """All deaths, the oldest first."""
        return tuple(self._deaths)

    def begin_epoch(self) -> int:
        """Begin with a new process; return its epoch."""
        self.epoch += 1
        self._seen = {}
        self._first = None
        return self.epoch

    def take(self, ring: Ring) -> None:
        """Add the records that are not here yet; those of an earlier process come too late."""
        if self._first is None:
            self._first = ring.first
        for record in ring.records:
            if record.epoch == self.epoch and record.number > self._seen.get(ring.series, 0):
                self._records.append(record)
                self._seen[ring.series] = record.number

    def add_death(self, death: Death) -> None:
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
            found = any(record.cell_id == cell_id for record in here)
            return True if found else self._is_complete(here, 1)
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
