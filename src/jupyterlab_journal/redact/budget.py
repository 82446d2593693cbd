"""A limit on the time one text may take."""

from __future__ import annotations

import time
from collections.abc import Callable


class BudgetExceeded(Exception):
    """The text took too long; it must be withheld."""


class Budget:
    """A limit that long loops ask about.

    Parameters
    ----------
    seconds : float
        Time allowed from now on.
    clock : callable, optional
        In seconds. Processor time of the thread by default: a training that takes all cores makes
        redaction late, but is no reason to withhold a text.
    """

    def __init__(self, seconds: float, clock: Callable[[], float] = time.thread_time) -> None:
        self._clock = clock
        self._deadline = clock() + seconds

    def check(self) -> None:
        """Raise `BudgetExceeded` when the time is over."""
        if self._clock() > self._deadline:
            raise BudgetExceeded
