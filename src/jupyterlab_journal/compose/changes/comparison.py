"""What changed since the entry before: each witness is asked, then all are heard together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jupyterlab_journal.compose.changes.edits import find_edits
from jupyterlab_journal.compose.changes.environment import changed_environment
from jupyterlab_journal.compose.changes.merging import merge_changes
from jupyterlab_journal.compose.changes.others import changed_roots
from jupyterlab_journal.compose.changes.pieces import code_in
from jupyterlab_journal.compose.changes.values import changed_values
from jupyterlab_journal.compose.environment.facts import group, text
from jupyterlab_journal.compose.parameters import spellings_in

if TYPE_CHECKING:
    from jupyterlab_journal.compose.baseline import Baseline
    from jupyterlab_journal.compose.changes.naming import Edit
    from jupyterlab_journal.compose.draft import Draft
    from jupyterlab_journal.entry.model import Change, Entry, Snapshot

MAX_CHANGES = 40


def find_changes(draft: Draft, baseline: Baseline) -> tuple[Change, ...] | None:
    """Return what changed; None when there is nothing to compare with."""
    has = draft.parameters or {}
    earlier, coded = baseline.values, baseline.code
    if earlier is None and coded is None:
        return None
    changes = merge_changes(
        () if earlier is None else values_since(draft, earlier),
        [] if coded is None else _edits(draft, coded),
        changed_environment(draft.history, baseline.entry, draft.snapshot),
        had=(earlier.parameters if earlier is not None else None) or {},
        has=has,
        cell=draft.assignments,
    )
    return changes[:MAX_CHANGES]


def values_since(draft: Draft, earlier: Entry) -> tuple[Change, ...]:
    """Return the parameters whose values have changed since an entry."""
    had, has = earlier.parameters or {}, draft.parameters or {}
    found = changed_values(
        had,
        has,
        draft.others.complete(draft.assignments, changed_roots(had, has)),
        written_before=spellings_in(earlier),
        written_after=draft.spellings,
    )
    if not _restarted_since(draft, earlier):
        return found
    return tuple(change for change in found if change.after is not None)  # perhaps only not run again yet


def _restarted_since(draft: Draft, earlier: Entry) -> bool:
    """Whether the kernel is known to be another process than that of an earlier entry.

    Of an entry that only refers to an older one for its facts, the process is
    not known; its prompt number is, which starts anew with the process.
    """
    base = draft.history.last_snapshot
    if base is None or draft.snapshot is None or _process(base[1]) == _process(draft.snapshot):
        return False
    counts = [None if source is None else source.execution_count for source in (earlier.source, draft.source)]
    fell = counts[0] is not None and counts[1] is not None and counts[1] <= counts[0]
    return fell or earlier.id == base[0]


def _process(snapshot: Snapshot) -> tuple[str, str]:
    host = group(snapshot, "host")
    return text(host, "process_id"), text(host, "started_at")


def _edits(draft: Draft, earlier: Entry) -> list[Edit]:
    was, now = earlier.parameters or {}, draft.parameters or {}
    cells = [None if source is None else source.cell_id for source in (earlier.source, draft.source)]
    same_cell = cells[0] is not None and cells[0] == cells[1]
    return find_edits(code_in(earlier), draft.told, was.get, now.get, same_cell=same_cell)
