"""The server extension: builds its services, lists its routes, stops what it started."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, cast

from jupyter_server.extension.application import ExtensionApp
from jupyter_server.utils import url_path_join

from jupyterlab_journal.server.kernels import SnapshotHandler
from jupyterlab_journal.server.openapi import OpenApiHandler
from jupyterlab_journal.watch.watches import Watches

if TYPE_CHECKING:
    from jupyter_server.serverapp import ServerApp

    from jupyterlab_journal.server.base import JournalHandler

API = "/jupyterlab-journal/api"

ROUTES: tuple[tuple[str, type[JournalHandler]], ...] = (
    (r"/openapi\.json", OpenApiHandler),
    (r"/kernels/(?P<id>[^/]+)/snapshot", SnapshotHandler),
)
"""Each route has its module, and its place in ``openapi.yaml``."""


class JournalApp(ExtensionApp):
    """A lab journal inside the notebook."""

    name = "jupyterlab_journal"
    load_other_extensions = True

    def initialize_settings(self) -> None:
        """Build the services that the handlers share."""
        server = cast("ServerApp", self.serverapp)  # set before this hook runs
        self._watches = Watches(
            server.kernel_manager,
            root_folder=os.path.expanduser(server.root_dir),  # noqa: PTH111 (compared as text)
            event_logger=server.event_logger,
            log=self.log,
        )

    def initialize_handlers(self) -> None:
        """Hand every service to every route; each takes what it needs by name."""
        services: dict[str, Any] = {"watches": self._watches}
        self.handlers.extend((url_path_join(API, route), handler, services) for route, handler in ROUTES)

    async def stop_extension(self) -> None:
        """Stop what was started."""
        await self._watches.close()
