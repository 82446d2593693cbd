"""The nbconvert exporter ``journal_markdown``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from nbconvert.exporters import MarkdownExporter
from traitlets import default

from jupyterlab_journal.export.journal_exporter import JournalExporter
from jupyterlab_journal.export.preprocessors import FiguresPreprocessor

if TYPE_CHECKING:
    from nbformat import NotebookNode

_FENCE = re.compile(r"`{3,}")


class JournalMarkdownExporter(JournalExporter, MarkdownExporter):
    """One Markdown file, its pictures in a folder beside it."""

    own_steps = (FiguresPreprocessor,)

    @default("template_name")
    def _default_template_name(self) -> str:
        return "journal_markdown"

    def default_filters(self) -> Iterator[tuple[str, Any]]:
        """Add the filters of the page."""
        yield from super().default_filters()
        yield "fenced", fenced
        yield "picture", picture


def fenced(text: str, language: str = "") -> str:
    """Put `text` into a fence longer than any inside it."""
    fence = "`" * max([3, *(len(run) + 1 for run in _FENCE.findall(text))])
    return f"{fence}{language}\n{text.rstrip()}\n{fence}"


def picture(output: NotebookNode) -> str:
    """Return the Markdown of an output whose picture lies in a file."""
    return f"![Output]({output.metadata['journal_picture']})"
