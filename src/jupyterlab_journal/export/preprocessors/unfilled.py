"""Leave out what the template asked and nobody answered."""

from __future__ import annotations

import re

from jupyterlab_journal.entry.cell import journal_metadata
from jupyterlab_journal.entry.template import known_hints
from jupyterlab_journal.export.preprocessors.journal_preprocessor import NotebookNode, Resources, Step

_PARAGRAPHS = re.compile(r"(\n[ \t]*\n)")
_ONLY_HINT = re.compile(r"(?:\*\*[^*\n]+\*\*\s*)?\*(?P<hint>[^*\n]+)\*")


class UnfilledPreprocessor(Step):
    """Drop the sections of entries that still show the template's hint."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Drop unfilled sections, and entries of which nothing is left."""
        cells = []
        for cell in nb.cells:
            if journal_metadata(cell) is not None:
                cell.source = without_unfilled(cell.source)
                if not cell.source.strip():
                    continue
            cells.append(cell)
        nb.cells = cells
        return nb, resources


def without_unfilled(source: str) -> str:
    r"""Return the Markdown of an entry without sections whose hint is unchanged.

    Examples
    --------
    >>> without_unfilled("**Analysis.** *Why did this happen?*\n\n**Next.** Half the rate.")
    '**Next.** Half the rate.'
    """
    paragraphs = _PARAGRAPHS.split(source)  # text, break, text, break, text
    if not any(_is_unfilled(text) for text in paragraphs[::2]):
        return source
    kept = [
        (gap, text)
        for gap, text in zip(["", *paragraphs[1::2]], paragraphs[::2], strict=True)
        if not _is_unfilled(text)
    ]
    return "".join(gap + text for gap, text in kept).lstrip("\n")


def _is_unfilled(paragraph: str) -> bool:
    match = _ONLY_HINT.fullmatch(paragraph.strip())
    return match is not None and match["hint"] in known_hints()
