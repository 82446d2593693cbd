"""The server extension: builds its services, lists its routes, stops what it started."""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from jupyter_core.paths import jupyter_runtime_dir
from jupyter_server.extension.application import ExtensionApp
from jupyter_server.utils import url_path_join
from traitlets import Bool, Float

from jupyterlab_journal.export.jobs import ExportJobs
from jupyterlab_journal.facts.launch import launch_command
from jupyterlab_journal.facts.server_facts import ServerFacts
from jupyterlab_journal.server.answers import Answers
from jupyterlab_journal.server.composer import Composer
from jupyterlab_journal.server.entries import EntriesHandler
from jupyterlab_journal.server.exports import ExportHandler, ExportsHandler, WorkerRenderer
from jupyterlab_journal.server.formats import FormatsHandler
from jupyterlab_journal.server.kernels import SnapshotHandler
from jupyterlab_journal.server.live_notebooks import LiveNotebooks
from jupyterlab_journal.server.notebooks import Notebooks
from jupyterlab_journal.server.openapi import OpenApiHandler
from jupyterlab_journal.server.pages import Pages
from jupyterlab_journal.server.reviews import Reviewer, ReviewsHandler
from jupyterlab_journal.server.secrets import LogRedaction, Secrets
from jupyterlab_journal.server.status import StatusHandler
from jupyterlab_journal.server.templates import TemplatesHandler
from jupyterlab_journal.server.unfinished import Unfinished
from jupyterlab_journal.server.worker import Worker
from jupyterlab_journal.watch.watches import Watches

if TYPE_CHECKING:
    from jupyter_server.serverapp import ServerApp

    from jupyterlab_journal.server.base import JournalHandler

API = "/jupyterlab-journal/api"

ROUTES: tuple[tuple[str, type[JournalHandler]], ...] = (
    (r"/openapi\.json", OpenApiHandler),
    (r"/kernels/(?P<id>[^/]+)/snapshot", SnapshotHandler),
    (r"/entries", EntriesHandler),
    (r"/templates", TemplatesHandler),
    (r"/status", StatusHandler),
    (r"/formats", FormatsHandler),
    (r"/exports", ExportsHandler),
    (r"/exports/(?P<id>[^/]+)", ExportHandler),
    (r"/reviews", ReviewsHandler),
)
"""Each route has its module, and its place in ``openapi.yaml``."""


class JournalApp(ExtensionApp):
    """A lab journal inside the notebook."""

    name = "jupyterlab_journal"
    load_other_extensions = True

    export_time_limit = Float(
        120.0, min=1.0, help="Seconds after which an export is given up and its process killed."
    ).tag(config=True)
    review_time_limit = Float(
        60.0, min=1.0, help="Seconds after which a review is given up and its process killed."
    ).tag(config=True)

    watch_cells = Bool(
        True,
        help="Let Python kernels note, at the end of each cell, how long it ran, which parameters it changed "
        "and which random generators it used (0.1 ms a cell with 10 variables, 0.4 to 1 ms with 1,000 "
        "of any kind; about 3 ms of the kernel's processor with the record fetched). False: a kernel is "
        "asked only when somebody wants a fact. Takes effect on kernels that start afterwards.",
    ).tag(config=True)

    redact = Bool(
        True,
        help="Take recognised secrets out of entries, exports, log lines and error messages. This is the "
        "only switch: no notebook and no user setting can turn it off, and the panel shows when it is off.",
    ).tag(config=True)

    def initialize_settings(self) -> None:
        """Build the services that the handlers share."""
        server = cast("ServerApp", self.serverapp)  # set before this hook runs
        self._secrets = Secrets(server.kernel_manager, os.environ, enabled=self.redact, log=self.log)
        self.log.addFilter(LogRedaction(self._secrets))
        self._watches = Watches(
            server.kernel_manager,
            root_folder=os.path.expanduser(server.root_dir),  # noqa: PTH111 (compared as text)
            event_logger=server.event_logger,
            log=self.log,
            watch_cells=self.watch_cells,
        )
        live = LiveNotebooks(server.web_app.settings, server.session_manager, self.log)
        self._watches.logs.look = live.shown_cells
        self._facts = ServerFacts(
            os.path.expanduser(server.root_dir),  # noqa: PTH111 (as above)
            launch=launch_command(sys.argv, self._secrets.redactor),
        )
        self._answers = Answers()
        self._notebooks = Notebooks(server.contents_manager)
        tasks = "jupyterlab_journal.server.worker.tasks"
        composing = "jupyterlab_journal.server.worker.composing"
        # Each its own worker: a review must not wait for an export, nor die with a cancelled one.
        self._renderer = WorkerRenderer(
            Worker(f"{tasks}:export_notebook"),
            Worker(f"{tasks}:check_notebook"),
            time_limit=self.export_time_limit,
            secrets=self._secrets,
        )
        unfinished = Unfinished(Path(jupyter_runtime_dir()))
        threading.Thread(target=unfinished.clear, name="journal-clear", daemon=True).start()
        self._exports = ExportJobs(
            files=Pages(self._notebooks, unfinished), renderer=self._renderer, log=self.log
        )
        self._composer = Composer(Worker(f"{composing}:answer"), secrets=self._secrets, log=self.log)
        self._reviewer = Reviewer(Worker(f"{tasks}:review_notebooks"), time_limit=self.review_time_limit)

    def initialize_handlers(self) -> None:
        """Hand every service to every route; each takes what it needs by name."""
        services: dict[str, Any] = {
            "watches": self._watches,
            "secrets": self._secrets,
            "journal_log": self.log,
            "server_facts": self._facts,
            "notebooks": self._notebooks,
            "exports": self._exports,
            "reviewer": self._reviewer,
            "composer": self._composer,
            "answers": self._answers,
            "configured": {
                "watch_cells": self.watch_cells,
                "export_time_limit": self.export_time_limit,
                "review_time_limit": self.review_time_limit,
            },
        }
        self.handlers.extend((url_path_join(API, route), handler, services) for route, handler in ROUTES)

    async def stop_extension(self) -> None:
        """Stop what was started, the last one first; one that fails keeps none of the others running."""
        async with AsyncExitStack() as stack:
            stack.push_async_callback(asyncio.to_thread, self._composer.close)
            stack.push_async_callback(asyncio.to_thread, self._reviewer.close)
            stack.push_async_callback(asyncio.to_thread, self._renderer.close)
            stack.callback(self._facts.close)
            stack.push_async_callback(self._exports.close)
            stack.push_async_callback(self._watches.close)
