"""The journal's own line to a kernel that another server runs: one websocket through the gateway.

The client that `jupyter_server` has for such kernels sends no token, blocks
the loop while it connects, and spins while it waits.
"""

from __future__ import annotations

import asyncio
import json
import socket as sockets
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from jupyter_client.jsonutil import json_default
from jupyter_client.session import Session
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.websocket import WebSocketClientConnection, WebSocketError, websocket_connect

from jupyterlab_journal.errors import KernelUnavailable
from jupyterlab_journal.watch.channel import MAX_REPLY_BYTES, Listeners

if TYPE_CHECKING:
    from jupyter_client.manager import KernelManager

    from jupyterlab_journal.watch.shared_by_watches import Shared

_MAX_MESSAGE_BYTES = 64 * 1024 * 1024  # outputs come here too; a longer one ends the connection
_CONNECT_LIMIT_S = 5.0


def is_remote(manager: KernelManager) -> bool:
    """Whether another server runs the kernel."""
    return isinstance(getattr(manager, "kernel_url", None), str)


class GatewayChannel:
    """Requests to one kernel behind a gateway; the counterpart of `Channel`.

    Parameters
    ----------
    manager : KernelManager
        Of the kernel, as `jupyter_server.gateway` has it.
    shared : Shared
        With the other channels of the server.
    listeners : Listeners
        Called with what the kernel publishes.
    """

    def __init__(self, manager: KernelManager, shared: Shared, listeners: Listeners) -> None:
        self._kernel_id: str = manager.kernel_id
        self._log = shared.log
        self._listeners = listeners
        self._session = Session(username="jupyterlab-journal")
        self._waiting: dict[str, asyncio.Future[dict[str, Any]]] = {}
        self._connecting = shared.background.start(self._connect())
        self.closed = False

    async def ready(self) -> None:
        """Wait until the gateway has given a connection; until then it is not the kernel that is silent.

        Raises
        ------
        KernelUnavailable
            When the gateway cannot be reached.
        """
        await self._connected()

    async def request(
        self, socket: str, kind: str, content: dict[str, Any], limit_s: float | None
    ) -> dict[str, Any]:
        """Send a request and return the content of its reply; see `Channel.request`.

        Raises
        ------
        TimeoutError
            When no reply came in time; a later one is dropped.
        KernelUnavailable
            When the gateway cannot be reached, or the connection ends.
        """
        connection = await self._connected()
        message = self._session.msg(kind, content)
        number = message["header"]["msg_id"]
        reply: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._waiting[number] = reply
        try:
            text = json.dumps({**message, "channel": socket, "buffers": []}, default=json_default)
            await connection.write_message(text)
            return await asyncio.wait_for(reply, limit_s)
        except WebSocketError:
            raise _ended() from None
        except asyncio.TimeoutError:  # another class than TimeoutError before Python 3.11
            raise TimeoutError(f"no reply to {kind} within {limit_s:g} s") from None
        finally:
            del self._waiting[number]

    def close(self) -> None:
        """Close the connection and end every waiting request; safe to call twice."""
        self.closed = True
        self._connecting.cancel()
        if self._connecting.done() and not self._connecting.cancelled() and not self._connecting.exception():
            self._connecting.result().close()
        for reply in self._waiting.values():
            if not reply.done():
                reply.set_exception(_ended())

    async def _connected(self) -> WebSocketClientConnection:
        try:
            return await asyncio.shield(self._connecting)
        except asyncio.CancelledError:
            if self._connecting.cancelled():  # by `close`: it is not this request that was cancelled
                raise _ended() from None
            raise

    async def _connect(self) -> WebSocketClientConnection:
        from jupyter_server.gateway.gateway_client import GatewayClient  # noqa: PLC0415 (only where one is used)

        client = GatewayClient.instance()
        base, kernels = (client.ws_url or "").rstrip("/"), client.kernels_endpoint.strip("/")
        path = f"{base}/{kernels}/{quote(self._kernel_id)}/channels?session_id={self._session.session}"
        try:
            arguments = client.load_connection_args()  # type: ignore[no-untyped-call]
            return await asyncio.wait_for(
                websocket_connect(
                    HTTPRequest(path, **arguments),
                    on_message_callback=self._take,
                    max_message_size=_MAX_MESSAGE_BYTES,
                ),
                _CONNECT_LIMIT_S,
            )
        except (OSError, HTTPClientError, WebSocketError, asyncio.TimeoutError) as error:
            self.closed = True
            raise KernelUnavailable("gateway_refuses", problem=type(error).__name__) from error

    def _take(self, text: str | bytes | None) -> None:
        if text is None:
            self.close()
            return
        self._acknowledge()
        if len(text) > MAX_REPLY_BYTES:  # somebody's output
            self._listeners.heard()
        else:
            try:
                self._hand_over(json.loads(text))
            except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
                self._log.warning(
                    "jupyterlab-journal: unreadable message of a gateway: %s", type(error).__name__
                )

    def _acknowledge(self) -> None:
        """Acknowledge what has come at once; Linux would hold that back for 40 ms.

        A server that answers in several small messages sends the second when
        the first has been acknowledged.
        """
        if self._connecting.done() and not self.closed and hasattr(sockets, "TCP_QUICKACK"):
            stream = self._connecting.result().stream
            if not stream.closed():
                stream.socket.setsockopt(sockets.IPPROTO_TCP, sockets.TCP_QUICKACK, 1)

    def _hand_over(self, message: Mapping[str, Any]) -> None:
        parent, content = message["parent_header"], message["content"]
        if message["channel"] != "iopub" or parent.get("session") != self._session.session:
            self._listeners.heard()
        if message["channel"] != "iopub":
            reply = self._waiting.get(parent.get("msg_id"))
            if reply is not None and not reply.done():
                reply.set_result(content)
        elif parent.get("session") == self._session.session:
            return
        elif message["header"]["msg_type"] == "status":
            self._listeners.status(content["execution_state"], parent)
        elif message["header"]["msg_type"] == "execute_input" and isinstance(content["code"], str):
            self._listeners.code(content["code"])


def _ended() -> KernelUnavailable:
    return KernelUnavailable("gateway_ended")
