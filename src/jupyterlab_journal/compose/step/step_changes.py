"""What changed since the entry before: each witness is asked, then all are heard together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from jupyterlab_journal.compose.changes.edits import find_edits
from jupyterlab_journal.compose.changes.environment_changes import compare_environments
from jupyterlab_journal.compose.changes.merging import merge_changes
from jupyterlab_journal.compose.step.changed_parameters import values_since
from jupyterlab_journal.compose.step.edited_cells import Elsewhere, edits_elsewhere
from jupyterlab_journal.entry.model import RunState, SameSnapshot
from jupyterlab_journal.reading.code_records import code_in
from jupyterlab_journal.reading.pieces import MAX_TEXT, Code, Piece, Setting
from jupyterlab_journal.reading.spelling import is_literal

if TYPE_CHECKING:
    from jupyterlab_journal.compose.changes.naming import Edit
    from jupyterlab_journal.compose.draft.draft import Draft
    from jupyterlab_journal.compose.step.baseline import Baseline
    from jupyterlab_journal.entry.model import Change, Entry

MAX_CHANGES = 40


def is_compared_in_full(draft: Draft, baseline: Baseline, changes: tuple[Change, ...] | None) -> bool:
    """Whether nothing of the code was passed over that might have been changed."""
    coded = baseline.code(draft)
    if coded is None:
        return draft.told.whole
    if _is_same_code(coded, draft):
        return True
    earlier = code_in(coded)
    if not (earlier.whole and draft.told.whole):
        return False
    # Of a long text, the beginning is kept: two that begin alike may differ.
    return bool(changes) or not (_cut(earlier) & _cut(draft.told))


def _is_same_code(earlier: Entry, draft: Draft) -> bool:
    then, now = earlier.source, draft.source
    return then is not None and now is not None and then.sha256 == now.sha256


def _cut(code: Code) -> set[str]:
    """Return the texts of which only the beginning is kept."""
    return {text for piece in code.pieces for text in _texts(piece) if len(text) >= MAX_TEXT}


def _texts(piece: Piece) -> list[str]:
    return [piece.value] if isinstance(piece, Setting) else [piece.arguments, *piece.keywords.values()]


def find_changes(draft: Draft, baseline: Baseline) -> tuple[Change, ...] | None:
    """Return what changed; None when too little can be compared to say that nothing did."""
    has = draft.parameters or {}
    earlier, coded = baseline.values(draft), baseline.code(draft)
    if earlier is None and coded is None:
        return None
    since = earlier or coded
    elsewhere = Elsewhere() if since is None else edits_elsewhere(draft, since)
    changes = merge_changes(
        () if earlier is None else values_since(draft, earlier),
        elsewhere.with_own([] if coded is None else list(_reached(_edits(draft, coded), draft))),
        _changed_environment(draft, baseline.entry),
        had=(earlier.parameters if earlier is not None else None) or {},
        has=has,
        cell=elsewhere.beside(draft.assignments),
    )
    # That the code of another cell shows no change says nothing of the values, where these are not known.
    is_unfounded = not changes and earlier is None and coded is not None and not _is_about_same(coded, draft)
    return None if is_unfounded else changes[:MAX_CHANGES]


def _changed_environment(draft: Draft, earlier: Entry | None) -> tuple[Change, ...]:
    """Compare the facts of the entry that parameters are compared with, and those of now."""
    latest = draft.history.last_snapshot
    if draft.snapshot is None or latest is None or earlier is None:
        return ()
    base_id, base = latest
    stored = earlier.snapshot
    recorded = stored.drift if isinstance(stored, SameSnapshot) and stored.same_as == base_id else ()
    return compare_environments(base, recorded, draft.snapshot)


def _is_about_same(earlier: Entry, draft: Draft) -> bool:
    """Whether an entry is about the same cell, or about the same code in another one."""
    then, now = earlier.source, draft.source
    same_cell = then is not None and now is not None and then.cell_id == now.cell_id
    return same_cell or _is_same_code(earlier, draft)


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
    outcome = draft.outcome
    for edit in edits:
        if outcome is None or not edit.variable:
            yield edit
        elif edit.after is None:
            if not outcome.cut_short:
                yield edit
        elif not (is_literal(edit.after) and outcome.may_lack(edit.full_name, draft.parameters)):
            yield edit


def _was_cut_short(draft: Draft) -> bool:
    return draft.outcome is not None and draft.outcome.cut_short
