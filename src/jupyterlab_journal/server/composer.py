"""Composes entries in a worker: what takes long, or hangs, holds up no one else."""

from __future__ import annotations

import asyncio
import json
import logging
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from jupyterlab_journal.facts.code_mentions import CodeMentions
from jupyterlab_journal.facts.seed_calls import SeedCall
from jupyterlab_journal.server.entry_bodies import decode_composed, decode_request, read_request, without_bulk
from jupyterlab_journal.server.worker import Frame, Worker, WorkerDied
from jupyterlab_journal.server.worker.objects import encode_object

if TYPE_CHECKING:
    from jupyterlab_journal.compose import ComposedEntry
    from jupyterlab_journal.entry.kernel_facts import KernelFacts
    from jupyterlab_journal.server.bodies import EntryRequest
    from jupyterlab_journal.server.secrets import Secrets

_TIME_LIMIT_S = 30.0  # an entry takes at most two seconds
_SMALL_BYTES = 32 * 1024  # reading so much takes 0.2 ms, 25 ms at worst: less than a worker is waited for


class Composer:
    """Reads requests for entries, and answers them.

    Parameters
    ----------
    worker : Worker
        One that runs ``worker.composing``. It stays, for the next entry.
    secrets : Secrets
        Of the server; they go to the worker through its pipe, for its memory only.
    log : logging.Logger
        Told when the worker dies.
    """

    def __init__(self, worker: Worker, *, secrets: Secrets, log: logging.Logger) -> None:
        self._worker = worker
        self._secrets = secrets
        self._log = log
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="journal-compose")

    def warm(self) -> None:
        """Start the worker and make it ready: somebody is about to ask for an entry."""
        self._thread.submit(self._call, Frame(header={"do": "warm", **self._redaction()}))

    async def read(self, body: bytes) -> EntryRequest:
        """Check a body, and return what the server has to know of it.

        Raises
        ------
        InvalidRequest, MalformedNotebook
            When it is no request for an entry, or its outputs are none.
        """
        if len(body) <= _SMALL_BYTES:
            return without_bulk(read_request(body))
        reply = await self._ask(Frame(header={"do": "read"}, parts=[body]))
        return decode_request(reply.header["sent"])

    async def find_mentions(self, body: bytes) -> CodeMentions:
        """Return what the code in a body names."""
        reply = await self._ask(Frame(header={"do": "find mentions"}, parts=[body]))
        mentions = reply.header["mentions"]
        seeds = tuple(SeedCall(**call) for call in mentions["seeds"])
        return CodeMentions(seeds=seeds, files=tuple(mentions["files"]), unread=mentions["unread"])

    async def write(self, body: bytes, facts: KernelFacts) -> ComposedEntry:
        """Return the entry that a body asks for.

        Raises
        ------
        JournalError
            What `compose_entry` raises, and `WorkerDied`.
        """
        header = {"do": "write", "facts": encode_object(facts), **self._redaction()}
        reply = await self._ask(Frame(header=header, parts=[body]))
        return decode_composed(json.loads(reply.parts[0]))

    def close(self) -> None:
        """End worker and thread, and whatever waits for them; blocks until the worker is gone."""
        self._thread.shutdown(wait=False, cancel_futures=True)
        self._worker.close()

    def _redaction(self) -> dict[str, Any]:
        return {"redact": self._secrets.enabled, "known_values": self._secrets.values}

    async def _ask(self, request: Frame) -> Frame:
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._call, request)

    def _call(self, request: Frame) -> Frame:
        try:
            return self._worker.call(request, time_limit=_TIME_LIMIT_S)
        except WorkerDied as error:
            self._log.error("jupyterlab-journal: composing an entry: %s", error.message)
            raise
