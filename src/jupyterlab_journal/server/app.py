"""The server extension: builds its services, lists its routes, stops what it started."""

from __future__ import annotations

from typing import Any

from jupyter_server.extension.application import ExtensionApp
from jupyter_server.utils import url_path_join

from jupyterlab_journal.server.openapi import OpenApiHandler

API = "/jupyterlab-journal/api"


class JournalApp(ExtensionApp):
    """A lab journal inside the notebook."""

    name = "jupyterlab_journal"
    load_other_extensions = True

    def initialize_handlers(self) -> None:
        """List the routes; each has its module and its place in openapi.yaml."""
        routes: list[tuple[str, type, dict[str, Any]]] = [
            ("/openapi.json", OpenApiHandler, {}),
        ]
        self.handlers.extend(
            (url_path_join(API, route), handler, services) for route, handler, services in routes
        )
