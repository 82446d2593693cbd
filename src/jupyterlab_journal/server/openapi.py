"""The OpenAPI document, as a resource."""

from __future__ import annotations

import json

from jupyter_server.auth.decorator import authorized
from tornado import web

from jupyterlab_journal.server.base import JournalHandler
from jupyterlab_journal.server.openapi_document import openapi_document


class OpenApiHandler(JournalHandler):
    """The document itself."""

    @web.authenticated
    @authorized
    def get(self) -> None:
        """Return the OpenAPI document."""
        self.finish(json.dumps(openapi_document()))
