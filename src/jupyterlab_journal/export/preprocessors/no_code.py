"""Leave code out, keep what it put out."""

from __future__ import annotations

from jupyterlab_journal.export.preprocessors.journal_preprocessor import NotebookNode, Resources, Step


class NoCodePreprocessor(Step):
    """Hide the source of code cells; cells without output disappear."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Mark sources with the flag that nbconvert's templates obey."""
        nb.cells = [cell for cell in nb.cells if cell.cell_type != "code" or cell.outputs]
        for cell in nb.cells:
            if cell.cell_type == "code":
                cell.metadata["transient"] = {"remove_source": True}
        return nb, resources
