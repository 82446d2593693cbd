"""A user at a notebook, for tests over the wire: a real server, a real kernel, cells with ids."""

from __future__ import annotations

import asyncio
import json

SHOWN = ("execution_count", "source", "outputs")
ROUTE = ("jupyterlab-journal", "api", "entries")


class Notebook:
    """A user at a notebook, whose front end tells the kernel the ids of its cells."""

    def __init__(self, fetch, kernels, kernel_id):
        self.fetch = fetch
        self.kernels = kernels
        self.kernel_id = kernel_id
        self.client = kernels.get_kernel(kernel_id).client()
        self.cells = {}
        self.entries = []

    async def arrive(self):
        self.client.start_channels()
        await self.client.wait_for_ready(timeout=60)
        return self

    async def run(self, source, cell_id="train"):
        """Run a cell; keep its outputs."""
        content = {"code": source, "silent": False, "store_history": True, "stop_on_error": True}
        message = self.client.session.msg("execute_request", content, metadata={"cellId": cell_id})
        self.client.shell_channel.send(message)
        number, outputs, ended = message["header"]["msg_id"], [], False
        while not ended:
            kind, content = await self.next(self.client.get_iopub_msg, number)
            ended = kind == "status" and content["execution_state"] == "idle"
            if kind in {"stream", "error", "execute_result", "display_data"}:
                outputs.append({"output_type": kind, **content})
        _, reply = await self.next(self.client.get_shell_msg, number)
        before = self.cells.get(cell_id)
        earlier = [*before["earlier"], {name: before[name] for name in SHOWN}] if before else []
        self.cells[cell_id] = {
            "id": cell_id,
            "source": source,
            "outputs": outputs,
            "execution_count": reply["execution_count"],
            "metadata": {},
            "earlier": earlier,
        }

    async def next(self, get, number):
        """Return the type and content of the next message that a request brings about."""
        while True:
            message = await get(timeout=60)
            if message["parent_header"].get("msg_id") == number:
                return message["msg_type"], message["content"]

    async def insert(self, kind="step", cell_id="train", locale="en", *, remembers=False):
        """Insert an entry; return its metadata, and its text.

        A front end may remember what the cell showed before, or not: the page was reloaded.
        """
        answer = await self.ask(kind, cell_id, locale, remembers=remembers)
        cell = answer["cell"]
        self.entries.append(cell["metadata"]["journal"])
        return cell["metadata"]["journal"], cell["source"]

    async def ask(self, kind="step", cell_id="train", locale="en", *, remembers=False, **more):
        """Return the answer to a request for an entry, which is not inserted."""
        cell = self.cells.get(cell_id)
        if cell is not None and not remembers:
            cell = {**cell, "earlier": []}
        body = {
            "path": "study.ipynb",
            "kernel_id": self.kernel_id,
            "kind": kind,
            "locale": locale,
            "cell": cell,
            "entries": self.entries,
            **more,
        }
        response = await self.fetch(*ROUTE, method="POST", body=json.dumps(body))
        return json.loads(response.body)

    async def until_busy(self, limit_s=60):
        """Wait until the server has seen the kernel busy; fail when it does not in time."""
        deadline = asyncio.get_running_loop().time() + limit_s
        while self.kernels.get_kernel(self.kernel_id).execution_state != "busy":
            assert asyncio.get_running_loop().time() < deadline, "the kernel was never seen busy"
            await asyncio.sleep(0.01)

    async def restart(self):
        await self.kernels.restart_kernel(self.kernel_id)
        await self.client.wait_for_ready(timeout=60)
