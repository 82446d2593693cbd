"""Check outputs, and reduce each to the one form that the page shows."""

from __future__ import annotations

import re

from traitlets import List, Unicode

from jupyterlab_journal.export.preprocessors.attachments import is_base64
from jupyterlab_journal.export.preprocessors.journal_preprocessor import (
    NotebookNode,
    Resources,
    Step,
    numbered,
    written,
)
from jupyterlab_journal.locale import Message

STATIC_TYPES = (
    "text/html",
    "text/markdown",
    "image/svg+xml",
    "text/vnd.mermaid",
    "text/latex",
    "image/png",
    "image/jpeg",
    "image/gif",
    "image/webp",
    "text/plain",
)
"""What a page without scripts can show, best first."""

_BINARY = {"image/png", "image/jpeg", "image/gif", "image/webp"}
_INTERACTIVE = {"application/vnd.jupyter.widget-view+json", "application/javascript"}
_NEEDS_SCRIPT = re.compile(r"<(?:script|iframe|canvas|object|embed)\b", re.IGNORECASE)
_TABLE = re.compile(r"<table\b", re.IGNORECASE)


class OutputsPreprocessor(Step):
    """Keep of each output the best form that needs no script and decodes."""

    priority = List(Unicode(), list(STATIC_TYPES), help="MIME types a page can show, best first.").tag(
        config=True
    )

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Reduce each output of each code cell."""
        for number, cell in numbered(nb):
            for output in cell.get("outputs", []):
                if output.output_type in {"display_data", "execute_result"}:
                    self._reduce(output, number, resources)
        return nb, resources

    def _reduce(self, output: NotebookNode, number: int, resources: Resources) -> None:
        data = output.data
        broken = sorted(mime for mime in _BINARY & set(data) if not is_base64(data[mime]))
        if broken:
            self.warn(resources, Message("broken_output", number=number, types=broken))
        usable = [mime for mime in self.priority if mime in data and mime not in broken]
        interactive = bool(_INTERACTIVE & set(data))
        html = data.get("text/html", "")
        if _NEEDS_SCRIPT.search(html):
            interactive = True
            if not _TABLE.search(html) and len(usable) > 1:
                usable.remove("text/html")
        if interactive:
            self.warn(resources, Message("not_interactive", number=number))
        if usable:
            output.data = NotebookNode({usable[0]: data[usable[0]]})
        else:
            problem = sorted(data) or Message("no_data")
            output.data = NotebookNode(
                {"text/plain": written(Message("output_missing", problem=problem), resources)}
            )
