"""What the code of other cells says about variables: which are results, and how values were written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from .spelling import same_value
from .variables import Assignments, read_assignments

_LITERAL = r"-?(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][-+]?\d+)?"
# A name, perhaps its type, and a number: "lr = 1e-3", "'lr': 1e-3", "lr: float = 1e-3", "size=2 * 64".
_SPELLED = re.compile(
    rf"""(?<![\w.])([^\W\d]\w*)['"]?\s*(?::\s*[^\W\d][\w.\[\]| ]*?)?[=:]\s*"""
    rf"""({_LITERAL}(?:[ \t]*(?:\*\*?|//?)[ \t]*{_LITERAL})*)"""
)
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
        """Return the numbers among some parameters as the user spelled them, where that is known.

        What is looked for is their last name with a number that is equal: in
        a whole notebook, syntax trees would take longer than an entry may.
        """
        names: dict[str, list[str]] = {}
        for name, value in parameters.items():
            if _NUMBER.match(value):
                names.setdefault(name.rpartition(".")[2], []).append(name)
        found: dict[str, str] = {}
        for code in self._codes if names else ():
            for key, text in _SPELLED.findall(code):
                for name in names.get(key, ()):
                    if name not in found and same_value(text.strip(), parameters[name]):
                        found[name] = text.strip()
        return found

    def _binding(self, name: str) -> Assignments | None:
        """Return what the code says that bound a variable last."""
        word = re.compile(rf"\b{re.escape(name)}\b")
        for code in self._codes:
            if name in code and word.search(code):
                if code not in self._read:
                    self._read[code] = read_assignments(code)
                found = self._read[code]
                if name in found.written or name in found.results or name in found.derived:
                    return found
        return None


def changed_roots(had: Mapping[str, str], has: Mapping[str, str]) -> dict[str, str | None]:
    """Return the variables in which two moments differ, and their present values.

    Parameters
    ----------
    had, has : mapping of str to str
        Parameters then and now, by dotted name, as Python writes them.

    Returns
    -------
    dict of str to str or None
        By variable; None for one that is gone, or that only holds others.
    """
    names: Iterable[str] = (name for name in {**had, **has} if had.get(name) != has.get(name))
    return {root: has.get(root) for root in (name.partition(".")[0] for name in names)}
