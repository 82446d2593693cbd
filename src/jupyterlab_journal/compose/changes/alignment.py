"""Put the pieces of two versions of a cell side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from jupyterlab_journal.reading.pieces import Call, Code, Piece, Setting
from jupyterlab_journal.reading.spelling import is_literal

if TYPE_CHECKING:
    from jupyterlab_journal.compose.changes.sameness import Sameness

Key = tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Pair:
    """The two versions of a piece; None in the version that does not have it."""

    before: Piece | None
    after: Piece | None


def align(before: Code, after: Code, sameness: Sameness) -> list[Pair]:
    """Put each piece beside its other version.

    Parameters
    ----------
    before, after : Code
        The versions.
    sameness : Sameness
        Decides which names and values are equal.

    Returns
    -------
    list of Pair
        In the order of `after`; removed pieces where they were.
    """
    pairs = [
        pair
        for old, new in _blocks(before.pieces, after.pieces, _Exact(sameness))
        for pair in _aligned(old, new, sameness)
    ]
    for key in (
        _key,
        _key_anywhere,
        _bound_or_not,
        _literal_or_call,
        _option,
        _step_of_chain,
        _unchanged,
        _same_arguments,
    ):
        pairs = _with_moved(pairs, key, sameness)
    return pairs


def _aligned(before: Sequence[Piece], after: Sequence[Piece], sameness: Sameness) -> Iterator[Pair]:
    def coarse(piece: Piece, *, old: bool) -> Key:
        return _key(piece, sameness, old=old)

    for old, new in _blocks(before, after, coarse):
        if len(old) == len(new) and all(
            coarse(one, old=True) == coarse(other, old=False) for one, other in zip(old, new, strict=True)
        ):
            yield from (Pair(before=one, after=other) for one, other in zip(old, new, strict=True))
        else:
            yield from _replaced(old, new, sameness)


def _blocks(
    before: Sequence[Piece], after: Sequence[Piece], key: Callable[..., Key]
) -> Iterator[tuple[Sequence[Piece], Sequence[Piece]]]:
    """Yield stretches of both versions that belong together, whose keys are equal or differ altogether."""
    matcher = SequenceMatcher(
        None,
        [key(piece, old=True) for piece in before],
        [key(piece, old=False) for piece in after],
        autojunk=False,
    )
    for _, start, end, new_start, new_end in matcher.get_opcodes():
        yield before[start:end], after[new_start:new_end]


class _Exact:
    """Keys that are equal only for pieces without any difference."""

    def __init__(self, sameness: Sameness) -> None:
        self._sameness = sameness

    def __call__(self, piece: Piece, *, old: bool) -> Key:
        key = _key(piece, self._sameness, old=old)
        if isinstance(piece, Setting):
            return *key, piece.value
        return *key, piece.owner, piece.arguments, *(f"{k}={v}" for k, v in sorted(piece.keywords.items()))


def _key(piece: Piece, sameness: Sameness, *, old: bool) -> Key:
    place = sameness.place(piece.where, old=old)
    if isinstance(piece, Setting):
        return "set", place, sameness.item(piece.name, old=old)
    return "call", place, sameness.function(piece, old=old), "owned" if piece.owner else ""


def _key_anywhere(piece: Piece, sameness: Sameness, *, old: bool) -> Key | None:
    """Return a key without the place: the piece may have moved into a function, or out of one."""
    if isinstance(piece, Setting):
        return "set", sameness.item(piece.name, old=old)
    return ("call", sameness.function(piece, old=old), piece.owner) if piece.owner else None


def _bound_or_not(piece: Piece, sameness: Sameness, *, old: bool) -> Key | None:
    """Return a key for a call whose result is bound to a variable in one version only."""
    if isinstance(piece, Setting) or piece.within not in {piece.owner, ""}:
        return None
    place = sameness.place(piece.where, old=old)
    return "call", place, sameness.function(piece, old=old), str((piece.owner != "") == old)


def _option(piece: Piece, sameness: Sameness, *, old: bool) -> Key | None:  # noqa: ARG001 (one of several keys)
    """Return a key for a setting in whatever holds it: a dictionary, a class, command-line options."""
    if isinstance(piece, Call) or piece.state or not is_literal(piece.value):
        return None
    return ("option", piece.key) if piece.short or not piece.where else None


def _step_of_chain(piece: Piece, sameness: Sameness, *, old: bool) -> Key | None:
    """Return a key for a method of a variable, as a statement or in a chain: ``df = df.query(...)``."""
    if isinstance(piece, Setting):
        return None
    owner = piece.within if piece.callee.startswith(".") else piece.owner
    if not owner or piece.callee not in {f".{piece.last_name}", f"{owner}.{piece.last_name}"}:
        return None
    return "step", sameness.place(piece.where, old=old), owner, piece.last_name


def _unchanged(piece: Piece, sameness: Sameness, *, old: bool) -> Key | None:
    """Return a key for a call that may have moved and is otherwise equal."""
    if isinstance(piece, Setting):
        return None
    keywords = (f"{name}={value}" for name, value in sorted(piece.keywords.items()))
    # "with no_grad()" may have become a decorator.
    plain = (
        replace(piece, callee=piece.callee.removeprefix("@"), owner="") if piece.callee[:1] == "@" else piece
    )
    called = sameness.function(plain, old=old)
    return "call", called, piece.arguments, *keywords


def _same_arguments(piece: Piece, sameness: Sameness, *, old: bool) -> Key | None:
    """Return a key for functions of one module with equal arguments: ``F.relu(x)``, ``F.gelu(x)``."""
    if isinstance(piece, Setting) or piece.owner or piece.constructs or is_literal(piece.arguments):
        return None
    module = piece.callee.rpartition(".")[0]
    if not module or not piece.arguments:
        return None
    keywords = (f"{name}={value}" for name, value in sorted(piece.keywords.items()))
    return "same", sameness.place(piece.where, old=old), module, piece.arguments, *keywords


def _literal_or_call(piece: Piece, sameness: Sameness, *, old: bool) -> Key | None:
    """Key for a variable that is a literal in one version and a call result in the other."""
    is_call = isinstance(piece, Call)
    name = piece.owner if isinstance(piece, Call) else piece.name
    return ("bound", sameness.place(piece.where, old=old), name, str(is_call == old)) if name else None


def _replaced(before: Sequence[Piece], after: Sequence[Piece], sameness: Sameness) -> Iterator[Pair]:
    """Pair calls that replaced each other: those bound to one variable, or equally many on both sides."""
    old = [piece for piece in before if isinstance(piece, Call)]
    new = [piece for piece in after if isinstance(piece, Call)]
    partners: dict[int, Piece] = {}
    taken: set[int] = set()
    for call in new:
        for candidate in old:
            if id(candidate) not in taken and _takes_the_place_of(
                call, candidate, sameness, as_many=len(old) == len(new)
            ):
                partners[id(call)] = candidate
                taken.add(id(candidate))
                break
    for piece in after:
        yield Pair(before=partners.get(id(piece)), after=piece)
    for piece in before:
        if id(piece) not in taken:
            yield Pair(before=piece, after=None)


def _takes_the_place_of(new: Call, old: Call, sameness: Sameness, *, as_many: bool) -> bool:
    if sameness.place(new.where, old=False) != sameness.place(old.where, old=True):
        return False
    if new.owner or old.owner:
        return new.owner == old.owner and new.owner.rpartition(".")[2] != "_"
    if not as_many or new.within != old.within:
        return False
    if new.constructs and old.constructs:
        return bool(new.within)
    # The median of a column, where the mean was.
    base, old_base = new.callee.rpartition(".")[0], old.callee.rpartition(".")[0]
    same_arguments = (new.arguments, dict(new.keywords)) == (old.arguments, dict(old.keywords))
    return same_arguments and base == old_base and base != ""


def _with_moved(pairs: list[Pair], key: Callable[..., Key | None], sameness: Sameness) -> list[Pair]:
    """Pair removed and added pieces with equal keys: they were moved."""
    gone: dict[Key, list[Piece]] = {}
    for pair in pairs:
        if pair.after is None and pair.before is not None:
            its = key(pair.before, sameness, old=True)
            if its is not None:
                gone.setdefault(its, []).append(pair.before)
    moved: set[int] = set()
    joined: list[Pair] = []
    for pair in pairs:
        its = key(pair.after, sameness, old=False) if pair.before is None and pair.after is not None else None
        if its is not None and gone.get(its):
            origin = gone[its].pop(0)
            moved.add(id(origin))
            joined.append(Pair(before=origin, after=pair.after))
        else:
            joined.append(pair)
    return [pair for pair in joined if pair.after is not None or id(pair.before) not in moved]
