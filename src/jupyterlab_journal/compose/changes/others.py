"""What the code of other cells says about variables: which are results, and how values were written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from jupyterlab_journal.compose.changes.code import read_code
from jupyterlab_journal.compose.changes.pieces import Setting
from jupyterlab_journal.compose.changes.source import Assignments, read_assignments
from jupyterlab_journal.compose.changes.spelling import same_value

# Numbers that Python spells otherwise: 1e-3, 1_000, .5, 2 * 64.
_SPELLED = re.compile(r"\d[eE][-+]?\d|\d_\d|\d\.(?![\d\w])|(?<![\d\w)\]])\.\d|\d\s*(?:\*|/|<<)+\s*\d")
_NUMBER = re.compile(r"-?\d+(\.\d+)?(e[-+]?\d+)?$")


class OtherCells:
    """The code that a kernel ran, read as far as it is asked about.

    Parameters
    ----------
    codes : sequence of str
        The newest first.
    """

    def __init__(self, codes: Sequence[str]) -> None:
        self._codes = codes
        self._read: dict[str, Assignments] = {}

    def complete(self, cell: Assignments, values: Mapping[str, str | None]) -> Assignments:
        """Add to what a cell says of its variables what others say of those that it does not bind.

        Parameters
        ----------
        values : mapping of str to str or None
            The variables that are asked about, and their present values.
        """
        written, results, derived = dict(cell.written), set(cell.results), dict(cell.derived)
        for name, value in values.items():
            if name in written or name in results or name in derived:
                continue
            found = self._binding(name)
            if found is None:
                continue
            if name in found.results:
                results.add(name)
            elif name in found.derived:
                derived[name] = found.derived[name]
            elif value is None or same_value(found.written[name], value):  # else it was changed since
                written[name] = found.written[name]
        return replace(cell, written=written, results=frozenset(results), derived=derived)

    def containing(self, text: str) -> Iterator[str]:
        """Yield the code that contains a text, the newest first."""
        return (code for code in self._codes if text in code)

    def spellings(self, parameters: Mapping[str, str]) -> dict[str, str]:
        """Return the numbers among some parameters as the user spelled them, where that is known."""
        if not parameters:
            return {}
        found: dict[str, str] = {}
        for name, text in self._spelled():
            value = parameters.get(name)
            if name not in found and value is not None and _NUMBER.match(value) and same_value(text, value):
                found[name] = text
        return found

    def _binding(self, name: str) -> Assignments | None:
        """Return what the code says that bound a variable last."""
        word = re.compile(rf"\b{re.escape(name)}\b")
        for code in self._codes:
            if word.search(code):
                if code not in self._read:
                    self._read[code] = read_assignments(code)
                found = self._read[code]
                if name in found.written or name in found.results or name in found.derived:
                    return found
        return None

    def _spelled(self) -> Iterator[tuple[str, str]]:
        """Yield every name that is set, and to what, the newest first; an argument by its object."""
        for code in self._codes:
            if not _SPELLED.search(code):
                continue
            pieces = read_code(code).pieces
            local = {piece.name: piece.value for piece in pieces if isinstance(piece, Setting)}
            for piece in pieces:
                if isinstance(piece, Setting):
                    yield piece.name, piece.value
                elif piece.owner:
                    for keyword, text in piece.keywords.items():
                        yield f"{piece.owner}.{keyword}", local.get(text, text)


def changed_roots(had: Mapping[str, str], has: Mapping[str, str]) -> dict[str, str | None]:
    """Return the variables in which two moments differ, and their present values."""
    names: Iterable[str] = (name for name in {**had, **has} if had.get(name) != has.get(name))
    return {root: has.get(root) for root in (name.partition(".")[0] for name in names)}
