"""The watch over one kernel process: reads its facts on demand, and follows its cells to their ends."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from jupyterlab_journal.entry.kernel_facts import KernelDeath
from jupyterlab_journal.entry.run import digest
from jupyterlab_journal.errors import KernelSilent, KernelUnavailable
from jupyterlab_journal.facts.observation import KernelReading, ProbeAnswer
from jupyterlab_journal.watch import local_process
from jupyterlab_journal.watch.channel import Listeners
from jupyterlab_journal.watch.earlier_runs import read_earlier, read_ran_code
from jupyterlab_journal.watch.kernel_line import UNKNOWN, KernelLine, stopped
from jupyterlab_journal.watch.kernel_secrets import SecretVariables, ask_secret_variables
from jupyterlab_journal.watch.patience import LIMIT_S, one_limit, time_left
from jupyterlab_journal.watch.planting_program import CELLS, EARLIER, NAME, RAN
from jupyterlab_journal.watch.probe_answer import read_reply
from jupyterlab_journal.watch.puller import CellPuller

if TYPE_CHECKING:
    from jupyter_client.manager import KernelManager

    from jupyterlab_journal.watch.cell_log import CellLog
    from jupyterlab_journal.watch.earlier_runs import Earlier
    from jupyterlab_journal.watch.shared_by_watches import Shared

_GRACE_S = 0.2  # a reading that was begun for one caller ends a moment after that one's limit


class KernelWatch:
    """Watches one process; a restarted kernel gets a new watch.

    Parameters
    ----------
    manager : KernelManager
        Of a kernel that has been started.
    shared : Shared
        With the other watches.
    cells : CellLog
        Of the kernel, through all its processes.
    replaces : bool
        Whether the kernel had a process before this one.
    on_end : function
        Called when the kernel itself tells that its process has ended; a local one cannot.
    """

    def __init__(
        self,
        manager: KernelManager,
        shared: Shared,
        *,
        cells: CellLog,
        replaces: bool,
        on_end: Callable[[], None],
    ) -> None:
        self._manager = manager
        self.process = local_process.process_id(manager)
        self._handle = local_process.handle(manager)
        self._line = KernelLine(
            manager,
            shared,
            replaces=replaces,
            on_planted=self._planted,
            listeners=Listeners(status=self._heard, code=self._began),
        )
        self._last: tuple[float, ProbeAnswer] | None = None
        self._cells = cells
        self._log = shared.log
        self._background = shared.background
        self._watch_cells = shared.watch_cells
        self._on_end = on_end
        self._puller = CellPuller(lambda: self._line.inspect(CELLS), cells, shared.log, shared.background)
        self._running: str | None = None
        self._source: str | None = None
        for event in ("restart", "dead"):
            manager.add_restart_callback(self._died, event)

    @property
    def language(self) -> str:
        """Name of the kernel's language in lower case; ``unknown`` until a kernel elsewhere has told it."""
        return self._line.language

    @property
    def busy(self) -> bool:
        """Whether a cell is running, as the kernel's own messages tell."""
        return self._line.busy

    @property
    def answers(self) -> bool:
        """Whether the kernel was heard since it last let a question go unanswered."""
        return not self._line.silent

    async def read(self) -> KernelReading:
        """Read the kernel's facts; callers at the same moment share one request.

        Raises
        ------
        KernelUnavailable
            When the kernel is dead, or is stopped or restarted meanwhile.
        """
        with one_limit():
            try:
                reading = self._background.share(self, self._read)
                return await asyncio.wait_for(reading, time_left() + _GRACE_S)
            except asyncio.TimeoutError:
                return await self._without_answer(f"no answer within {LIMIT_S:g} s")

    async def pull_cells(self) -> None:
        """Bring what the kernel noted until now to the log.

        Raises
        ------
        KernelUnavailable, TimeoutError
            When the kernel does not answer; the log has what came before.
        """
        if self._watch_cells and self.language in {"python", UNKNOWN}:
            await self._puller.now()

    async def earlier(self) -> Earlier | None:
        """Return code that cells do not hold any more, and what is changing; None when it is not told."""
        try:
            return read_earlier(await self._line.inspect(EARLIER))
        except (KernelUnavailable, TimeoutError) as error:
            self._log.debug("jupyterlab-journal: earlier code stays in the kernel: %s", error)
            return None

    async def ran_code(self) -> tuple[str, ...]:
        """Return the code that ran last, the newest first, as far as the kernel tells."""
        if not self._watch_cells or self.language not in {"python", UNKNOWN}:
            return ()
        try:
            return read_ran_code(await self._line.inspect(RAN))
        except (KernelUnavailable, TimeoutError) as error:
            self._log.debug("jupyterlab-journal: the code that ran stays in the kernel: %s", error)
            return ()

    async def secret_variables(self) -> SecretVariables:
        """Return what the kernel holds under names of secrets, as far as it answers."""
        if self.language not in {"python", UNKNOWN}:
            return SecretVariables()
        return await ask_secret_variables(self._line.inspect, self._log)

    def plant(self) -> None:
        """Queue the plant behind what the kernel is doing, once; nothing is forced on a busy one."""
        self._line.plant()

    def close(self) -> None:
        """End what is waiting and close the sockets; safe to call twice."""
        for event in ("restart", "dead"):
            self._manager.remove_restart_callback(self._died, event)
        self._puller.close()
        self._line.close()

    async def _read(self) -> KernelReading:
        with one_limit():
            return await self._ask()

    async def _ask(self) -> KernelReading:
        try:
            alive: bool = await asyncio.wait_for(self._manager.is_alive(), time_left())  # type: ignore[arg-type]
        except asyncio.TimeoutError:  # a gateway that holds it up
            return await self._without_answer(f"no answer within {LIMIT_S:g} s")
        if not alive:
            self._died()
            raise KernelUnavailable("kernel_dead")
        try:
            await self._line.learn_language()
            if self.language != "python":
                return KernelReading(answer=ProbeAnswer())
            answer = read_reply(await self._line.inspect(NAME))
        except (KernelUnavailable, TimeoutError) as error:
            return await self._without_answer(str(error))
        self._last = (time.monotonic(), answer)
        return KernelReading(answer=answer)

    async def _without_answer(self, problem: str) -> KernelReading:
        """Fall back to the last answer with its age, else to what can be had without the probes."""
        if self._line.closed:
            raise stopped()
        if self._last is not None:
            read_at, answer = self._last
            return KernelReading(answer=answer, age_s=time.monotonic() - read_at, problem=problem)
        try:
            info = await self._line.request("control", "kernel_info_request", {})
        except (TimeoutError, KernelSilent):
            info = {}
        version = (info.get("language_info") or {}).get("version")
        if not isinstance(version, str):
            return KernelReading(answer=ProbeAnswer(), problem=problem)
        program = local_process.executable(self.process)
        python = {"version": version[:40], **({} if program is None else {"executable": program})}
        return KernelReading(answer=ProbeAnswer(facts={"python": python}), problem=problem)

    def _planted(self) -> None:
        if self._watch_cells:
            self._puller.soon()  # cells may have ended before the watch could hear of it

    def _heard(self, state: str, parent: Mapping[str, Any]) -> None:
        """Follow the requests that may have been cells, and the end of a process elsewhere."""
        if state in {"restarting", "dead"}:
            self._died()
            self._on_end()
            return
        if parent.get("msg_type") != "execute_request":
            return
        number = parent.get("msg_id")
        self._running = number if state == "busy" and isinstance(number, str) else None
        self._source = None  # of a cell that begins, the code is heard next
        if self._running is not None and self._watch_cells:
            self._puller.began()
        # A kernel that answers only in its queue is not asked after each cell: that would be noticed.
        if state == "idle" and self._watch_cells and self._line.by_debugger is not False:
            self._puller.soon()

    def _began(self, code: str) -> None:
        self._source = digest(code)

    def _died(self) -> None:
        """Note how the process ended, and say no more to it: another one is about to get its ports."""
        self._cells.add_death(
            KernelDeath(
                epoch=self._puller.epoch,
                noticed_at=datetime.now().astimezone(),
                returncode=None if self._handle is None else self._handle.poll(),
                message_id=self._running,
                source=self._source,
            )
        )
        self._puller.close()
        self._line.close()
