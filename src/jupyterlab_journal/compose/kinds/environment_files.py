"""The files from which an environment can be made again, folded into the entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jupyterlab_journal.compose.text.markdown import fence, folded
from jupyterlab_journal.locale import words_in

if TYPE_CHECKING:
    from jupyterlab_journal.compose.draft.draft import Draft

_MAX_FILE_BYTES = 16 * 1024


def environment_files(draft: Draft) -> str:
    """Return each file as a folded block; one that has no room is left out, and the user is told."""
    labels = words_in(draft.request.locale).facts
    blocks = []
    for file in draft.files:
        text = draft.gate.text(file.text, "environment")
        if len(text.encode()) > draft.room(_MAX_FILE_BYTES):
            draft.notice("files_left_out", labels.files_left_out)
            continue
        forms = labels.exact if file.exact else labels.portable
        summary = forms.of(file.count, name=file.name)
        blocks.append(folded(summary, fence(text)))
    return "\n\n".join(blocks)
