"""A limit on the time one text may take."""

from __future__ import annotations

import time
from collections.abc import Callable


class BudgetExceeded(Exception):
    """The text took too long; it must be withheld."""


class Budget:
    """A deadline that long loops ask about.

    Parameters
    ----------
    seconds : float
        Time allowed from now on.
    clock : callable, optional
        Monotonic clock in seconds.
    """

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._deadline = clock() + seconds

    def check(self) -> None:
        """Raise `BudgetExceeded` when the time is over."""
        if self._clock() > self._deadline:
            raise BudgetExceeded
