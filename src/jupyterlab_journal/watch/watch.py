"""The watch over one kernel process: plants the probes once, then reads them on demand."""

from __future__ import annotations

import asyncio
import itertools
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jupyterlab_journal.errors import KernelUnavailable
from jupyterlab_journal.watch import process
from jupyterlab_journal.watch.channel import Channel
from jupyterlab_journal.watch.plant import NAME, PLANTED, expression
from jupyterlab_journal.watch.reply import Reply, mime_data, read_reply

if TYPE_CHECKING:
    import logging

    import zmq.asyncio
    from jupyter_client.manager import KernelManager

LIMIT_S = 2.0  # at a breakpoint, or under a call that holds the interpreter, no answer comes at all
BUSY_GRACE_S = 0.25  # the server hears of a cell's end a moment after the user does
_ABORTED_PAUSE_S = 0.1  # a failing cell aborts what is queued behind it; soon after, the queue is open again


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What was learnt of a kernel: its reply, how old it is, and what went wrong."""

    reply: Reply
    age_s: float = 0.0
    problem: str | None = None


class KernelWatch:
    """Watches one process; a restarted kernel gets a new watch.

    Parameters
    ----------
    manager : KernelManager
        Of a kernel that has been started.
    context : zmq.asyncio.Context
        Shared by all watches.
    log : logging.Logger
        Of the server extension.
    """

    def __init__(self, manager: KernelManager, context: zmq.asyncio.Context, log: logging.Logger) -> None:
        self._manager = manager
        self._context = context
        self._log = log
        self.process = process.process_id(manager)
        spec = manager.kernel_spec
        self.language: str = (spec.language if spec is not None else "").lower() or "unknown"
        self._channel: Channel | None = None
        self._closed = False
        self._planting: asyncio.Task[str | None] | None = None
        self._reading: asyncio.Task[Reading] | None = None
        self._last: tuple[float, Reply] | None = None
        self._by_debugger: bool | None = (
            None  # whether the kernel answers in its control thread; None: not known
        )
        self._sequence = itertools.count(1)

    @property
    def busy(self) -> bool:
        """Whether a cell is running, as the server saw it in the kernel's own messages."""
        return getattr(self._manager, "execution_state", "idle") == "busy"

    async def read(self) -> Reading:
        """Read the kernel's facts; callers at the same moment share one request.

        Raises
        ------
        KernelUnavailable
            When the kernel is dead, or is stopped or restarted meanwhile.
        """
        if self._reading is None or self._reading.done():
            self._reading = asyncio.create_task(self._read())
        return await asyncio.shield(self._reading)

    def plant(self) -> None:
        """Queue the plant behind what the kernel is doing, once; nothing is forced on a busy one."""
        if self.language == "python":
            self._begin_planting()

    def close(self) -> None:
        """End what is waiting and close the sockets; safe to call twice."""
        self._closed = True
        if self._planting is not None:
            self._planting.cancel()
        if self._channel is not None:
            self._channel.close()

    async def _read(self) -> Reading:
        if not await self._manager.is_alive():  # type: ignore[misc]
            raise KernelUnavailable("the kernel is dead", hint="Restart the kernel and try again.")
        if self.language != "python":
            return Reading(reply=Reply())
        try:
            await self._wait_for_plant()
            reply = await self._pull()
        except (KernelUnavailable, TimeoutError) as error:
            return await self._without_answer(str(error))
        self._last = (time.monotonic(), reply)
        return Reading(reply=reply)

    async def _without_answer(self, problem: str) -> Reading:
        """Fall back to the last answer with its age, else to what can be had without the probes."""
        if self._closed:
            raise _stopped()
        if self._last is not None:
            read_at, reply = self._last
            return Reading(reply=reply, age_s=time.monotonic() - read_at, problem=problem)
        try:
            info = await self._request("control", "kernel_info_request", {})
        except TimeoutError:
            info = {}
        version = (info.get("language_info") or {}).get("version")
        if not isinstance(version, str):
            return Reading(reply=Reply(), problem=problem)
        program = process.executable(self.process)
        python = {"version": version[:40], **({} if program is None else {"executable": program})}
        return Reading(reply=Reply(facts={"python": python}), problem=problem)

    async def _wait_for_plant(self) -> None:
        planting = self._begin_planting()
        await asyncio.wait({planting}, timeout=BUSY_GRACE_S if self.busy else LIMIT_S)
        if not planting.done():
            raise KernelUnavailable(
                "the kernel is busy or starting; the probes will be in it once it is free"
                if self.busy
                else f"the kernel took no request within {LIMIT_S:g} s"
            )
        problem = None if planting.cancelled() else planting.result()
        if problem is not None:
            raise KernelUnavailable(problem)

    def _begin_planting(self) -> asyncio.Task[str | None]:
        if self._planting is None:
            self._planting = asyncio.create_task(self._plant())
        return self._planting

    async def _plant(self) -> str | None:
        """Plant the probes; return what went wrong."""
        while True:
            content = await self._request(
                "shell", "execute_request", _silent({NAME: expression()}), limit_s=None
            )
            if content.get("status") != "aborted":
                answer = mime_data(content).get("text/plain")
                if not isinstance(answer, str):
                    return "this kernel does not evaluate user_expressions"
                return None if answer == repr(PLANTED) else f"the probes could not be planted: {answer}"[:300]
            await asyncio.sleep(_ABORTED_PAUSE_S)

    async def _pull(self) -> Reply:
        if self._by_debugger is not False:
            try:
                return await self._pull_by_debugger()
            except (KernelUnavailable, TimeoutError):
                # Once it has answered this way it can: then it is only held up now.
                if self._by_debugger or self.busy:
                    raise
                self._by_debugger = False
        if self.busy:
            raise KernelUnavailable("this kernel answers only between cells")
        return read_reply(mime_data(await self._request("shell", "execute_request", _silent({NAME: NAME}))))

    async def _pull_by_debugger(self) -> Reply:
        """Ask in the control thread: beside a running cell, without any effect on it."""
        request = {
            "type": "request",
            "seq": next(self._sequence),
            "command": "richInspectVariables",
            "arguments": {"variableName": NAME},
        }
        reply = read_reply(mime_data(await self._request("control", "debug_request", request)))
        self._by_debugger = True
        return reply

    async def _request(
        self, socket: str, kind: str, content: dict[str, Any], limit_s: float | None = LIMIT_S
    ) -> dict[str, Any]:
        if self._closed:
            raise _stopped()
        if self._channel is None:
            self._channel = Channel(self._manager, self._context, self._log)
        return await self._channel.request(socket, kind, content, limit_s)


def _stopped() -> KernelUnavailable:
    return KernelUnavailable("the kernel was stopped or restarted", hint="Try again.")


def _silent(expressions: dict[str, str]) -> dict[str, Any]:
    """Return a request that runs no code, counts nothing, stores nothing and shows nothing."""
    return {
        "code": "",
        "silent": True,
        "store_history": False,
        "user_expressions": expressions,
        "allow_stdin": False,
        "stop_on_error": False,
    }
