"""What was answered before: one entry for one key, and one unasked entry for one run."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from jupyterlab_journal.compose.doubles import RunKey, asks, run_key, with_question

if TYPE_CHECKING:
    from jupyterlab_journal.compose import ComposedEntry, EntryRequest

K = TypeVar("K")
V = TypeVar("V")
_MAX_KEYS = 500  # calls of programs whose answers are kept
_MAX_RUNS = 2_000


class Answers:
    """Remembers, in memory only, what the pages of one server were answered.

    Several pages may ask for the same entry: a program calls a command in
    each of them, or two people press a button at once. None of them knows of
    the others, and the notebook reaches them later than the answer.
    """

    def __init__(self) -> None:
        self._by_key: OrderedDict[tuple[str, str], asyncio.Future[dict[str, Any]]] = OrderedDict()
        self._by_run: OrderedDict[RunKey, str] = OrderedDict()

    async def once(
        self, path: str, key: str | None, answer: Callable[[], Awaitable[dict[str, Any]]]
    ) -> dict[str, Any]:
        """Return the answer to an idempotency key; a later caller gets the same one, marked ``repeats``.

        What fails is forgotten, so that the same key may be tried again.

        Parameters
        ----------
        path : str
            The notebook, within which the key holds.
        key : str, optional
            Without one, every call is answered anew.
        answer : function
            Composes the entry.
        """
        if key is None:
            return await answer()
        known = self._by_key.get((path, key))
        if known is not None:
            return {**await asyncio.shield(known), "repeats": True}
        future = asyncio.ensure_future(answer())
        _keep(self._by_key, (path, key), future, _MAX_KEYS)
        try:
            return await asyncio.shield(future)
        except Exception:
            if self._by_key.get((path, key)) is future:
                del self._by_key[path, key]
            raise

    def ask_about_double(
        self, composed: ComposedEntry, request: EntryRequest, kernel_id: str | None
    ) -> ComposedEntry:
        """Add the question whether to insert an entry about a run that another page has just journalled.

        Parameters
        ----------
        kernel_id : str, optional
            Of the kernel that the run belongs to; without one, nothing is known of the run.
        """
        key = None if kernel_id is None else run_key(composed, kernel_id)
        if key is None or asks(composed):
            return composed
        known = self._by_run.get(key)
        own = {entry.get("id") for entry in request.entries if isinstance(entry, Mapping)}
        if known is not None and known not in own:
            return with_question(composed, request, known)
        _keep(self._by_run, key, key.entry_of(composed), _MAX_RUNS)
        return composed


def _keep(known: OrderedDict[K, V], key: K, value: V, limit: int) -> None:
    known[key] = value
    known.move_to_end(key)
    while len(known) > limit:
        known.popitem(last=False)
