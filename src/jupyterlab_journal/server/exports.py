"""Exports: start, follow, cancel. Pages are written beside the notebook, never served from here."""

from __future__ import annotations

import asyncio
import dataclasses
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from jupyter_core.utils import ensure_async
from jupyter_server.auth.decorator import authorized
from tornado import web

from jupyterlab_journal.errors import ExportFailed, InvalidRequest
from jupyterlab_journal.export.formats import FORMATS
from jupyterlab_journal.export.model import Format, Options, Page
from jupyterlab_journal.locale import Message
from jupyterlab_journal.server.base import JournalHandler
from jupyterlab_journal.server.bodies import Error, Export, ExportRequest
from jupyterlab_journal.server.worker import Frame, Worker, WorkerDied

if TYPE_CHECKING:
    from jupyterlab_journal.errors import JournalError
    from jupyterlab_journal.export.jobs import ExportJobs, Job
    from jupyterlab_journal.server.notebooks import Notebooks
    from jupyterlab_journal.server.secrets import Secrets
    from jupyterlab_journal.watch.watches import Watches


class WorkerRenderer:
    """Renders in a worker; the `Renderer` of the export jobs.

    Parameters
    ----------
    worker : Worker
        One that runs ``export_notebook``.
    checker : Worker
        One that runs ``check_notebook``: whoever asks for an export does not wait for another one to end.
    time_limit : float
        Seconds for one page.
    secrets : Secrets
        Of the server; they go to the worker through its pipe, for its memory only.
    """

    def __init__(self, worker: Worker, checker: Worker, *, time_limit: float, secrets: Secrets) -> None:
        self._worker = worker
        self._checker = checker
        self._time_limit = time_limit
        self._secrets = secrets
        # Threads of their own: a worker ends with the thread that started it.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="journal-export")
        self._check_thread = ThreadPoolExecutor(1, thread_name_prefix="journal-check")

    async def check(self, text: str) -> None:
        """Raise `MalformedNotebook` when the text is no notebook that can be rendered."""
        request = Frame(header={"name": Message("the_notebook").encode()}, parts=[_encoded(text)])
        try:
            await asyncio.get_running_loop().run_in_executor(self._check_thread, self._check, request)
        except WorkerDied as error:
            raise ExportFailed.like(error) from error

    async def render(
        self, text: str, name: str, options: Options, on_progress: Callable[[float], None]
    ) -> Page:
        """Return the page of a notebook's text."""
        await self._secrets.refresh()
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, self._render, text, name, options, on_progress)

    def stop(self) -> None:
        """Kill the worker; the next page gets a new one."""
        self._worker.kill()

    def close(self) -> None:
        """End worker and thread, and whatever waits for them; blocks until the worker is gone."""
        for thread in (self._thread, self._check_thread):
            thread.shutdown(wait=False, cancel_futures=True)
        self._worker.close()
        self._checker.close()

    def _check(self, request: Frame) -> Frame:
        return self._checker.call(request, time_limit=self._time_limit)

    def _render(self, text: str, name: str, options: Options, on_progress: Callable[[float], None]) -> Page:
        chosen = dataclasses.asdict(options)
        request = Frame(
            header={
                "name": name,
                "format": chosen.pop("format"),
                "options": chosen,
                "redact": self._secrets.enabled,
                "known_values": self._secrets.values,
            },
            parts=[_encoded(text)],
        )
        reply = self._worker.call(request, time_limit=self._time_limit, on_progress=on_progress)
        page, *files = reply.parts
        return Page(
            content=page,
            files=dict(zip(reply.header["files"], files, strict=True)),
            warnings=tuple(reply.header["warnings"]),
        )


class ExportsHandler(JournalHandler):
    """The exports of this server."""

    exports: ExportJobs
    notebooks: Notebooks
    watches: Watches

    @web.authenticated
    @authorized
    async def post(self) -> None:
        """Start an export."""
        await self.require("read", "contents")
        await self.require("write", "contents")
        request = await self.read_json(ExportRequest)
        options = Options(format=_find_format(request.format), locale=self.language, **vars(request.options))
        path = request.path.strip("/")
        await self.notebooks.check(path)
        await self._learn_secrets(path)
        job = await self.exports.start(path, options, overwrite=request.overwrite)
        self.set_status(202)
        self.finish(json.dumps(encode_job(job, self.describe)))

    async def _learn_secrets(self, path: str) -> None:
        """Ask the notebook's kernel what is secret, if the user may: the outputs may hold it."""
        if await self.may("execute", "kernels"):
            manager: Any = self.session_manager  # without types
            sessions = await ensure_async(manager.list_sessions())
            kernels = [session["kernel"]["id"] for session in sessions if session["path"].strip("/") == path]
            await self.secrets.refresh_from(self.watches, *kernels)


class ExportHandler(JournalHandler):
    """One export."""

    exports: ExportJobs

    @web.authenticated
    @authorized
    async def get(self, id: str) -> None:  # noqa: A002 (its name in the route)
        """Tell how far it is."""
        await self.require("read", "contents")
        self.finish(json.dumps(encode_job(self.exports.get(id), self.describe)))

    @web.authenticated
    @authorized
    async def delete(self, id: str) -> None:  # noqa: A002 (as above)
        """End it."""
        await self.require("write", "contents")
        await self.exports.cancel(id)
        self.set_status(204)
        self.finish()


def _find_format(name: str) -> Format:
    if name not in FORMATS:
        expected = json.dumps([*FORMATS])
        raise InvalidRequest("body_does_not_fit", place="format", rule="enum", expected=expected)
    return FORMATS[name]


def encode_job(job: Job, describe: Callable[[JournalError], Error]) -> Export:
    """Return the JSON form of an export; `describe` gives that of an error."""
    return {
        "id": job.id,
        "path": job.path,
        "format": job.options.format.name,
        "stage": job.stage.value,
        "fraction": round(job.fraction, 3),
        "warnings": list(job.warnings),
        "result": None if job.result is None else {"path": job.result.path, "bytes": job.result.bytes},
        "error": None if job.error is None else describe(job.error),
    }


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
