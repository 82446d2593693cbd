"""What was edited in a cell between two runs, from the pieces of its source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from jupyterlab_journal.compose.changes.noise import is_noise_keyword
from jupyterlab_journal.compose.changes.pieces import Call, Piece, Setting
from jupyterlab_journal.compose.changes.spelling import (
    is_literal,
    is_reference,
    same_but_for_calls,
    same_but_for_constants,
    same_code,
)

_ALIKE = 0.5  # share of common pieces from which on two sources are two versions of one cell,
_ALIKE_ELSEWHERE = 0.75  # and this is asked of another cell, which may be a changed copy

Resolve = Callable[[str], "str | None"]


@dataclass(frozen=True, kw_only=True)
class Edit:
    """One thing that was edited.

    Parameters
    ----------
    name : str
        Short, as a reader says it: ``lr``.
    full_name : str
        What tells it from others of that name: ``optimizer.lr``.
    variable : bool
        Whether it is a variable of the cell itself, whose value a kernel knows.
    """

    name: str
    full_name: str
    before: str | None
    after: str | None
    variable: bool = False


@dataclass(frozen=True, kw_only=True)
class _Pair:
    before: Piece | None
    after: Piece | None


def find_edits(
    before: Sequence[Piece], after: Sequence[Piece], was: Resolve, now: Resolve, *, same_cell: bool
) -> list[Edit]:
    """Compare two versions of a cell.

    Parameters
    ----------
    before, after : sequence of Piece
        Of the earlier and the present source.
    was, now : callable
        Return the value of a variable then and now, None when it is not known.
    same_cell : bool
        Whether both are known to be of one cell.

    Returns
    -------
    list of Edit
        In the order of the present source; what was removed comes last. Of
        two sources that have little in common only what both have is compared.
    """
    pairs = _align(before, after)
    common = sum(pair.before is not None and pair.after is not None for pair in pairs)
    alike = 2 * common >= (_ALIKE if same_cell else _ALIKE_ELSEWHERE) * (len(before) + len(after))
    found: list[Edit] = []
    for pair in pairs:
        if pair.before is not None and pair.after is not None:
            found += _changed(pair.before, pair.after, was, now)
        elif alike:
            found += _added_or_removed(pair.before, pair.after)
    found.sort(key=lambda edit: edit.after is None)
    return _named([edit for edit in found if not _is_part_of_another(edit, found)], after)


def _is_part_of_another(edit: Edit, edits: Iterable[Edit]) -> bool:
    """Whether what was added or removed is told already, with the larger thing that it belongs to."""
    if edit.before is not None and edit.after is not None:
        return False
    text = (edit.before or edit.after or "") if "(" in (edit.before or edit.after or "") else ""
    sides = [other.before if edit.after is None else other.after for other in edits if other is not edit]
    return text != "" and any(side is not None and text != side and text in side for side in sides)


def _align(before: Sequence[Piece], after: Sequence[Piece]) -> list[_Pair]:
    """Put each piece beside its other version."""
    matcher = SequenceMatcher(
        None, [_key(piece) for piece in before], [_key(piece) for piece in after], autojunk=False
    )
    pairs: list[_Pair] = []
    for operation, start, end, new_start, new_end in matcher.get_opcodes():
        if operation == "equal":
            pairs += map(_both, before[start:end], after[new_start:new_end])
        else:
            pairs += _replaced(before[start:end], after[new_start:new_end])
    return _reunited(pairs)


def _both(before: Piece, after: Piece) -> _Pair:
    return _Pair(before=before, after=after)


def _key(piece: Piece) -> tuple[str, ...]:
    if isinstance(piece, Setting):
        return "set", piece.where, piece.name
    return "call", piece.where, piece.callee, "owned" if piece.owner else ""


def _replaced(before: Sequence[Piece], after: Sequence[Piece]) -> Iterator[_Pair]:
    """Pair calls that took each other's place: those of one variable, or as many as there were."""
    old = [piece for piece in before if isinstance(piece, Call)]
    new = [piece for piece in after if isinstance(piece, Call)]
    partners: dict[int, Piece] = {}
    taken: set[int] = set()
    for call in new:
        for candidate in old:
            if id(candidate) not in taken and _takes_the_place_of(call, candidate, len(old) == len(new)):
                partners[id(call)] = candidate
                taken.add(id(candidate))
                break
    for piece in after:
        yield _Pair(before=partners.get(id(piece)), after=piece)
    for piece in before:
        if id(piece) not in taken:
            yield _Pair(before=piece, after=None)


def _takes_the_place_of(new: Call, old: Call, as_many: bool) -> bool:
    if new.where != old.where:
        return False
    if new.owner or old.owner:
        return new.owner == old.owner and new.owner.rpartition(".")[2] != "_"
    constructors = new.name.rpartition(".")[2][:1].isupper() and old.name.rpartition(".")[2][:1].isupper()
    return as_many and constructors and new.within == old.within and bool(new.within)


def _reunited(pairs: Iterable[_Pair]) -> list[_Pair]:
    """Join what was moved: gone from one place, new in another."""
    pairs = list(pairs)
    gone: dict[tuple[str, ...], list[Piece]] = {}
    for pair in pairs:
        if pair.after is None and pair.before is not None:
            gone.setdefault(_key(pair.before), []).append(pair.before)
    moved: set[int] = set()
    joined: list[_Pair] = []
    for pair in pairs:
        if pair.before is None and pair.after is not None and gone.get(_key(pair.after)):
            origin = gone[_key(pair.after)].pop(0)
            moved.add(id(origin))
            joined.append(_Pair(before=origin, after=pair.after))
        else:
            joined.append(pair)
    return [pair for pair in joined if pair.after is not None or id(pair.before) not in moved]


def _changed(before: Piece, after: Piece, was: Resolve, now: Resolve) -> Iterator[Edit]:
    if isinstance(before, Setting) and isinstance(after, Setting):
        old, new = _known(before.value, was, other=after.value), _known(after.value, now, other=before.value)
        if _is_setting_edit(old, new):
            yield _edit_of_setting(after, old, new)
    elif isinstance(before, Call) and isinstance(after, Call):
        yield from _changed_call(before, after, was, now)


def _changed_call(before: Call, after: Call, was: Resolve, now: Resolve) -> Iterator[Edit]:
    replaced = before.callee != after.callee
    name = after.owner or (after.within if replaced else "") or after.name
    if replaced:
        yield Edit(name=name, full_name=name, before=before.name, after=after.name)
    elif _are_other_arguments(before, after):
        yield Edit(name=name, full_name=name, before=before.arguments or None, after=after.arguments or None)
    for keyword in {**after.keywords, **before.keywords}:
        old, new = before.keywords.get(keyword), after.keywords.get(keyword)
        if is_noise_keyword(keyword) or (replaced and (old is None or new is None)):
            continue
        if old is not None and new is not None:
            old, new = _known(old, was, other=new), _known(new, now, other=old)
            if same_but_for_calls(old, new):
                continue
        yield _edit_of_keyword(after, keyword, old, new)


def _are_other_arguments(before: Call, after: Call) -> bool:
    """Whether positional arguments differ in more than the names of what is computed with."""
    if same_but_for_calls(before.arguments, after.arguments):
        return False
    if same_but_for_constants(before.arguments, after.arguments) or is_literal(after.arguments):
        return True
    constructs = after.name.rpartition(".")[2][:1].isupper() or "pretrained" in after.callee
    both = before.arguments.count(",") == after.arguments.count(",")
    return both and (constructs or (after.where == "" and after.owner != "" and bool(after.keywords)))


def _is_setting_edit(old: str, new: str) -> bool:
    if same_code(old, new) or same_but_for_calls(old, new):
        return False
    if is_literal(old) or is_literal(new):
        return (is_literal(old) and (is_literal(new) or is_reference(new))) or is_reference(old)
    return same_but_for_constants(old, new) or (is_reference(old) and is_reference(new))


def _known(value: str, resolve: Resolve, *, other: str) -> str:
    """Return what a variable's name stands for, where a value was written on the other side."""
    if is_literal(other) and is_reference(value):
        return resolve(value) or value
    return value


def _added_or_removed(before: Piece | None, after: Piece | None) -> Iterator[Edit]:
    def on_its_side(text: str) -> tuple[str | None, str | None]:
        return (text, None) if after is None else (None, text)

    piece = after or before
    if isinstance(piece, Setting):
        if is_literal(piece.value):
            yield _edit_of_setting(piece, *on_its_side(piece.value))
    elif isinstance(piece, Call) and set(piece.keywords) == {"seed"} and not piece.arguments:
        yield _edit_of_keyword(piece, "seed", *on_its_side(piece.keywords["seed"]))
    elif isinstance(piece, Call) and piece.stands_alone:
        # "model = compile(model)" makes no new model; a decorator belongs to no variable.
        of_itself = piece.owner in piece.arguments.split(",")[0]
        name = piece.name if of_itself or piece.callee.startswith("@") else piece.owner
        old, new = on_its_side(piece.text)
        yield Edit(name=name, full_name=name, before=old, after=new)


def _edit_of_setting(piece: Setting, before: str | None, after: str | None) -> Edit:
    full = (
        f"{piece.where}.{piece.name}"
        if piece.where and not piece.name.startswith(piece.where)
        else piece.name
    )
    return Edit(name=piece.name, full_name=full, before=before, after=after, variable=not piece.where)


def _edit_of_keyword(call: Call, keyword: str, before: str | None, after: str | None) -> Edit:
    owner = call.owner or call.name.removeprefix("def ")
    return Edit(name=keyword, full_name=f"{owner}.{keyword}", before=before, after=after)


def _named(edits: list[Edit], after: Sequence[Piece]) -> list[Edit]:
    """Use short names where they say enough, and tell the same thing once."""
    unchanged = Counter(
        (keyword, value)
        for piece in after
        if isinstance(piece, Call) and not piece.callee.startswith("def ")  # its defaults set nothing here
        for keyword, value in piece.keywords.items()
    )
    variants: dict[str, set[tuple[str | None, str | None]]] = {}
    for edit in edits:
        variants.setdefault(edit.name, set()).add((edit.before, edit.after))
    named: dict[tuple[str, str | None, str | None], Edit] = {}
    for edit in edits:
        misleading = edit.before is not None and unchanged[edit.name, edit.before] > 0
        several = len(variants[edit.name]) > 1
        chosen = replace(edit, name=edit.full_name) if misleading or several else edit
        named.setdefault((chosen.name, chosen.before, chosen.after), chosen)
    return list(named.values())
