"""What changed since the entry before: each witness is asked, then all are heard together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from jupyterlab_journal.compose.changes.edits import find_edits
from jupyterlab_journal.compose.changes.elsewhere import Elsewhere, edits_elsewhere
from jupyterlab_journal.compose.changes.environment import changed_environment
from jupyterlab_journal.compose.changes.merging import merge_changes
from jupyterlab_journal.compose.changes.pieces import code_in
from jupyterlab_journal.compose.changes.since import values_since
from jupyterlab_journal.compose.changes.spelling import is_literal
from jupyterlab_journal.entry.model import RunState

if TYPE_CHECKING:
    from jupyterlab_journal.compose.baseline import Baseline
    from jupyterlab_journal.compose.changes.naming import Edit
    from jupyterlab_journal.compose.draft import Draft
    from jupyterlab_journal.entry.model import Change, Entry

MAX_CHANGES = 40


def find_changes(draft: Draft, baseline: Baseline) -> tuple[Change, ...] | None:
    """Return what changed; None when there is nothing to compare with."""
    has = draft.parameters or {}
    earlier, coded = baseline.values(draft), baseline.code(draft)
    if earlier is None and coded is None:
        return None
    since = earlier or coded
    elsewhere = Elsewhere() if since is None else edits_elsewhere(draft, since)
    changes = merge_changes(
        () if earlier is None else values_since(draft, earlier),
        elsewhere.with_own([] if coded is None else list(_reached(_edits(draft, coded), draft))),
        changed_environment(draft.history, baseline.entry, draft.snapshot),
        had=(earlier.parameters if earlier is not None else None) or {},
        has=has,
        cell=elsewhere.beside(draft.assignments),
    )
    return changes[:MAX_CHANGES]


def _edits(draft: Draft, earlier: Entry) -> list[Edit]:
    was, now = earlier.parameters or {}, draft.parameters or {}
    cells = [None if source is None else source.cell_id for source in (earlier.source, draft.source)]
    same_cell = cells[0] is not None and cells[0] == cells[1]
    # What is tried after a failure, or failed itself, may be a text of another kind in the same cell.
    tried = _was_cut_short(draft) or earlier.state is RunState.FAILED
    return find_edits(code_in(earlier), draft.told, was.get, now.get, same_cell=same_cell and not tried)


def _reached(edits: Iterable[Edit], draft: Draft) -> Iterator[Edit]:
    """Yield the edits that a run can have carried out; one that was cut short unset no variable by its text.

    What it really deleted is missing among the values, which tell so
    themselves; what it never came to set is missing there as well.
    """
    for edit in edits:
        is_known = draft.parameters is not None and edit.full_name in draft.parameters
        unset = edit.after is None
        not_set = draft.parameters is not None and not is_known and is_literal(edit.after or "")
        if not (_was_cut_short(draft) and edit.variable and (unset or not_set)):
            yield edit


def _was_cut_short(draft: Draft) -> bool:
    return draft.outcome is not None and draft.outcome.cut_short
