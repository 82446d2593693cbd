"""Facts of running kernels."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from jupyter_server.auth.decorator import authorized
from tornado import web

from jupyterlab_journal.entry.codec import encode_snapshot
from jupyterlab_journal.server.base import JournalHandler

if TYPE_CHECKING:
    from jupyterlab_journal.watch.watches import Watches


class SnapshotHandler(JournalHandler):
    """The facts of one kernel."""

    watches: Watches

    @web.authenticated
    @authorized
    async def get(self, id: str) -> None:  # noqa: A002 (its name in the route)
        """Answer with the snapshot of the kernel `id`."""
        path = self.get_query_argument("path", None)
        snapshot = await self.watches.snapshot(id, path)
        self.finish(json.dumps(encode_snapshot(snapshot)))
