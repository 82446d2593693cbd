"""The journal's own line to one kernel.

`jupyter_client` gives every client of a kernel manager the same ZMQ identity,
and the kernel answers the newest socket of an identity: two such clients take
each other's replies. Hence an identity of its own for each channel, and one
reader per socket that hands each reply to the request it answers.

On request it also listens to the kernel's status and to the code that begins to
run, and to nothing else: the kernel itself leaves out what has not been
subscribed to, such as its output.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import zmq

from jupyterlab_journal.errors import KernelUnavailable

if TYPE_CHECKING:
    import zmq.asyncio
    from jupyter_client.asynchronous.client import AsyncKernelClient
    from jupyter_client.manager import KernelManager

    from jupyterlab_journal.watch.shared_by_watches import Shared

MAX_REPLY_BYTES = 256 * 1024
_PARENT_FRAME = 2  # of signature, header, parent header, metadata, content
_REPLY_FRAMES = 5


@dataclass(frozen=True, kw_only=True)
class Listeners:
    """Functions for what a kernel publishes.

    Parameters
    ----------
    status : function
        Called with the kernel's execution state and the header of the request
        of others that brought it about.
    code : function
        Called with the code of each cell that begins to run.
    heard : function
        Called with each message of the kernel, but not with a status that a
        request of our own brings about.
    """

    status: Callable[[str, Mapping[str, Any]], None]
    code: Callable[[str], None]
    heard: Callable[[], None] = lambda: None


class ReplyTooLarge(KernelUnavailable):
    """A reply over `MAX_REPLY_BYTES`: it is not ours."""


class Channel:
    """Requests on the shell and control sockets of one kernel process.

    Parameters
    ----------
    manager : KernelManager
        Of the kernel; it has been started, so that its ports are known.
    shared : Shared
        With the other channels of the server.
    listeners : Listeners
        Called once `follow` has been.
    """

    closed = False  # the other end cannot close it

    def __init__(self, manager: KernelManager, shared: Shared, listeners: Listeners) -> None:
        client: AsyncKernelClient = manager.client(context=shared.context)  # type: ignore[assignment]
        self._own = client.session.session = uuid4().hex
        self._client = client
        self._log = shared.log
        self._background = shared.background
        self._listeners = listeners
        identity = client.session.bsession
        self._sockets: dict[str, zmq.asyncio.Socket] = {
            "shell": client.connect_shell(identity=identity),  # type: ignore[dict-item]
            "control": client.connect_control(identity=identity),  # type: ignore[dict-item]
        }
        self._waiting: dict[str, asyncio.Future[dict[str, Any]]] = {}
        self._readers = [
            shared.background.start(self._read(socket, self._hand_over)) for socket in self._sockets.values()
        ]

    async def request(
        self, socket: str, kind: str, content: dict[str, Any], limit_s: float | None
    ) -> dict[str, Any]:
        """Send a request and return the content of its reply.

        Parameters
        ----------
        socket : {"shell", "control"}
            Shell requests wait for the running cell, control requests do not.
        kind : str
            Message type, such as ``"debug_request"``.
        content : dict
            Of the request.
        limit_s : float or None
            Seconds to wait; None waits as long as the channel lives.

        Raises
        ------
        TimeoutError
            When no reply came in time; a later one is dropped.
        KernelUnavailable
            When the channel was closed, or the reply is too large.
        """
        message = self._client.session.msg(kind, content)
        reply: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        number = message["header"]["msg_id"]
        self._waiting[number] = reply
        try:
            # Not session.send: it goes past the socket's event loop, which then misses replies that
            # have come in meanwhile.
            await self._sockets[socket].send_multipart(self._client.session.serialize(message))
            return await asyncio.wait_for(reply, limit_s)
        except asyncio.TimeoutError:  # another class than TimeoutError before Python 3.11
            raise TimeoutError(f"no reply to {kind} within {limit_s:g} s") from None
        finally:
            del self._waiting[number]

    def follow(self, topic: str) -> None:
        """Listen to the status that the kernel publishes under `topic`, and to its cells, from now on."""
        socket: zmq.asyncio.Socket = self._client.connect_iopub()  # type: ignore[assignment]
        socket.subscribe(topic.encode())
        socket.subscribe(topic.removesuffix("status").encode() + b"execute_input")
        socket.unsubscribe(b"")
        self._sockets["iopub"] = socket
        self._readers.append(self._background.start(self._read(socket, self._pass_on)))

    def close(self) -> None:
        """Close the sockets and end every waiting request; safe to call twice."""
        for reader in self._readers:
            reader.cancel()
        for socket in self._sockets.values():
            socket.close(linger=0)  # a plant still queued for a dead process must not reach the next one
        for reply in self._waiting.values():
            if not reply.done():
                reply.set_exception(KernelUnavailable("kernel_stopped"))

    async def _read(self, socket: zmq.asyncio.Socket, take: Callable[[list[bytes]], None]) -> None:
        while True:
            frames = await socket.recv_multipart()
            try:
                take([bytes(frame) for frame in frames])
            except (ValueError, KeyError, TypeError, RecursionError) as error:
                # What a kernel sends is not to be trusted; its request runs into its time limit.
                self._log.warning(
                    "jupyterlab-journal: unreadable reply of a kernel: %s", type(error).__name__
                )

    def _hand_over(self, frames: list[bytes]) -> None:
        self._listeners.heard()
        _identities, frames = self._client.session.feed_identities(frames)
        if len(frames) < _REPLY_FRAMES:
            raise ValueError("too few frames")
        size = sum(map(len, frames))
        if size > MAX_REPLY_BYTES:
            parent = json.loads(frames[_PARENT_FRAME][:MAX_REPLY_BYTES])
            problem = ReplyTooLarge("reply_too_large", size=size, limit=MAX_REPLY_BYTES)
            self._finish(parent["msg_id"], problem)
            return
        message = self._client.session.deserialize(frames)
        content = message["content"]
        self._finish(message["parent_header"]["msg_id"], content if isinstance(content, dict) else {})

    def _pass_on(self, frames: list[bytes]) -> None:
        _identities, frames = self._client.session.feed_identities(frames)
        message = self._client.session.deserialize(frames)
        parent, content = message["parent_header"], message["content"]
        if parent.get("session") == self._own:
            return
        self._listeners.heard()
        if message["msg_type"] == "status":
            self._listeners.status(content["execution_state"], parent)
        elif message["msg_type"] == "execute_input" and isinstance(content["code"], str):
            self._listeners.code(content["code"])

    def _finish(self, number: str, outcome: dict[str, Any] | Exception) -> None:
        reply = self._waiting.get(number)
        if reply is None or reply.done():  # too late, or not ours
            return
        if isinstance(outcome, Exception):
            reply.set_exception(outcome)
        else:
            reply.set_result(outcome)
