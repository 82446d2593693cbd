"""Entries, composed for the front end to insert; nothing is written here."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from jupyter_server.auth.decorator import authorized
from tornado import web

from jupyterlab_journal.entry.kernel_facts import KernelFacts
from jupyterlab_journal.entry.model import Kind
from jupyterlab_journal.errors import KernelUnavailable, NotFound
from jupyterlab_journal.facts.requirement_files import environment_files
from jupyterlab_journal.facts.server_facts import NotebookCode
from jupyterlab_journal.server.base import JournalHandler
from jupyterlab_journal.server.entry_bodies import encode_composed
from jupyterlab_journal.server.run_facts import with_run
from jupyterlab_journal.watch.local_process import is_local
from jupyterlab_journal.watch.patience import one_limit

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from jupyterlab_journal.entry.active_cell import ActiveCell
    from jupyterlab_journal.facts.observation import Observation
    from jupyterlab_journal.facts.server_facts import ServerFacts
    from jupyterlab_journal.server.answers import Answers
    from jupyterlab_journal.server.bodies import EntryRequest
    from jupyterlab_journal.server.composer import Composer
    from jupyterlab_journal.server.notebooks import Notebooks
    from jupyterlab_journal.watch.watches import Watches

T = TypeVar("T")

# A note between two steps must not become what the second step is compared with: no facts are kept in it.
_OWN_WORDS = frozenset({Kind.GOAL, Kind.HYPOTHESIS, Kind.CONCLUSION, Kind.NOTE})


class EntriesHandler(JournalHandler):
    """Compose one entry."""

    watches: Watches
    server_facts: ServerFacts
    notebooks: Notebooks
    answers: Answers
    composer: Composer

    @web.authenticated
    @authorized
    async def post(self) -> None:
        """Answer with a ready Markdown cell."""
        body = self.read_body()
        sent = await self.composer.read(body)
        path = await self.notebooks.check_place(sent.path)
        answer = await self.answers.once(path, sent.key, lambda: self._compose(body, sent, path))
        self.set_status(201)
        self.finish(json.dumps(answer))

    async def _compose(self, body: bytes, sent: EntryRequest, path: str) -> dict[str, Any]:
        """Compose what `body` asks for; `sent` is all of it that matters here."""
        with one_limit():
            facts, _ = await asyncio.gather(
                self._facts(body, sent, path), self._learn_secrets(sent.kernel_id)
            )
        composed = await self.composer.write(body, facts)
        return encode_composed(self.answers.ask_about_double(composed, sent, sent.kernel_id))

    async def _learn_secrets(self, kernel_id: str | None) -> None:
        """Learn the secrets of new kernels, and those in this one's variables if the user may ask it."""
        if kernel_id is None or not await self.may("execute", "kernels"):
            await self.secrets.refresh()
        else:
            await self.secrets.refresh_from(self.watches, kernel_id)

    async def _facts(self, body: bytes, sent: EntryRequest, path: str) -> KernelFacts:
        """Ask the kernel; what it does not tell is missing in the entry, which says so.

        Raises
        ------
        NotFound, KernelUnavailable
            For an environment entry, which would be empty.
        """
        kind, kernel_id = sent.kind, sent.kernel_id
        if kernel_id is None or kind in _OWN_WORDS:
            return KernelFacts(ran_here=False)
        if not await self.may("execute", "kernels"):  # asking a kernel runs code in it
            if kind is Kind.ENVIRONMENT:
                raise NotFound("kernel")
            return KernelFacts()
        (known, observed), mentions = await asyncio.gather(
            self._ask(kernel_id, kind, path, sent.cell), self.composer.find_mentions(body)
        )
        if observed is None:
            return known
        notebook = NotebookCode(
            path=path,
            mentions=mentions,
            text=sent.fields.get("data", ""),
            local=is_local(self.kernel_manager, kernel_id),
        )
        snapshot = await asyncio.to_thread(self.server_facts.snapshot, observed, notebook)
        is_environment = kind is Kind.ENVIRONMENT
        files = await asyncio.to_thread(environment_files, snapshot.facts) if is_environment else ()
        return replace(known, snapshot=snapshot, files=files, unread_code=mentions.unread)

    async def _ask(
        self, kernel_id: str, kind: Kind, path: str, cell: ActiveCell | None
    ) -> tuple[KernelFacts, Observation | None]:
        """Ask the kernel all that it alone knows, and whether it answered; and what a snapshot is made of."""
        asked = self.watches.observe(kernel_id, path)
        observed, parameters, ran = await asyncio.gather(
            asked if kind is Kind.ENVIRONMENT else _or_none(asked),
            _or_none(self.watches.parameters(kernel_id)),
            _or_none(self.watches.ran_code(kernel_id)),
        )
        known = KernelFacts(parameters=parameters)
        if ran is not None:
            known = replace(known, code=ran.codes, versions=ran.versions)
        if kind is not Kind.ENVIRONMENT:
            known = await with_run(known, self.watches, kernel_id, kind, cell)
            if kernel_id not in self.kernel_manager:  # it was shut down: what ran did so in a session before
                return replace(known, ran_here=False), observed
        return replace(known, no_answer=not self.watches.answers(kernel_id)), observed


async def _or_none(answer: Awaitable[T]) -> T | None:
    try:
        return await answer
    except (KernelUnavailable, NotFound):
        return None
