"""The shape that all steps share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode

if TYPE_CHECKING:
    from jupyterlab_journal.locale import Message

Resources = dict[str, Any]

WARNINGS = "journal_warnings"
"""Key in the resources under which the lines for the user gather."""

LOCALE = "journal_locale"
"""Key in the resources of the language that remarks are written in."""

_NUMBER = "journal_number"


class Step(Preprocessor):
    """A preprocessor that may leave warnings in the resources."""

    def warn(self, resources: Resources, remark: Message) -> None:
        """Add a line that the user sees with the finished export; the same line only once."""
        lines = resources.setdefault(WARNINGS, [])
        line = written(remark, resources)
        if line not in lines:
            lines.append(line)


def written(remark: Message, resources: Resources) -> str:
    """Return a remark in the language of the page."""
    return remark.written_in(resources.get(LOCALE, "en"))


class NumberPreprocessor(Step):
    """Remember each cell's place: warnings name it, also after others are left out."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Write the number, counted from 1, where the later steps find it."""
        for number, cell in enumerate(nb.cells, start=1):
            cell.metadata[_NUMBER] = number
        return nb, resources


def numbered(nb: NotebookNode) -> Iterator[tuple[int, NotebookNode]]:
    """Yield each cell with its number in the notebook as the user sees it."""
    for position, cell in enumerate(nb.cells, start=1):
        yield cell.metadata.get(_NUMBER, position), cell


def number_of(cell: NotebookNode) -> str:
    """Return the number that a cell got in the notebook as the user sees it."""
    return str(cell.metadata.get(_NUMBER, "?"))


__all__ = [
    "LOCALE",
    "WARNINGS",
    "NotebookNode",
    "NumberPreprocessor",
    "Resources",
    "Step",
    "number_of",
    "numbered",
    "written",
]
