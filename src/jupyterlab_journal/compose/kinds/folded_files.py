"""The files from which an environment can be made again, folded into the entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jupyterlab_journal.compose.text.markdown_blocks import fence, folded
from jupyterlab_journal.locale import words_in

if TYPE_CHECKING:
    from jupyterlab_journal.compose.draft.draft import Draft
    from jupyterlab_journal.compose.draft.room import Room

_MAX_FILE_BYTES = 16 * 1024


def environment_files(draft: Draft, room: Room) -> str:
    """Return each file as a folded block; one that has no room is left out, and the user is told."""
    labels = words_in(draft.request.locale).facts
    blocks = []
    for file in draft.files:
        text = draft.gate.text(file.text, "environment")
        if len(text.encode()) > room.bytes(_MAX_FILE_BYTES):
            room.notice("files_left_out", labels.files_left_out)
            continue
        forms = labels.exact if file.exact else labels.portable
        summary = forms.of(file.count, name=file.name)
        blocks.append(folded(summary, fence(text)))
    return "\n\n".join(blocks)
