"""Entries, composed for the front end to insert; nothing is written here."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from jupyter_server.auth.decorator import authorized
from tornado import web

from jupyterlab_journal.compose import (
    ActiveCell,
    CellVersion,
    ComposedEntry,
    EntryRequest,
    KernelFacts,
    compose_entry,
)
from jupyterlab_journal.entry.model import Kind
from jupyterlab_journal.errors import KernelUnavailable, NotFound
from jupyterlab_journal.server.base import JournalHandler
from jupyterlab_journal.server.facts import code_sources, files_of, is_local
from jupyterlab_journal.server.runs import with_run

if TYPE_CHECKING:
    from collections.abc import Awaitable, Mapping

    from jupyterlab_journal.server.answers import Answers
    from jupyterlab_journal.server.facts import ServerFacts
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

    @web.authenticated
    @authorized
    async def post(self) -> None:
        """Answer with a ready Markdown cell."""
        body = await self.read_json("EntryRequest")
        request = decode_request(body)
        path = await self.notebooks.check_place(body["path"])
        answer = await self.answers.once(path, body.get("key"), lambda: self._compose(request, body, path))
        self.set_status(201)
        self.finish(json.dumps(answer))

    async def _compose(self, request: EntryRequest, body: Mapping[str, Any], path: str) -> dict[str, Any]:
        facts = await self._facts(request.kind, body, path)
        redactor = await self.secrets.refresh()
        composed = await asyncio.to_thread(compose_entry, request, facts, redactor)
        return encode_composed(self.answers.ask_about_double(composed, request, body.get("kernel_id")))

    async def _facts(self, kind: Kind, body: Mapping[str, Any], path: str) -> KernelFacts:
        """Ask the kernel; what it does not tell is missing in the entry, which says so.

        Raises
        ------
        NotFound, KernelUnavailable
            For an environment entry, which would be empty.
        """
        kernel_id = body.get("kernel_id")
        if kernel_id is None or kind in _OWN_WORDS:
            return KernelFacts(ran_here=False)
        if not await self.may("execute", "kernels"):  # asking a kernel runs code in it
            if kind is Kind.ENVIRONMENT:
                raise NotFound("kernel")
            return KernelFacts()
        local = is_local(self.kernel_manager, kernel_id)
        asked = self.watches.snapshot(kernel_id, path)
        facts = await asyncio.gather(
            asked if kind is Kind.ENVIRONMENT else _or_none(asked),
            _or_none(self.watches.parameters(kernel_id)),
            _or_none(self.watches.ran_code(kernel_id)),
        )
        known = KernelFacts(parameters=facts[1])
        if facts[2] is not None:
            versions = tuple(CellVersion(**vars(version)) for version in facts[2].versions)
            known = replace(known, code=facts[2].codes, versions=versions)
        if kind is not Kind.ENVIRONMENT:
            known = await with_run(known, self.watches, kernel_id, kind, body.get("cell"))
            if kernel_id not in self.kernel_manager:  # it was shut down: what ran did so in a session before
                known = replace(known, ran_here=False)
        if facts[0] is None:
            return known
        user_text = body.get("fields", {}).get("data", "")
        snapshot = await asyncio.to_thread(
            self.server_facts.with_code, facts[0], path, code_sources(body), user_text, local=local
        )
        files = await asyncio.to_thread(files_of, snapshot) if kind is Kind.ENVIRONMENT else ()
        return replace(known, snapshot=snapshot, files=files)


async def _or_none(answer: Awaitable[T]) -> T | None:
    try:
        return await answer
    except (KernelUnavailable, NotFound):
        return None


def decode_request(body: Mapping[str, Any]) -> EntryRequest:
    """Return the request of a body that fits the schema ``EntryRequest``."""
    cell = body.get("cell")
    return EntryRequest(
        kind=Kind(body["kind"]),
        locale=body.get("locale", "en"),
        cell=None
        if cell is None
        else ActiveCell(
            source=cell["source"],
            id=cell.get("id"),
            outputs=tuple(cell.get("outputs", ())),
            execution_count=cell.get("execution_count"),
            metadata=cell.get("metadata", {}),
            running=cell.get("running", False),
        ),
        entries=tuple(body.get("entries", ())),
        fields=body.get("fields", {}),
        allowed=frozenset((pair["rule"], pair["field"]) for pair in body.get("allowed", ())),
    )


def encode_composed(composed: ComposedEntry) -> dict[str, Any]:
    """Return the answer, as the schema ``ComposedEntry`` has it."""
    return {
        "cell": dict(composed.cell),
        "warnings": [
            {
                "code": notice.code,
                "message": notice.message,
                **({} if notice.entry is None else {"entry": notice.entry}),
            }
            for notice in composed.warnings
        ],
    }
