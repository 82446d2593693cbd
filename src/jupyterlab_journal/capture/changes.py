"""Which parameters a cell changed: the user's variables, compared with how they were before."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, Any

from jupyterlab_journal.capture.parameters import is_parameter

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MAX_NAMES = 5_000
LIMIT_S = 0.010  # of the user's time after each cell
_MAX_CHANGES = 40
_MAX_CHARACTERS = 3_000
_NAMES_BETWEEN_LOOKS_AT_THE_CLOCK = 256
_GONE = object()  # removed by another thread meanwhile; not a parameter


class Changes:
    """Remembers the parameters, so that the next cell's changes can be told.

    What is remembered are numbers, flags and short strings themselves: they
    cannot change in place, and keep nothing large of the user's alive.
    """

    def __init__(self) -> None:
        self._known: dict[str, Any] = {}
        self._complete = True

    def since_last(
        self, newest_first: Sequence[str], namespace: dict[str, Any], hidden: Mapping[str, Any]
    ) -> tuple[list[list[str | None]], bool]:
        """Return the changes as name, before and after, and whether they are all.

        Parameters
        ----------
        newest_first : sequence of str
            Names of the youngest variables; more than `MAX_NAMES` are not looked at.
        namespace : dict
            All of the user's variables.
        hidden : mapping
            What the shell itself put there.
        """
        known, known_complete = self._known, self._complete
        self._known, self._complete = _scan(newest_first, namespace, hidden)
        return _compared((known, known_complete), (self._known, self._complete), namespace)

    def until_now(
        self, newest_first: Sequence[str], namespace: dict[str, Any], hidden: Mapping[str, Any]
    ) -> tuple[list[list[str | None]], bool]:
        """Return what has changed so far in a cell that is running, as `since_last`; remember nothing."""
        known = self._known, self._complete
        return _compared(known, _scan(newest_first, namespace, hidden), namespace)


def _compared(
    known: tuple[dict[str, Any], bool], found: tuple[dict[str, Any], bool], namespace: dict[str, Any]
) -> tuple[list[list[str | None]], bool]:
    """Compare two moments, each with whether all names had been looked at."""
    changes = _altered(known[0], found[0], claim_new=found[1] and known[1])
    for name, before in known[0].items():
        if name not in found[0] and (found[1] or name not in namespace):
            changes.append([name, repr(before), None])
    bounded = _bounded(changes)
    return bounded, found[1] and len(bounded) == len(changes)


def _altered(known: dict[str, Any], found: dict[str, Any], *, claim_new: bool) -> list[list[str | None]]:
    """Compare by representation: 1, 1.0 and True are equal to Python, and nan to nothing.

    A name that was not known is new only if all names had been looked at.
    """
    altered: list[list[str | None]] = []
    for name, value in reversed(found.items()):  # in the order in which the variables came to be
        if name in known:
            before = known[name]
            if before is not value and repr(before) != repr(value):
                altered.append([name, repr(before), repr(value)])
        elif claim_new:
            altered.append([name, None, repr(value)])
    return altered


def _scan(
    newest_first: Sequence[str], namespace: dict[str, Any], hidden: Mapping[str, Any]
) -> tuple[dict[str, Any], bool]:
    found: dict[str, Any] = {}
    deadline = perf_counter() + LIMIT_S
    for seen, name in enumerate(newest_first):
        if seen >= MAX_NAMES:
            return found, False
        if seen % _NAMES_BETWEEN_LOOKS_AT_THE_CLOCK == 0 and perf_counter() > deadline:
            return found, False
        value = dict.get(namespace, name, _GONE)
        if is_parameter(name, value) and (name not in hidden or hidden[name] is not value):
            found[name] = value
    return found, True


def _bounded(changes: Sequence[list[str | None]]) -> list[list[str | None]]:
    kept: list[list[str | None]] = []
    room = _MAX_CHARACTERS
    for change in changes[:_MAX_CHANGES]:
        room -= sum(len(ascii(text)) for text in change)
        if room < 0:
            break
        kept.append(change)
    return kept
