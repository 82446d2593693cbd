"""The line to one kernel process: plants the probes once, then asks the planted objects."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Mapping
from dataclasses import replace
from math import inf
from typing import TYPE_CHECKING, Any

from jupyterlab_journal.errors import KernelUnavailable
from jupyterlab_journal.watch.activity import Activity
from jupyterlab_journal.watch.channel import Channel, Listeners, ReplyTooLarge
from jupyterlab_journal.watch.gateway import GatewayChannel, is_remote
from jupyterlab_journal.watch.patience import LIMIT_S, Patience, one_limit, time_left, within_limit
from jupyterlab_journal.watch.planting_program import MIMES, NAME, PLANTED, expression
from jupyterlab_journal.watch.probe_answer import mime_data

if TYPE_CHECKING:
    from jupyter_client.manager import KernelManager

    from jupyterlab_journal.watch.shared_by_watches import Shared

UNKNOWN = "unknown"
_TRIALS = 2
_TRIAL_S = 1.0  # for a way of asking that has never worked: half of the limit, the other way needs the rest
BUSY_GRACE_S = 0.25  # the server hears of a cell's end a moment after the user does
_ABORTED_PAUSE_S = 0.1  # a failing cell aborts what is queued behind it; soon after, the queue is open again


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
        self._remote = is_remote(manager)
        spec = None if self._remote else manager.kernel_spec  # a gateway's kernels have theirs elsewhere
        self.language: str = (spec.language if spec is not None else "").lower() or UNKNOWN
        self.patience = Patience()
        self._listeners = replace(listeners, status=self._heard, heard=self.patience.heard)
        self._turns: dict[str, asyncio.Lock] = {}  # by planted object: who asks the same waits for the other
        self._activity = Activity(
            manager, remote=self._remote, replaces=replaces, on_change=self.patience.heard
        )
        self._channel: Channel | GatewayChannel | None = None
        self._closed = False
        self._planting: asyncio.Task[str | None] | None = None
        self.by_debugger: bool | None = (
            None  # whether the kernel answers in its control thread; None: not known
        )
        self._trials = 0
        self._sequence = itertools.count(1)

    @property
    def busy(self) -> bool:
        """Whether a cell is running, as the kernel's own messages tell."""
        return self._activity.busy

    @property
    def silent(self) -> bool:
        """Whether the kernel let a question pass and was not heard since; not while it is starting."""
        return self.patience.silent and not self._activity.starting

    async def learn_language(self) -> None:
        """Ask a kernel elsewhere what it is, once; that of a local one is known.

        Raises
        ------
        KernelUnavailable, TimeoutError
            When it does not answer.
        """
        if self._remote and self.language == UNKNOWN:
            # Past the line's patience: what never was asked anything cannot be known to be silent.
            channel = await self._ready_channel()
            info = await channel.request("control", "kernel_info_request", {}, time_left())
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
        with one_limit():
            return await within_limit(self._take_turns(name))

    async def _take_turns(self, name: str) -> Mapping[str, Any]:
        async with self._turns.setdefault(name, asyncio.Lock()):
            await self._wait_for_plant()
            data = await self._ask(name)
            if MIMES[name] not in data and not self.busy:
                # The user has deleted it, or put something else there. Beside a running cell nothing
                # is done about it: at its end the hooks put the objects back, where there are hooks.
                self._planting = None
                await self._wait_for_plant()
                data = await self._ask(name)
        if MIMES[name] not in data:
            raise KernelUnavailable("answer_of_probes")
        return data

    async def _ask(self, name: str) -> Mapping[str, Any]:
        """Return the display data of whatever has the name; empty when nothing has."""
        if self.by_debugger is not False:
            try:
                data = await self._ask_debugger(name)
            except TimeoutError:
                # Once it has answered this way it can: then it is only held up now.
                # An answer without data is final also beside a cell; silence there is not.
                if self.by_debugger or self.busy:
                    raise
                self._trials += 1
            else:
                if self.by_debugger:
                    return data
        if self.busy:
            raise KernelUnavailable("kernel_between_cells")
        # An expression that raises would become the user's last exception.
        program = _silent({NAME: f"__import__('builtins').__dict__.get({name!r})"})
        data = mime_data(await self.request("shell", "execute_request", program))
        if self._trials >= _TRIALS:  # and here it answers: it was not just held up
            self.by_debugger = False
        return data

    async def request(
        self, socket: str, kind: str, content: dict[str, Any], at_most_s: float = inf
    ) -> dict[str, Any]:
        """Send a request and return the content of its reply; see `Channel.request`.

        It waits as long as the line's patience lasts, and at most some seconds.
        """
        channel = await self._ready_channel()
        with self.patience.question() as left:
            if left <= 0:
                raise TimeoutError(f"no time was left for {kind}")
            return await channel.request(socket, kind, content, min(left, at_most_s))

    async def _ready_channel(self) -> Channel | GatewayChannel:
        channel = self._open_channel()
        if isinstance(channel, GatewayChannel):
            try:
                await asyncio.wait_for(channel.ready(), LIMIT_S)
            except asyncio.TimeoutError:  # another class than TimeoutError before Python 3.11
                raise TimeoutError("there is no connection to the kernel yet") from None
            if self._closed:  # meanwhile
                raise stopped()
        return channel

    def _open_channel(self) -> Channel | GatewayChannel:
        if self._closed:
            raise stopped()
        if self._channel is None or self._channel.closed:
            kind = GatewayChannel if self._remote else Channel
            self._channel = kind(self._manager, self._shared, self._listeners)
        return self._channel

    def close(self) -> None:
        """End what is waiting and close the sockets; safe to call twice."""
        if not self._closed:
            self._activity.close()
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
        if self.busy:
            await asyncio.wait({planting}, timeout=BUSY_GRACE_S)
        elif not planting.done():
            await self._wait_for(planting)
        if not planting.done():
            raise KernelUnavailable("kernel_busy")
        problem = None if planting.cancelled() else planting.result()
        if problem is not None:
            raise KernelUnavailable("kernel_refuses", problem=problem)

    async def _wait_for(self, planting: asyncio.Task[str | None]) -> None:
        """Wait for the plant in a kernel that seems to be idle."""
        with self.patience.question() as left:
            await asyncio.wait({planting}, timeout=left)
            if not planting.done() and not self.busy:
                raise TimeoutError(f"the kernel took no request within {LIMIT_S:g} s")

    async def _plant(self) -> str | None:
        """Plant the probes in a Python kernel; return what went wrong."""
        program = _silent({NAME: expression(watch_cells=self._shared.watch_cells)})
        try:
            await self.learn_language()
            if self.language != "python":
                return f"the kernel's language is {self.language}"
            while True:
                content = await self._open_channel().request("shell", "execute_request", program, None)
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

    async def _ask_debugger(self, name: str) -> Mapping[str, Any]:
        """Ask in the control thread: beside a running cell, without any effect on it."""
        request = {
            "type": "request",
            "seq": next(self._sequence),
            "command": "richInspectVariables",
            "arguments": {"variableName": name},
        }
        limit = _TRIAL_S if self.by_debugger is None and not self.busy else inf
        try:
            data = mime_data(await self.request("control", "debug_request", request, limit))
        except ReplyTooLarge:  # of another object under our name
            return {}
        self.by_debugger = bool(self.by_debugger or data)
        return data

    def _heard(self, state: str, parent: Mapping[str, Any]) -> None:
        self._activity.heard(state, parent)
        self._on_status(state, parent)


def stopped() -> KernelUnavailable:
    """Return the error of a request whose process is gone."""
    return KernelUnavailable("kernel_stopped")


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
