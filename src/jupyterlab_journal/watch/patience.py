"""How long a kernel is waited for: one limit for all that is asked together, and no second wait for silence.

At a breakpoint, stopped by a signal or inside a call that holds the
interpreter, a kernel answers nothing. Whoever asks several questions, or asks
beside others, waits for all of them no longer than for one; and a kernel that
let the limit pass is asked nothing more until it is heard.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from jupyterlab_journal.errors import KernelSilent

LIMIT_S = 2.0
_ROUNDING = 0.025  # of the limit: a loop's timer may end a little early
T = TypeVar("T")
_deadline: ContextVar[float | None] = ContextVar("deadline", default=None)


@contextmanager
def one_limit() -> Iterator[None]:
    """Let all questions that are asked inside share one limit; inside another such block, that one's."""
    if _deadline.get() is not None:
        yield
        return
    token = _deadline.set(_now() + LIMIT_S)
    try:
        yield
    finally:
        _deadline.reset(token)


def time_left() -> float:
    """Return the seconds until the limit of the questions that belong together; never negative."""
    deadline = _deadline.get()
    return LIMIT_S if deadline is None else max(0.0, deadline - _now())


async def within_limit(work: Coroutine[Any, Any, T]) -> T:
    """Return what `work` returns; cancel it when the limit is over.

    Unlike `asyncio.wait_for`, it leaves no exception behind that nobody has
    looked at when work fails while it is being cancelled.

    Raises
    ------
    TimeoutError
        When the limit is over.
    """
    task = asyncio.ensure_future(work)
    try:
        await asyncio.wait({task}, timeout=time_left())
    finally:
        if not task.done():
            task.cancel()
            await asyncio.wait({task})
            if not task.cancelled():
                task.exception()  # taken note of: whoever wanted the answer may have gone
    if task.cancelled():
        raise TimeoutError(f"no answer within {LIMIT_S:g} s")
    return task.result()


class Patience:
    """The wait for one kernel process."""

    def __init__(self) -> None:
        self.silent = False
        self._open = 0
        self._quiet_since: float | None = (
            None  # when the first question was asked after which nothing was heard
        )

    @contextmanager
    def question(self) -> Iterator[float]:
        """Enter with the seconds that may be waited for a reply.

        Raises
        ------
        KernelSilent
            When nothing was heard since the kernel let an earlier limit pass.
        """
        if self.silent:
            raise KernelSilent(LIMIT_S)
        if self._quiet_since is None:
            self._quiet_since = _now()
        self._open += 1
        timed_out = False
        try:
            yield min(time_left(), max(0.0, self._quiet_since + LIMIT_S - _now()))
        except TimeoutError:
            timed_out = True
            if self._is_over():
                raise KernelSilent(LIMIT_S) from None
            raise
        finally:
            self.silent = self.silent or self._is_over()
            self._open -= 1
            if not self._open and not timed_out:  # after a time-out, the reply may still come
                self._quiet_since = None

    def heard(self) -> None:
        """Take note that the kernel has sent something."""
        self.silent = False
        self._quiet_since = _now() if self._open else None

    def _is_over(self) -> bool:
        """Whether the kernel let the limit pass, or what was left of one if that was most of it."""
        if self._quiet_since is None:
            return False
        quiet = (_now() - self._quiet_since) / LIMIT_S
        return quiet >= 1 - _ROUNDING or (quiet >= 1 / 2 and time_left() <= _ROUNDING * LIMIT_S)


def _now() -> float:
    return asyncio.get_running_loop().time()
