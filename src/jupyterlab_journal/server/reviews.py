"""Reviews: what changed between two states of a notebook."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from jupyter_server.auth.decorator import authorized
from tornado import web

from jupyterlab_journal.errors import ReviewFailed
from jupyterlab_journal.locale import Message
from jupyterlab_journal.review.commit import read_committed
from jupyterlab_journal.server.base import JournalHandler
from jupyterlab_journal.server.bodies import ReviewRequest
from jupyterlab_journal.server.checkpoints import last_checkpoint
from jupyterlab_journal.server.worker import Frame, Worker, WorkerDied

if TYPE_CHECKING:
    from jupyterlab_journal.server.notebooks import Notebooks


@dataclass(frozen=True, kw_only=True)
class State:
    """One state of a notebook: its bytes, a short label, and what to call it in an error."""

    data: bytes
    label: str | Message
    name: Message

    def label_in(self, locale: str) -> str:
        """Return the label in a language."""
        return self.label.written_in(locale) if isinstance(self.label, Message) else self.label


class States:
    """Finds states of notebooks by the names that a review uses.

    Parameters
    ----------
    notebooks : Notebooks
        Reads files, and keeps paths inside the root.
    """

    def __init__(self, notebooks: Notebooks) -> None:
        self._notebooks = notebooks

    async def find(self, path: str, base: str) -> State:
        """Return the state of the notebook at `path` that `base` names.

        Parameters
        ----------
        path : str
            Relative to the root.
        base : str
            ``saved``, ``checkpoint``, ``git:<revision>`` or ``file:<path>``.
        """
        kind, _, argument = base.partition(":")
        if kind == "checkpoint":
            return await self._checkpoint(path)
        if kind == "git":
            return await self._commit(path, argument)
        if kind == "file":
            other = argument.strip("/")
            text = await self._notebooks.read(other)
            return State(data=_encoded(text), label=PurePosixPath(other).name, name=Message("the_other_file"))
        text = await self._notebooks.read(path)
        return State(data=_encoded(text), label=Message("last_save"), name=Message("the_saved_file"))

    async def _commit(self, path: str, revision: str) -> State:
        await self._notebooks.check(path)
        if not self._notebooks.on_disk:
            raise ReviewFailed("beyond_git", code="not_in_git")
        committed = await asyncio.to_thread(read_committed, self._notebooks.os_path(path), revision)
        return State(data=committed.data, label=committed.label, name=Message("the_committed_file"))

    async def _checkpoint(self, path: str) -> State:
        await self._notebooks.check(path)
        checkpoint = await last_checkpoint(self._notebooks.contents, path)
        if checkpoint is None:
            raise ReviewFailed("no_checkpoint", code="no_checkpoint")
        moment = checkpoint.made.isoformat(timespec="minutes")
        return State(
            data=checkpoint.data,
            label=Message("checkpoint_of", moment=moment),
            name=Message("the_checkpoint"),
        )


class Reviewer:
    """Compares states in a worker.

    Parameters
    ----------
    worker : Worker
        One that runs ``review_notebooks``.
    time_limit : float
        Seconds for one review.
    """

    def __init__(self, worker: Worker, *, time_limit: float) -> None:
        self._worker = worker
        self._time_limit = time_limit
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="journal-review")

    async def review(self, base: State, current: bytes, *, in_body: bool, locale: str) -> bytes:
        """Return the finished JSON of a review."""
        names = {"base_name": base.name.encode(), "base_label": base.label_in(locale)}
        request = Frame(
            header={**names, "current_in_body": in_body},
            parts=[base.data, current],
        )
        loop = asyncio.get_running_loop()
        reply = await loop.run_in_executor(self._thread, self._call, request)
        return reply.parts[0]

    def close(self) -> None:
        """End worker and thread, and whatever waits for them; blocks until the worker is gone."""
        self._thread.shutdown(wait=False, cancel_futures=True)
        self._worker.close()

    def _call(self, request: Frame) -> Frame:
        try:
            return self._worker.call(request, time_limit=self._time_limit)
        except WorkerDied as error:
            raise ReviewFailed.like(error) from error


class ReviewsHandler(JournalHandler):
    """Reviews of notebooks."""

    notebooks: Notebooks
    reviewer: Reviewer

    @web.authenticated
    @authorized
    async def post(self) -> None:
        """Compare the notebook, as it stands in the browser or on disk, with another state of it."""
        await self.require("read", "contents")
        request = await self.read_json(ReviewRequest)
        path = request.path.strip("/")
        in_body = request.content is not None
        states = States(self.notebooks)
        base = await states.find(path, request.base)
        # The worker takes the content out of the body: parsing it twice here would stall the loop.
        current = b"".join(self._chunks) if in_body else _encoded(await self.notebooks.read(path))
        reply = await self.reviewer.review(base, current, in_body=in_body, locale=self.language)
        self.set_header("Content-Type", "application/json")
        self.finish(reply)


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
