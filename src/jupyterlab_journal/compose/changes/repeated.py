"""Edits that are part of another edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jupyterlab_journal.compose.changes.naming import Edit


def without_repeated(edits: list[Edit]) -> list[Edit]:
    """Leave out edits of what was added or removed inside a larger piece that is listed itself.

    Parameters
    ----------
    edits : list of Edit
        Of one cell.

    Returns
    -------
    list of Edit
        The others, in the same order.
    """
    return [edit for edit in edits if not _is_part_of_another(edit, edits)]


def _is_part_of_another(edit: Edit, edits: list[Edit]) -> bool:
    """Whether a larger added or removed piece contains this one."""
    text = edit.before if edit.after is None else edit.after
    if (edit.before is not None and edit.after is not None) or text is None or "(" not in text:
        return False
    for other in edits:
        side = other.before if edit.after is None else other.after
        if other is edit or side is None or text not in side:
            continue
        # Of two equal texts, the one without a name of its own is the part.
        if text != side or (other.name != edit.name and text.startswith(edit.name)):
            return True
    return False
