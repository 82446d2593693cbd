"""Inline functions that one version alone has, where the other version has their bodies in place.

So part of a loop that was extracted to a function is compared with that loop.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from jupyterlab_journal.reading.pieces import Binding, Call, Code, Piece, Setting
from jupyterlab_journal.reading.spelling import NAMES, arguments_of, is_literal, tree_of

PARAMETERS = "def"
"""Source of the bindings of parameters."""

_RETURN = "return"
_MAX_FUNCTIONS = 8  # of one cell; with more, it was rewritten
_SHARE = 0.5  # of the function's pieces that the other version must have where it is called


def inline_functions(code: Code, other: Code) -> Code:
    """Inline the functions that the other version does not have.

    Parameters
    ----------
    code : Code
        The version to change.
    other : Code
        The version that it is compared with afterwards.
    """
    mine, others = _functions(code), _functions(other)
    if others - code.bound:
        return code  # perhaps a function was only renamed
    for _ in range(_MAX_FUNCTIONS):
        for name in sorted(mine - other.bound):
            body = _body_called_once(name, code)
            if body is not None and body.is_in(other):
                code = body.in_place(other.bound)
                break
        else:
            return code
        mine = _functions(code)
    return code


def _functions(code: Code) -> set[str]:
    """Return the functions of the cell itself that contain pieces."""
    found = {piece.where.partition(".")[0] for piece in code.pieces if piece.where}
    return {name for name in found if name in code.bound and not name[:1].isupper()}


def _body_called_once(name: str, code: Code) -> _Body | None:
    """Return the body of a function called exactly once, else None."""
    calls = [at for at, piece in enumerate(code.pieces) if isinstance(piece, Call) and piece.callee == name]
    if len(calls) != 1 or code.pieces[calls[0]].where.partition(".")[0] == name:
        return None
    return _Body(name=name, code=code, at=calls[0])


@dataclass(frozen=True, kw_only=True)
class _Body:
    """A function and the place where it is called."""

    name: str
    code: Code
    at: int

    @property
    def call(self) -> Call:
        piece = self.code.pieces[self.at]
        assert isinstance(piece, Call)  # noqa: S101 (as it was found)
        return piece

    def holds(self, where: str) -> bool:
        return where == self.name or where.startswith(f"{self.name}.")

    def is_in(self, other: Code) -> bool:
        """Whether the other version has most of it where the function is called, beside what both have."""
        inside = Counter(_names_in(self.code.pieces, self.holds))
        outside = Counter(_names_in(self.code.pieces, lambda where: not self.holds(where)))
        there = Counter(_names_in(other.pieces, lambda where: where == self.call.where)) - outside
        size = sum(inside.values())
        return size > 0 and sum((inside & there).values()) >= _SHARE * size

    def in_place(self, known: frozenset[str]) -> Code:
        """Return the version with the body where the function is called.

        A value given to what is a variable in the other version, one of the `known`, is a setting.
        """
        given = self._given()
        settings = {name: text for name, text in given.items() if name in known and is_literal(text)}
        given = {name: text for name, text in given.items() if name not in settings}
        body = [at for at, piece in enumerate(self.code.pieces) if self.holds(piece.where)]
        rest = [at for at in range(len(self.code.pieces)) if at not in set(body)]
        place = rest.index(self.at)
        order = [*rest[:place], *body, *rest[place + 1 :]]
        pieces: list[Piece] = []
        moved: dict[int, int] = {}
        returned = False
        for at in order:
            moved[at] = len(pieces)
            piece = self.code.pieces[at]
            if not self.holds(piece.where):
                pieces.append(piece)
                continue
            pieces += [Setting(where=self.call.where, name=name, value=settings[name]) for name in settings]
            settings = {}
            changed = self._moved(piece, given, returned=returned)
            returned = returned or (isinstance(piece, Call) and piece.within == self.name)
            pieces += [] if changed is None else [changed]
        bindings = sorted(self._bindings(given, moved, len(pieces)), key=lambda binding: binding.at)
        return replace(
            self.code,
            pieces=tuple(pieces),
            bound=self.code.bound - {self.name},
            bindings=tuple(bindings),
        )

    def _given(self) -> dict[str, str]:
        """Return the argument or result for each name of the function, as the call has them."""
        parameters = next(
            (
                binding.names
                for binding in self.code.bindings
                if (binding.where, binding.source) == (self.name, PARAMETERS)
            ),
            (),
        )
        given: dict[str, str] = {}
        for piece in self.code.pieces:
            if isinstance(piece, Call) and (piece.where, piece.callee) == (self.name, f"def {self.name}"):
                given.update(piece.keywords)
            if isinstance(piece, Setting) and (piece.where, piece.name) == (self.name, _RETURN):
                given.update({piece.value: self.call.owner} if piece.value.isidentifier() else {})
        given.update(zip(parameters, arguments_of(self.call.arguments), strict=False))
        given.update(self.call.keywords)
        return {name: _closed(text) for name, text in given.items() if text and text != name}

    def _moved(self, piece: Piece, given: Mapping[str, str], *, returned: bool) -> Piece | None:
        """Return a piece of the function as it stands where the function is called."""
        where = self.call.where + piece.where[len(self.name) :]
        where = where.lstrip(".")
        owner = self.call.owner

        def text(part: str) -> str:
            return NAMES.sub(lambda found: given.get(found["name"] or "", found[0]), part)

        if isinstance(piece, Setting):
            if piece.name != _RETURN:
                return replace(piece, where=where, name=text(piece.name), value=text(piece.value))
            of_name = piece.value.isidentifier() or not owner
            return None if of_name else replace(piece, where=where, name=owner, value=text(piece.value))
        if piece.callee == f"def {self.name}":
            return None
        given_back = piece.within == self.name
        return replace(
            piece,
            where=where,
            owner=owner if given_back and not returned else text(piece.owner),
            within=owner if given_back else text(piece.within),
            callee=text(piece.callee),
            arguments=text(piece.arguments),
            keywords={name: text(value) for name, value in piece.keywords.items()},
        )

    def _bindings(self, given: Mapping[str, str], moved: Mapping[int, int], end: int) -> Iterator[Binding]:
        for binding in self.code.bindings:
            inside = self.holds(binding.where)
            if (binding.where, binding.source) == (self.name, PARAMETERS):
                continue
            following = (
                moved[at]
                for at in range(binding.at, len(self.code.pieces))
                if at in moved and self.holds(self.code.pieces[at].where) == inside
            )
            at = next(following, end if not inside else moved.get(self.at + 1, end))
            source = NAMES.sub(lambda found: given.get(found["name"] or "", found[0]), binding.source)
            where = (self.call.where + binding.where[len(self.name) :]).lstrip(".")
            yield replace(
                binding,
                at=at,
                where=where if inside else binding.where,
                source=source if inside else binding.source,
            )


def _closed(text: str) -> str:
    """Return an argument so that it can stand for a name."""
    tree = tree_of(text)
    simple = tree is not None and isinstance(
        getattr(tree, "elts", [None])[0], (ast.Name, ast.Attribute, ast.Call, ast.Subscript, ast.Constant)
    )
    return text if simple else f"({text})"


def _names_in(pieces: Iterable[Piece], holds: Callable[[str], bool]) -> Iterator[str]:
    """Yield the last names of what is called and set in some places."""
    for piece in pieces:
        if holds(piece.where) and isinstance(piece, Call):
            yield piece.last_name
        elif holds(piece.where) and isinstance(piece, Setting) and piece.name != _RETURN:
            yield piece.name
