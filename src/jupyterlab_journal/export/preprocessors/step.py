"""The shape that all steps share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode

Resources = dict[str, Any]

WARNINGS = "journal_warnings"
"""Key in the resources under which the lines for the user gather."""

_NUMBER = "journal_number"


class Step(Preprocessor):
    """A preprocessor that may leave warnings in the resources."""

    def warn(self, resources: Resources, line: str) -> None:
        """Add a line that the user sees with the finished export; the same line only once."""
        lines = resources.setdefault(WARNINGS, [])
        if line not in lines:
            lines.append(line)


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


__all__ = ["WARNINGS", "NotebookNode", "NumberPreprocessor", "Resources", "Step", "number_of", "numbered"]
