"""The user's variables at one moment, looked at from C: a thousand of them in a tenth of a millisecond.

The hooks look before and after every cell. A line of Python for each
variable would be the most of what they cost, so variables are sorted out by
their class with functions that are written in C; Python sees those that are
left. Classes are compared by identity: asking one for its hash may run code
of the user's.
"""

from __future__ import annotations

from itertools import compress, islice, repeat
from operator import is_
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

MAX_NAMES = 5_000
GONE = object()  # what a name holds that another thread has removed meanwhile


class Variables:
    """Names and values, the youngest first.

    Keep it no longer than a hook runs: it keeps the user's objects alive.

    Parameters
    ----------
    namespace : dict
        All of the user's variables. More than the youngest `MAX_NAMES` are
        not looked at, and names that are no plain strings are left out.
    """

    def __init__(self, namespace: dict[str, Any]) -> None:
        # Names, not pairs: a thousand new tuples would start a garbage collection in the user's time.
        names = list(islice(dict.__reversed__(namespace), MAX_NAMES + 1))
        self.complete = len(names) <= MAX_NAMES
        if not all(map(is_, map(type, names), repeat(str))):
            names = [name for name in names if type(name) is str]
        self.names = names[:MAX_NAMES]
        self.values: list[Any] = list(map(dict.get, repeat(namespace), self.names, repeat(GONE)))
        classes = list(map(type, self.values))
        self.kinds = list(map(id, classes))
        self._classes: dict[int, type] = dict(zip(self.kinds, classes, strict=True))

    def of(self, kinds: Collection[int]) -> tuple[list[str], list[Any]]:
        """Return names and values of the variables whose class is one of some, given by their ids."""
        if not any(kind in self._classes for kind in kinds):
            return [], []
        chosen = list(map(kinds.__contains__, self.kinds))
        return list(compress(self.names, chosen)), list(compress(self.values, chosen))

    def classes(self) -> Iterator[type]:
        """Yield each class of which there is a variable, once."""
        yield from self._classes.values()
