"""Parameters whose values differ from those of an earlier entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jupyterlab_journal.compose.changes.parameter_values import changed_values
from jupyterlab_journal.compose.draft.stored_parameters import spellings_in
from jupyterlab_journal.compose.step.edited_cells import is_of_this_process
from jupyterlab_journal.reading.other_cells import changed_roots

if TYPE_CHECKING:
    from jupyterlab_journal.compose.draft.draft import Draft
    from jupyterlab_journal.entry.model import Change, Entry


def changed_parameters(draft: Draft, earlier: Entry) -> tuple[Change, ...]:
    """Compare the parameters of a draft with those of an earlier entry.

    Parameters
    ----------
    draft : Draft
        The entry being written.
    earlier : Entry
        The entry to compare with.
    """
    values_before, values_after = earlier.parameters or {}, draft.parameters or {}
    found = changed_values(
        values_before,
        values_after,
        draft.other_cells.complete(draft.assignments, changed_roots(values_before, values_after)),
        written_before=spellings_in(earlier),
        written_after=draft.spellings,
    )
    if is_of_this_process(draft, earlier) is not False:
        return found
    return tuple(change for change in found if change.after is not None)  # perhaps only not run again yet
