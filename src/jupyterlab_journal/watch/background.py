"""What runs beside the requests: kept until it has ended, so that a server can close without remains."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Hashable
from contextlib import suppress
from contextvars import Context
from typing import Any, TypeVar

T = TypeVar("T")


class Background:
    """The tasks of all watches of a server.

    A cancelled task ends a moment after its cancellation; a loop that is
    closed before that moment destroys it in the middle of its work.
    """

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()
        self._shared: dict[Hashable, asyncio.Task[Any]] = {}

    def start(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Run `work` as a task, in a context of its own: what it does later is not of who began it now."""
        task = Context().run(asyncio.create_task, work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def share(self, key: Hashable, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """Run `work`, or wait for the work that somebody else has begun under the same key.

        Parameters
        ----------
        key : hashable
            Names the work while it is being done.
        work : function
            Returns the coroutine to run when nobody has begun.
        """
        task: asyncio.Task[T] | None = self._shared.get(key)
        if task is None:
            task = self._shared[key] = self.start(work())
            task.add_done_callback(lambda _: self._shared.pop(key, None))
        return await asyncio.shield(task)

    async def end(self) -> None:
        """Cancel what still runs and wait until it has ended."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


class OnDemand:
    """Work that is done soon after it is wanted, once for all who want it meanwhile.

    Parameters
    ----------
    work : function
        Does it.
    pause_s : float
        Seconds from its end to its next beginning.
    background : Background
        Where it is done.
    """

    def __init__(self, work: Callable[[], Awaitable[None]], pause_s: float, background: Background) -> None:
        self._work = work
        self._pause_s = pause_s
        self._background = background
        self._wanted = False
        self._hurry = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def hurry(self) -> None:
        """Let the pause that is under way end now."""
        self._hurry.set()

    def want(self) -> None:
        """Have it done: at once, or when the pause after the last time is over."""
        self._wanted = True
        if self._task is None or self._task.done():
            self._task = self._background.start(self._while_wanted())

    def cancel(self) -> None:
        """End what is being done; safe to call twice."""
        if self._task is not None:
            self._task.cancel()

    async def _while_wanted(self) -> None:
        while self._wanted:
            self._wanted = False
            self._hurry.clear()
            await self._work()
            with suppress(asyncio.TimeoutError):  # the pause is over
                await asyncio.wait_for(self._hurry.wait(), self._pause_s)
