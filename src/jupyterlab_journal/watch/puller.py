"""Brings the records of one kernel process to the server, soon after each cell."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any

from jupyterlab_journal.errors import KernelUnavailable
from jupyterlab_journal.watch.background import OnDemand
from jupyterlab_journal.watch.cell_records import read_ring
from jupyterlab_journal.watch.patience import one_limit, within_limit

if TYPE_CHECKING:
    import logging

    from jupyterlab_journal.watch.background import Background
    from jupyterlab_journal.watch.cell_log import CellLog
    from jupyterlab_journal.watch.cell_records import Ring

PAUSE_S = 0.5  # between two pulls: a hundred short cells in a row cost a few, not a hundred
_MANY = 50  # cells that end within a pause are pulled before it is over: the kernel keeps the last 200


class CellPuller:
    """Pulls the ring of a kernel process into the kernel's log.

    Parameters
    ----------
    ask : function
        Asks the kernel and returns the display data of the planted recorder.
    cells : CellLog
        Where the records go, under a new epoch.
    log : logging.Logger
        Of the server extension.
    background : Background
        Where `soon` pulls and `began` looks.
    """

    def __init__(
        self,
        ask: Callable[[], Awaitable[Mapping[str, Any]]],
        cells: CellLog,
        log: logging.Logger,
        background: Background,
    ) -> None:
        self._ask = ask
        self._cells = cells
        self._log = log
        self._pulls = OnDemand(self._pull, PAUSE_S, background)
        self._looks = OnDemand(cells.look, PAUSE_S, background)
        self._one_at_a_time = asyncio.Lock()
        self._told: str | None = None
        self._ended = 0  # cells, since the last pull in the background
        self.epoch = cells.begin_epoch()

    def began(self) -> None:
        """Look which cell has begun to run: it may be edited before it ends."""
        if not self._cells.has_ids:
            self._looks.want()

    def soon(self) -> None:
        """Pull in the background: at once, or when the pause after the last pull is over."""
        self._pulls.want()
        self._ended += 1
        if self._ended >= _MANY:
            self._pulls.hurry()

    async def now(self) -> None:
        """Pull what has ended until now.

        Raises
        ------
        KernelUnavailable, TimeoutError
            When the kernel does not answer.
        """
        with one_limit():
            ring = await within_limit(self._next())
        self._cells.take(ring)
        if ring.problem is not None and ring.problem != self._told:
            self._told = ring.problem
            self._log.warning("jupyterlab-journal: a cell could not be noted: %s", ring.problem)
        if self._cells.unnamed:
            await self._cells.look()

    async def _next(self) -> Ring:
        async with self._one_at_a_time:
            return read_ring(await self._ask(), self.epoch)

    def close(self) -> None:
        """End what runs in the background; safe to call twice."""
        self._pulls.cancel()
        self._looks.cancel()

    async def _pull(self) -> None:
        self._ended = 0
        try:
            await self.now()
        except (KernelUnavailable, TimeoutError) as error:  # the ring keeps them for the next time
            self._log.debug("jupyterlab-journal: records of cells stay in the kernel: %s", error)
        if self._cells.unnamed:  # a notebook may show the number a moment after the cell's end
            await asyncio.sleep(PAUSE_S)
            await self._cells.look()
