"""When two entries would describe the same run in the same way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from jupyterlab_journal.compose.request import ComposedEntry, Notice
from jupyterlab_journal.entry.cell import METADATA_KEY
from jupyterlab_journal.entry.kinds import Kind
from jupyterlab_journal.locale import words_in

if TYPE_CHECKING:
    from jupyterlab_journal.compose.request import EntryRequest

_QUESTIONS = {kind.value: kind.traits.repeated for kind in Kind if kind.traits.repeated is not None}
"""Code of the question by kind; the other kinds may be repeated."""


@dataclass(frozen=True, kw_only=True)
class RunKey:
    """One kind of entry about one run: of a cell and its code, in one process of a kernel."""

    kernel_id: str
    process: str | None
    cell_id: str
    execution_count: int
    sha256: str
    kind: str

    def entry_of(self, composed: ComposedEntry) -> str:
        """Return the id of a composed entry."""
        return str(_journal(composed)["id"])


def run_key(composed: ComposedEntry, kernel_id: str) -> RunKey | None:
    """Return what two entries about one run have in common; None for kinds that may be repeated.

    Parameters
    ----------
    composed : ComposedEntry
        Any kind of entry.
    kernel_id : str
        Jupyter's id, which stays the same over restarts.

    Returns
    -------
    RunKey or None
        None for kinds that may be repeated, and where the cell has no id or the run no number.
    """
    journal = _journal(composed)
    source = journal.get("source") or {}
    cell_id, count = source.get("cell_id"), source.get("execution_count")
    if journal["kind"] not in _QUESTIONS or cell_id is None or count is None:
        return None
    return RunKey(
        kernel_id=kernel_id,
        process=source.get("process"),
        cell_id=cell_id,
        execution_count=count,
        sha256=source["sha256"],
        kind=journal["kind"],
    )


def asks(composed: ComposedEntry) -> bool:
    """Whether the user is asked already, because the notebook has such an entry."""
    return any(notice.code in _QUESTIONS.values() for notice in composed.warnings)


def with_question(composed: ComposedEntry, request: EntryRequest, entry_id: str) -> ComposedEntry:
    """Return the answer with the question about an entry that the asking page does not have.

    Parameters
    ----------
    composed : ComposedEntry
        About the same run as the other entry, of a kind that may not be repeated.
    request : EntryRequest
        What `composed` answers; gives kind and language.
    entry_id : str
        Id (ULID) of that other entry.

    Returns
    -------
    ComposedEntry
        The same cell; the question comes first among the notices.
    """
    code = _QUESTIONS[request.kind.value]
    notice = Notice(code=code, message=words_in(request.locale).elsewhere[code], entry=entry_id)
    return replace(composed, warnings=(notice, *composed.warnings))


def _journal(composed: ComposedEntry) -> Mapping[str, Any]:
    metadata = composed.cell["metadata"]
    assert isinstance(metadata, Mapping)  # noqa: S101 (for the type checker: a cell of ours)
    journal = metadata[METADATA_KEY]
    assert isinstance(journal, Mapping)  # noqa: S101 (as above)
    return journal
