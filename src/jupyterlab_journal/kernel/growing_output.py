"""One output in the notebook that follows a record while it grows."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from jupyterlab_journal.kernel.display import bundle
from jupyterlab_journal.kernel.record import Record

if TYPE_CHECKING:
    from jupyterlab_journal.kernel.numbers import Number

_INTERVAL, _LONGEST = 0.5, 2.0  # seconds between two updates
_SHARE = 0.005  # of the time that showing takes, as long as that needs no longer interval


class Output:
    """A record and the place where it is shown; several threads may add to it.

    Parameters
    ----------
    shell : IPython shell
        Of a kernel.
    ends : bool
        Whether somebody calls `finish`. If not, a timer shows what came last.
    """

    def __init__(self, shell: Any, *, ends: bool) -> None:  # noqa: ANN401 (IPython is no dependency)
        self._shell = shell
        self._ends = ends
        self._record = Record()
        # One that the same thread can take twice: a signal's handler may log in the middle of a call.
        self._lock = threading.RLock()
        self._timer: threading.Timer | None = None
        self._shown = 0  # rows, when it was shown last
        self._cleared = False
        self._next = 0.0
        self._waiting: list[tuple[Mapping[str, Number], int | None, int | None]] = []
        self._is_busy = False

    def add(self, values: Mapping[str, Number], *, step: int | None, epoch: int | None) -> None:
        """Add a row, and show it when it is time to."""
        with self._lock:
            self._waiting.append((values, step, epoch))
            if self._is_busy:
                return  # a signal's handler called in the middle of a call: that one goes on with this row
            self._work()

    def clear(self) -> None:
        """Note that the cell's outputs were cleared: it is shown anew at the cell's end.

        Not before: who clears in a loop draws there, and wants to see that.
        """
        self._cleared = True

    def finish(self) -> None:
        """Show the last state: the cell has ended. What comes later is shown by a timer."""
        with self._lock:
            self._ends = False
            anew, self._cleared = self._cleared, False
            self._work(at_once=True, anew=anew)

    def _work(self, *, at_once: bool = False, anew: bool = False) -> None:
        self._is_busy = True
        try:
            while self._waiting:
                values, step, epoch = self._waiting.pop(0)
                self._record.add(values, step=step, epoch=epoch)
            wait = 0.0 if at_once else self._next - time.monotonic()
            if wait > 0:
                self._show_in(wait)
            elif self._shown < self._record.logged or (anew and self._shown):
                self._show(anew=anew)
        finally:
            self._is_busy = False

    def _show_in(self, seconds: float) -> None:
        """Have it shown when it is time to, unless the end of the cell does that."""
        ends = self._ends and threading.current_thread() is threading.main_thread()
        if self._timer is None and not ends:
            self._timer = threading.Timer(seconds, self._show_late)
            self._timer.daemon = True
            self._timer.start()

    def _show_late(self) -> None:
        with self._lock:
            self._timer = None
            self._work(at_once=True)

    def _show(self, *, anew: bool = False) -> None:
        begun = time.monotonic()
        rows = self._record.logged
        self._shell.display_pub.publish(
            bundle(self._record),
            metadata={},
            transient={"display_id": self._record.id},
            update=self._shown > 0 and not anew,
        )
        self._shown = rows
        now = time.monotonic()
        self._next = now + min(max(_INTERVAL, (now - begun) / _SHARE), _LONGEST)
