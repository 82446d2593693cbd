"""Facts of running kernels."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

from jupyter_server.auth.decorator import authorized
from tornado import web

from jupyterlab_journal.compose.text.safe_json import safe_json
from jupyterlab_journal.entry.codec import encode_snapshot
from jupyterlab_journal.errors import NotFound
from jupyterlab_journal.redact.gate import Gate
from jupyterlab_journal.server.base import JournalHandler
from jupyterlab_journal.server.facts import in_locale

if TYPE_CHECKING:
    from jupyterlab_journal.server.facts import ServerFacts
    from jupyterlab_journal.server.notebooks import Notebooks
    from jupyterlab_journal.watch.watches import Watches


class SnapshotHandler(JournalHandler):
    """The facts of one kernel."""

    watches: Watches
    server_facts: ServerFacts
    notebooks: Notebooks

    @web.authenticated
    @authorized
    async def get(self, id: str) -> None:  # noqa: A002 (its name in the route)
        """Answer with the snapshot of the kernel `id`."""
        path = self.get_query_argument("path", None)
        locale = self.read_locale()
        if path is not None:
            path = await self.notebooks.check_place(path)
        if not await self.may("execute", "kernels"):  # the facts come from code that runs in the kernel
            raise NotFound("kernel")
        snapshot = self.server_facts.complete(await self.watches.snapshot(id, path))
        facts = encode_snapshot(in_locale(snapshot, locale))
        gate = Gate(await self.secrets.refresh_from(self.watches, id))
        self.finish(json.dumps(await asyncio.to_thread(safe_json, facts, gate, "snapshot")))
