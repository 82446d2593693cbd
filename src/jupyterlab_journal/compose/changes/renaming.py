"""Rename variables bound at the same place to one shared name: by a loop, a function or a statement.

Renaming goes by place, because a variable that was renamed in one loop may
keep its name in the next one. Two loops over the same iterable bind the same
thing in both versions, whatever it is called. While the versions are
compared, a shared name contains both; ``as_written`` takes them apart again.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from jupyterlab_journal.reading.pieces import Binding, Call, Code, Piece, Setting
from jupyterlab_journal.reading.spelling import NAMES, is_literal
from jupyterlab_journal.reading.targets import loop_name

if TYPE_CHECKING:
    from jupyterlab_journal.compose.changes.naming import Edit

_MARK = "\u01c3"  # a letter to Python, and to nobody who names a variable
_RENAMED = re.compile(f"{_MARK}(\\w+?){_MARK}(\\w+?){_MARK}")
_FUNCTION = "def"


def with_common_names(before: Code, after: Code) -> tuple[Code, Code]:
    """Rename variables bound at the same place to one shared name, in both versions.

    Parameters
    ----------
    before, after : Code
        The versions.

    Returns
    -------
    tuple of Code
        Both versions; ``as_written`` takes the shared names of an edit apart again.
    """
    old, new = _Scopes(before), _Scopes(after)
    gone = before.bound - after.bound
    fresh = after.bound - before.bound
    start = 0
    for binding in new.bindings:
        wanted = new.key(binding, fresh)
        for index in range(start, len(old.bindings)):
            other = old.bindings[index]
            if len(other.names) == len(binding.names) and old.key(other, gone) == wanted:
                start = index + 1
                _share_names(old, other, new, binding)
                break
    return old.renamed(), new.renamed()


def as_written(edit: Edit) -> Edit:
    """Return an edit with the user's own names in place of shared ones."""
    side = 2 if edit.before == edit.after else 1
    return replace(
        edit,
        name=_as_in_version(edit.name, 2),
        full_name=_as_in_version(edit.full_name, 2),
        before=None if edit.before is None else _as_in_version(edit.before, side),
        after=None if edit.after is None else _as_in_version(edit.after, 2),
    )


def _as_in_version(text: str, side: int) -> str:
    return _RENAMED.sub(rf"\{side}", text) if _MARK in text else text


def _share_names(old: _Scopes, other: Binding, new: _Scopes, binding: Binding) -> None:
    if binding.source == _FUNCTION and set(other.names) == set(binding.names):
        return  # called with its arguments in another order
    for one, two in zip(other.names, binding.names, strict=True):
        known_apart = not binding.explicit and one not in new.names and two not in old.names
        if one != two and not known_apart:
            common = f"{_MARK}{one}{_MARK}{two}{_MARK}"
            old.common[id(other), one] = new.common[id(binding), two] = common
            counted = loop_name(one), loop_name(two)
            if other.source.startswith("for ") and counted[0] != counted[1]:
                name = f"{_MARK}{counted[0]}{_MARK}{counted[1]}{_MARK}" if all(counted) else ""
                old.counted[other.at - 1, counted[0]] = new.counted[binding.at - 1, counted[1]] = name


class _Scopes:
    """The bindings of one version, by place."""

    def __init__(self, code: Code) -> None:
        self.code = code
        self.bindings = sorted([*code.bindings, *_assigned(code)], key=lambda binding: binding.at)
        self.names = code.bound
        self.common: dict[tuple[int, str], str] = {}
        self.counted: dict[tuple[int, str], str] = {}
        """Shared names of loop counters, by place; empty where only one version has a counter."""
        self._of_name: dict[str, list[Binding]] = {}
        for binding in self.bindings:
            for name in binding.names:
                self._of_name.setdefault(name, []).append(binding)

    def key(self, binding: Binding, other_names: frozenset[str]) -> tuple[str, str]:
        """Return where a binding stands and what it binds from; equal for the same place of both versions."""
        place = ".".join("_" if name in other_names else name for name in binding.where.split("."))
        return place, self.text(binding.source, binding.at, binding.where, binding)

    def renamed(self) -> Code:
        """Return the version with the shared names."""
        if not self.common:
            return self.code
        pieces = tuple(self._piece(piece, at) for at, piece in enumerate(self.code.pieces))
        return replace(self.code, pieces=pieces)

    def text(self, text: str, at: int, where: str, but: Binding | None = None) -> str:
        """Return an expression with the shared names that hold at a place, except those of `but`."""
        if not self.common:
            return text

        def common(found: re.Match[str]) -> str:
            return self._name(found[0], at, where, but) if found["name"] else found[0]

        return NAMES.sub(common, text)

    def _name(self, name: str, at: int, where: str, but: Binding | None) -> str:
        known = self._of_name.get(name, [])
        for binding in reversed(known[: bisect_right(known, at, key=lambda binding: binding.at)]):
            if binding is but or (binding.pieces and at >= binding.at + binding.pieces):
                continue
            if where == binding.where or where.startswith(f"{binding.where}." if binding.where else ""):
                return self.common.get((id(binding), name), name)
        return name

    def _piece(self, piece: Piece, at: int) -> Piece:
        def text(part: str, moment: int = at) -> str:
            return self.text(part, moment, piece.where)

        if isinstance(piece, Setting) and (at, piece.name) in self.counted:
            name = self.counted[at, piece.name]
            as_call = Call(where=piece.where, callee="range", arguments=piece.value)
            return replace(piece, name=name) if name else as_call
        if isinstance(piece, Setting):
            return replace(piece, name=text(piece.name, at + 1), value=text(piece.value))
        return replace(
            piece,
            owner=text(piece.owner, at + 1),
            within=text(piece.within),
            callee=text(piece.callee),
            arguments=text(piece.arguments),
            keywords={name: text(value) for name, value in piece.keywords.items()},
        )


def _assigned(code: Code) -> Iterator[Binding]:
    """Yield bindings of plain assignments: ``out = model(x)``."""
    for at, piece in enumerate(code.pieces):
        following = code.pieces[at + 1] if at + 1 < len(code.pieces) else None
        if isinstance(piece, Call):
            chained = isinstance(following, Call) and following.callee.startswith(".")
            name, source = piece.owner, "" if chained else piece.text
        else:
            name, source = piece.name, "" if piece.state or is_literal(piece.value) else piece.value
        if name.isidentifier() and source:
            yield Binding(at=at + 1, where=piece.where, names=(name,), source=source, explicit=False)
