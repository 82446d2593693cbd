"""What another edit tells already."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jupyterlab_journal.compose.changes.naming import Edit


def without_repeated(edits: list[Edit]) -> list[Edit]:
    """Leave out what was added or removed with something larger."""
    return [edit for edit in edits if not _is_part_of_another(edit, edits)]


def _is_part_of_another(edit: Edit, edits: list[Edit]) -> bool:
    """Whether what was added or removed is told already, with the larger thing that it belongs to."""
    text = edit.before if edit.after is None else edit.after
    if (edit.before is not None and edit.after is not None) or text is None or "(" not in text:
        return False
    for other in edits:
        side = other.before if edit.after is None else other.after
        if other is edit or side is None or text not in side:
            continue
        # Of two that say the same, the one without a name of its own is the part.
        if text != side or (other.name != edit.name and text.startswith(edit.name)):
            return True
    return False
