"""Facts of running kernels."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

from jupyter_server.auth.decorator import authorized
from tornado import web

from jupyterlab_journal.errors import NotFound
from jupyterlab_journal.facts.snapshot import redacted_json
from jupyterlab_journal.redact.gate import Gate
from jupyterlab_journal.server.base import JournalHandler

if TYPE_CHECKING:
    from jupyterlab_journal.facts.server_facts import ServerFacts
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
        observed = await self.watches.observe(id, path)
        snapshot = await asyncio.to_thread(self.server_facts.snapshot, observed, locale=locale)
        gate = Gate(await self.secrets.refresh_from(self.watches, id))
        self.finish(json.dumps(await asyncio.to_thread(redacted_json, snapshot, gate)))
