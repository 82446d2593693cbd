"""Exports in progress: one is rendered at a time, each can be followed and cancelled."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Protocol

from jupyterlab_journal.errors import Conflict, ExportFailed, JournalError, NotFound

if TYPE_CHECKING:
    from jupyterlab_journal.export.model import Options, Page

_MAX_WAITING = 32
_RENDERING = (0.1, 0.9)  # the part of the whole that rendering takes


class Stage(str, Enum):
    """Where an export stands."""

    QUEUED = "queued"
    READING = "reading"
    RENDERING = "rendering"
    WRITING = "writing"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def finished(self) -> bool:
        """Whether nothing more will happen."""
        return self in {Stage.DONE, Stage.FAILED, Stage.CANCELLED}


@dataclass(frozen=True, kw_only=True)
class Written:
    """The file that an export left: its ``path`` relative to the root, its ``bytes`` with pictures."""

    path: str
    bytes: int


@dataclass(kw_only=True)
class Job:
    """One export; it changes while it runs."""

    id: str
    path: str
    options: Options
    overwrite: bool
    stage: Stage = Stage.QUEUED
    fraction: float = 0.0
    warnings: tuple[str, ...] = ()
    result: Written | None = None
    error: JournalError | None = None
    task: asyncio.Task[None] | None = field(default=None, repr=False)

    @property
    def target(self) -> str:
        """Path of the page, relative to the root."""
        return str(PurePosixPath(self.path).with_suffix(self.options.format.ending))


class Files(Protocol):
    """Where notebooks come from and pages go."""

    async def read(self, path: str) -> str:
        """Return the text of a notebook."""

    async def check(self, target: str, *, overwrite: bool) -> None:
        """Raise `Conflict` when a page may not be written there."""

    async def write(self, target: str, page: Page, *, overwrite: bool) -> Written:
        """Write a page, whole or not at all."""


class Renderer(Protocol):
    """What turns the text of a notebook into a page."""

    async def check(self, text: str) -> None:
        """Raise `MalformedNotebook` when the text cannot be rendered."""

    async def render(
        self, text: str, name: str, options: Options, on_progress: Callable[[float], None]
    ) -> Page:
        """Return the page."""

    def stop(self) -> None:
        """End the rendering in progress at once."""


class ExportJobs:
    """All exports of this server.

    Parameters
    ----------
    files : Files
        Reads and writes.
    renderer : Renderer
        Renders, outside this process.
    log : Logger
        Hears of failures that nobody expected.
    keep : int
        How many finished exports can still be asked for.
    """

    def __init__(self, *, files: Files, renderer: Renderer, log: logging.Logger, keep: int = 50) -> None:
        self._files = files
        self._renderer = renderer
        self._log = log
        self._keep = keep
        self._jobs: dict[str, Job] = {}
        self._turn = asyncio.Lock()

    async def start(self, path: str, options: Options, *, overwrite: bool) -> Job:
        """Start an export and return it.

        Raises
        ------
        Conflict
            When the page exists and `overwrite` is not set, or too many exports wait.
        NotFound
            When the notebook is absent, hidden or outside the root.
        MalformedNotebook
            When it is none; names the place of the fault.
        """
        job = Job(id=secrets.token_hex(8), path=path, options=options, overwrite=overwrite)
        await self._files.check(job.target, overwrite=overwrite)
        await self._renderer.check(await self._files.read(path))
        if sum(not other.stage.finished for other in self._jobs.values()) >= _MAX_WAITING:
            raise Conflict("too_many_exports", code="too_many_exports", count=_MAX_WAITING)
        self._jobs[job.id] = job
        self._forget_old()
        job.task = asyncio.create_task(self._run(job))
        return job

    def get(self, job_id: str) -> Job:
        """Return an export.

        Raises
        ------
        NotFound
            When it is unknown or was forgotten.
        """
        job = self._jobs.get(job_id)
        if job is None:
            raise NotFound("export")
        return job

    async def cancel(self, job_id: str) -> None:
        """End an export; one that is already writing is let finish, which takes a moment.

        Raises
        ------
        NotFound
            When it is unknown.
        """
        job = self.get(job_id)
        if job.stage.finished or job.task is None:
            return
        if job.stage is not Stage.WRITING:
            if job.stage is Stage.RENDERING:
                self._renderer.stop()
            job.task.cancel()
        await asyncio.wait([job.task])
        if not job.stage.finished:  # cancelled before it began
            job.stage = Stage.CANCELLED

    async def close(self) -> None:
        """Cancel everything; for the end of the server."""
        for job_id in list(self._jobs):
            await self.cancel(job_id)

    async def _run(self, job: Job) -> None:
        try:
            async with self._turn:
                await self._export(job)
        except asyncio.CancelledError:
            job.stage = Stage.CANCELLED
        except JournalError as error:
            job.error = error
            job.stage = Stage.FAILED
        except Exception:  # noqa: BLE001 (a job has no caller to raise to; logged)
            self._log.exception("jupyterlab-journal: export %s failed", job.id)
            job.error = ExportFailed("export_failed", reference=job.id)
            job.stage = Stage.FAILED

    async def _export(self, job: Job) -> None:
        job.stage = Stage.READING
        text = await self._files.read(job.path)
        start, end = _RENDERING
        job.stage, job.fraction = Stage.RENDERING, start

        def on_progress(fraction: float) -> None:
            job.fraction = start + (end - start) * fraction

        name = PurePosixPath(job.path).stem
        page = await self._renderer.render(text, name, job.options, on_progress)
        job.warnings = page.warnings
        job.stage, job.fraction = Stage.WRITING, end
        job.result = await self._files.write(job.target, page, overwrite=job.overwrite)
        job.stage, job.fraction = Stage.DONE, 1.0

    def _forget_old(self) -> None:
        finished = [job.id for job in self._jobs.values() if job.stage.finished]
        for job_id in finished[: max(0, len(finished) - self._keep)]:
            del self._jobs[job_id]
