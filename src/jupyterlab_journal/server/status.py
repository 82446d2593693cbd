"""What a client has to know of this server before it asks for anything else."""

from __future__ import annotations

import json
from importlib.metadata import version
from typing import TYPE_CHECKING

from jupyter_server.auth.decorator import authorized
from tornado import web

from jupyterlab_journal.server.base import JournalHandler

if TYPE_CHECKING:
    from jupyterlab_journal.server.bodies import Configured, Status


class StatusHandler(JournalHandler):
    """Version and configuration of this server."""

    configured: Configured

    @web.authenticated
    @authorized
    def get(self) -> None:
        """Answer with the version, whether secrets are taken out, and the rest of the configuration."""
        status: Status = {
            "version": version("jupyterlab-journal"),
            "redaction": self.secrets.enabled,
            "configured": self.configured,
        }
        self.finish(json.dumps(status))
