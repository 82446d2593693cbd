"""All changes of a step: of values, of code and of the environment, joined to one table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from jupyterlab_journal.compose.changes.edits import find_edits
from jupyterlab_journal.compose.changes.environment_changes import compare_environments
from jupyterlab_journal.compose.changes.merging import merge_changes
from jupyterlab_journal.compose.step.edited_cells import OtherCellEdits, edits_of_other_cells
from jupyterlab_journal.compose.step.parameter_changes import changed_parameters
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
    """Whether all code that may have changed was compared.

    Parameters
    ----------
    draft : Draft
        The step being written.
    baseline : Baseline
        What it was compared with.
    changes : tuple of Change, optional
        The changes that were found.
    """
    coded = baseline.code(draft)
    if coded is None:
        return draft.parsed_code.whole
    if _is_same_code(coded, draft):
        return True
    earlier = code_in(coded)
    if not (earlier.whole and draft.parsed_code.whole):
        return False
    # Only the beginning of a long text is stored: two that begin alike may differ.
    return bool(changes) or not (_cut(earlier) & _cut(draft.parsed_code))


def _is_same_code(earlier: Entry, draft: Draft) -> bool:
    then, now = earlier.source, draft.source
    return then is not None and now is not None and then.sha256 == now.sha256


def _cut(code: Code) -> set[str]:
    """Return the texts that are stored in part."""
    return {text for piece in code.pieces for text in _texts(piece) if len(text) >= MAX_TEXT}


def _texts(piece: Piece) -> list[str]:
    return [piece.value] if isinstance(piece, Setting) else [piece.arguments, *piece.keywords.values()]


def find_changes(draft: Draft, baseline: Baseline) -> tuple[Change, ...] | None:
    """Return what changed since the run that a step is compared with.

    Parameters
    ----------
    draft : Draft
        The step being written.
    baseline : Baseline
        The run to compare with.

    Returns
    -------
    tuple of Change, optional
        Those confirmed by most sources first; None when too little can be compared to
        report that nothing changed.
    """
    values_after = draft.parameters or {}
    earlier, coded = baseline.values(draft), baseline.code(draft)
    if earlier is None and coded is None:
        return None
    compared = earlier or coded
    other_cells = OtherCellEdits() if compared is None else edits_of_other_cells(draft, compared)
    changes = merge_changes(
        () if earlier is None else changed_parameters(draft, earlier),
        other_cells.joined_with([] if coded is None else list(_executed(_edits(draft, coded), draft))),
        _changed_environment(draft, baseline.entry),
        values_before=(earlier.parameters if earlier is not None else None) or {},
        values_after=values_after,
        cell=other_cells.extend(draft.assignments),
    )
    # Equal code of another cell does not show that unknown values are equal, too.
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
    # After a failure, a cell may have been replaced by something else: it need not be an edited version.
    is_after_failure = _was_cut_short(draft) or earlier.state is RunState.FAILED
    is_version = same_cell and not is_after_failure
    return find_edits(code_in(earlier), draft.parsed_code, was.get, now.get, same_cell=is_version)


def _executed(edits: Iterable[Edit], draft: Draft) -> Iterator[Edit]:
    """Yield the edits that the run has executed.

    A run that was cut short may not have reached an assignment. Removing one
    from the text unsets no variable; deleted variables are found among the values.
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
