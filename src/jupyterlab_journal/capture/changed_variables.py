"""Which parameters a cell changed: the user's variables, compared with how they were before."""

from __future__ import annotations

from itertools import compress, filterfalse, repeat
from operator import is_not, not_
from time import thread_time
from typing import TYPE_CHECKING, Any, NamedTuple

from jupyterlab_journal.capture.parameters import is_parameter
from jupyterlab_journal.capture.user_variables import GONE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jupyterlab_journal.capture.user_variables import Variables

LIMIT_S = 0.010  # of work after each cell; only a cell that sets thousands of variables comes near it
_KINDS = frozenset(map(id, (str, int, float, bool, type(None), tuple)))  # those of parameters
_MAX_CHANGES = 40
_MAX_CHARACTERS = 3_000
_NAMES_BETWEEN_LOOKS_AT_THE_CLOCK = 256


class _Look(NamedTuple):
    """What a look at the variables found, beside what was known before."""

    known: dict[str, Any]
    fresh: dict[str, Any]  # parameters that hold another object than before, the youngest first
    removed: list[str]  # names that were seen to hold no parameter any more, or were not looked at
    complete: bool


class Changes:
    """Remembers the parameters, so that the next cell's changes can be told.

    What is remembered are numbers, flags and short strings themselves: they
    cannot change in place, and keep nothing large of the user's alive. So a
    variable that still holds the same object has not changed.
    """

    def __init__(self) -> None:
        self._known: dict[str, Any] = {}
        self._complete = True

    def since_last(
        self, variables: Variables, namespace: dict[str, Any], hidden: Mapping[str, Any]
    ) -> tuple[list[list[str | None]], bool]:
        """Return the changes as name, before and after, and whether they are all.

        Parameters
        ----------
        variables : Variables
            As they are now.
        namespace : dict
            All of the user's variables.
        hidden : mapping
            What the shell itself put there.
        """
        look = _look(self._known, variables, hidden)
        changes = _compared(look, namespace, known_complete=self._complete)
        if look.removed or look.fresh:  # another dictionary: `until_now` may be reading this one
            removed = frozenset(look.removed)
            kept = {name: value for name, value in look.known.items() if name not in removed}
            self._known = {**kept, **look.fresh}
        self._complete = look.complete
        return changes

    def until_now(
        self, variables: Variables, namespace: dict[str, Any], hidden: Mapping[str, Any]
    ) -> tuple[list[list[str | None]], bool]:
        """Return what has changed so far in a cell that is running, as `since_last`; remember nothing."""
        complete = self._complete
        return _compared(_look(self._known, variables, hidden), namespace, known_complete=complete)


def _look(known: dict[str, Any], variables: Variables, hidden: Mapping[str, Any]) -> _Look:
    names, values = variables.of(_KINDS)
    other = list(map(is_not, map(known.get, names, repeat(GONE)), values))
    fresh: dict[str, Any] = {}
    complete = variables.complete
    deadline = thread_time() + LIMIT_S
    for seen, (name, value) in enumerate(compress(zip(names, values, strict=True), other), 1):
        if is_parameter(name, value) and (name not in hidden or hidden[name] is not value):
            fresh[name] = value
        if seen % _NAMES_BETWEEN_LOOKS_AT_THE_CLOCK == 0 and thread_time() > deadline:
            complete = False
            break
    same = len(other) - sum(other)
    if same + sum(map(known.__contains__, fresh)) == len(known):
        return _Look(known, fresh, [], complete)
    kept = {*compress(names, map(not_, other)), *fresh}
    return _Look(known, fresh, list(filterfalse(kept.__contains__, known)), complete)


def _compared(
    look: _Look, namespace: dict[str, Any], *, known_complete: bool
) -> tuple[list[list[str | None]], bool]:
    """Compare two moments, each with whether all names had been looked at."""
    changes = _altered(look, claim_new=look.complete and known_complete)
    for name in look.removed:
        if look.complete or name not in namespace:
            changes.append([name, repr(look.known[name]), None])
    bounded = _bounded(changes)
    return bounded, look.complete and len(bounded) == len(changes)


def _altered(look: _Look, *, claim_new: bool) -> list[list[str | None]]:
    """Compare by representation: 1, 1.0 and True are equal to Python, and nan to nothing.

    A name that was not known is new only if all names had been looked at.
    """
    altered: list[list[str | None]] = []
    for name, value in reversed(look.fresh.items()):  # in the order in which the variables came to be
        if name in look.known:
            before, after = repr(look.known[name]), repr(value)
            if before != after:
                altered.append([name, before, after])
        elif claim_new:
            altered.append([name, None, repr(value)])
    return altered


def _bounded(changes: Sequence[list[str | None]]) -> list[list[str | None]]:
    kept: list[list[str | None]] = []
    room = _MAX_CHARACTERS
    for change in changes[:_MAX_CHANGES]:
        room -= sum(len(ascii(text)) for text in change)
        if room < 0:
            break
        kept.append(change)
    return kept
