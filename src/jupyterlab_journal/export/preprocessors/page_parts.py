"""Give the template what the page carries besides the notebook."""

from __future__ import annotations

from jupyterlab_journal.export.page_assets import formula_assets, has_formulas, page_style, security_policy
from jupyterlab_journal.export.preprocessors.journal_preprocessor import NotebookNode, Resources, Step
from jupyterlab_journal.locale import Message


class PagePreprocessor(Step):
    """Put styles, security policy and, where there are formulas, KaTeX into the resources."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Look for formulas; without any the page is 640 kB smaller."""
        formulas = has_formulas(nb)
        assets = formula_assets() if formulas else None
        if formulas and assets is None:
            self.warn(resources, Message("no_katex"))
        resources["journal_style"] = page_style()
        resources["journal_formulas"] = assets
        resources["journal_policy"] = security_policy(formulas=assets is not None)
        return nb, resources
