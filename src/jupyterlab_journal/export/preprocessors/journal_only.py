"""Keep the journal, leave the rest out."""

from __future__ import annotations

from jupyterlab_journal.entry.cell import journal_metadata
from jupyterlab_journal.export.preprocessors.journal_preprocessor import NotebookNode, Resources, Step
from jupyterlab_journal.locale import Message


class JournalOnlyPreprocessor(Step):
    """Keep only the cells of journal entries, the unreadable ones too: they are the user's words."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Drop every other cell."""
        nb.cells = [cell for cell in nb.cells if journal_metadata(cell) is not None]
        if not nb.cells:
            self.warn(resources, Message("no_entries"))
        return nb, resources
