"""The line to one kernel process: plants the probes once, then asks the planted objects."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from jupyterlab_journal.errors import KernelUnavailable
from jupyterlab_journal.watch.channel import Channel, Listeners
from jupyterlab_journal.watch.gateway import GatewayChannel, is_remote
from jupyterlab_journal.watch.plant import NAME, PLANTED, expression
from jupyterlab_journal.watch.reply import mime_data

if TYPE_CHECKING:
    import logging

    import zmq.asyncio
    from jupyter_client.manager import KernelManager

    from jupyterlab_journal.watch.background import Background

UNKNOWN = "unknown"
LIMIT_S = 2.0  # at a breakpoint, or under a call that holds the interpreter, no answer comes at all
BUSY_GRACE_S = 0.25  # the server hears of a cell's end a moment after the user does
_ABORTED_PAUSE_S = 0.1  # a failing cell aborts what is queued behind it; soon after, the queue is open again


@dataclass(frozen=True, kw_only=True)
class Shared:
    """What all lines of a server share.

    Parameters
    ----------
    context : zmq.asyncio.Context
        Of their sockets.
    log : logging.Logger
        Of the server extension.
    background : Background
        Of their tasks.
    watch_cells : bool
        Whether to plant the hooks that note what each cell did.
    """

    context: zmq.asyncio.Context
    log: logging.Logger
    background: Background
    watch_cells: bool


class KernelLine:
    """Asks one process; a restarted kernel gets a new line.

    Parameters
    ----------
    manager : KernelManager
        Of a kernel that has been started.
    shared : Shared
        With the other lines.
    replaces : bool
        Whether the kernel had a process before this one.
    on_planted : function
        Called once, when the probes are in the kernel.
    listeners : Listeners
        Called with what the kernel publishes.
    """

    def __init__(
        self,
        manager: KernelManager,
        shared: Shared,
        *,
        replaces: bool,
        on_planted: Callable[[], None],
        listeners: Listeners,
    ) -> None:
        self._manager = manager
        self._shared = shared
        self._on_planted = on_planted
        self._on_status = listeners.status
        self._listeners = replace(listeners, status=self._heard)
        self._remote = is_remote(manager)
        spec = None if self._remote else manager.kernel_spec  # a gateway's kernels have theirs elsewhere
        self.language: str = (spec.language if spec is not None else "").lower() or UNKNOWN
        self._heard_busy = False
        # Of a cell that its former process never ended: until the server hears of another state.
        self._state_is_old = replaces and self._server_says_busy()
        manager.observe(self._state_changed, "execution_state")
        self._channel: Channel | GatewayChannel | None = None
        self._closed = False
        self._planting: asyncio.Task[str | None] | None = None
        self.by_debugger: bool | None = (
            None  # whether the kernel answers in its control thread; None: not known
        )
        self._sequence = itertools.count(1)

    @property
    def busy(self) -> bool:
        """Whether a cell is running, as the kernel's own messages tell."""
        if self._remote or self._state_is_old:  # what the server knows of it is as old as its last look
            return self._heard_busy
        return self._server_says_busy()

    async def learn_language(self) -> None:
        """Ask a kernel elsewhere what it is, once; that of a local one is known.

        Raises
        ------
        KernelUnavailable, TimeoutError
            When it does not answer.
        """
        if self._remote and self.language == UNKNOWN:
            info = await self.request("control", "kernel_info_request", {})
            language = (info.get("language_info") or {}).get("name")
            self.language = language[:40].lower() if isinstance(language, str) else UNKNOWN

    def plant(self) -> None:
        """Queue the plant behind what the kernel is doing, once; nothing is forced on a busy one."""
        if self._planting is None:
            self._planting = self._shared.background.start(self._plant())

    async def inspect(self, name: str) -> Mapping[str, Any]:
        """Return the display data of a planted object.

        Raises
        ------
        KernelUnavailable, TimeoutError
            When the probes are not in the kernel yet, or it does not answer.
        """
        await self._wait_for_plant()
        if self.by_debugger is not False:
            try:
                return await self._inspect_by_debugger(name)
            except (KernelUnavailable, TimeoutError):
                # Once it has answered this way it can: then it is only held up now.
                # An answer without data is final also beside a cell; silence there is not.
                if self.by_debugger or (self.by_debugger is None and self.busy):
                    raise
                self.by_debugger = False
        if self.busy:
            raise KernelUnavailable("this kernel answers only between cells")
        return mime_data(await self.request("shell", "execute_request", _silent({NAME: name})))

    async def request(
        self, socket: str, kind: str, content: dict[str, Any], limit_s: float | None = LIMIT_S
    ) -> dict[str, Any]:
        """Send a request and return the content of its reply; see `Channel.request`."""
        if self._closed:
            raise stopped()
        if self._channel is None or self._channel.closed:
            self._channel = (
                GatewayChannel(self._manager, self._shared.log, self._shared.background, self._listeners)
                if self._remote
                else Channel(
                    self._manager,
                    self._shared.context,
                    self._shared.log,
                    self._shared.background,
                    self._listeners,
                )
            )
        return await self._channel.request(socket, kind, content, limit_s)

    def close(self) -> None:
        """End what is waiting and close the sockets; safe to call twice."""
        if not self._closed:
            self._manager.unobserve(self._state_changed, "execution_state")
        self._closed = True
        if self._planting is not None:
            self._planting.cancel()
        if self._channel is not None:
            self._channel.close()

    @property
    def closed(self) -> bool:
        """Whether it has been closed: its process is no more, or not ours."""
        return self._closed

    async def _wait_for_plant(self) -> None:
        self.plant()
        planting = self._planting
        assert planting is not None  # noqa: S101 (for the type checker)
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

    async def _plant(self) -> str | None:
        """Plant the probes in a Python kernel; return what went wrong."""
        program = _silent({NAME: expression(watch_cells=self._shared.watch_cells)})
        try:
            await self.learn_language()
            if self.language != "python":
                return f"the kernel's language is {self.language}"
            while True:
                content = await self.request("shell", "execute_request", program, limit_s=None)
                if content.get("status") != "aborted":
                    return self._planted(mime_data(content).get("text/plain"))
                await asyncio.sleep(_ABORTED_PAUSE_S)
        except (KernelUnavailable, TimeoutError) as error:
            self._planting = None  # a gateway that cannot be reached now may be later
            return str(error)

    def _planted(self, answer: object) -> str | None:
        """Read the representation of the plant's answer; return what went wrong."""
        if not isinstance(answer, str):
            return "this kernel does not evaluate user_expressions"
        planted, _, topic = answer[1:-1].partition(" ")
        if planted != PLANTED:
            return f"the probes could not be planted: {answer}"[:300]
        if topic and isinstance(self._channel, Channel):
            self._channel.follow(topic)
        self._on_planted()
        return None

    async def _inspect_by_debugger(self, name: str) -> Mapping[str, Any]:
        """Ask in the control thread: beside a running cell, without any effect on it."""
        request = {
            "type": "request",
            "seq": next(self._sequence),
            "command": "richInspectVariables",
            "arguments": {"variableName": name},
        }
        data = mime_data(await self.request("control", "debug_request", request))
        if not data:
            self.by_debugger = bool(self.by_debugger)
            raise KernelUnavailable("the kernel's answer is not that of the journal's probes")
        self.by_debugger = True
        return data

    def _server_says_busy(self) -> bool:
        return getattr(self._manager, "execution_state", "idle") == "busy"

    def _state_changed(self, _change: object) -> None:
        self._state_is_old = False

    def _heard(self, state: str, parent: Mapping[str, Any]) -> None:
        if parent.get("msg_type") != "debug_request":  # its status is none of the kernel's
            self._heard_busy = state == "busy"
        self._on_status(state, parent)


def stopped() -> KernelUnavailable:
    """Return the error of a request whose process is gone."""
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
