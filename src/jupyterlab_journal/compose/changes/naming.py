"""The names under which edits are shown: the shortest that is unambiguous, each edit once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from jupyterlab_journal.reading.pieces import Call, Code, Setting


@dataclass(frozen=True, kw_only=True)
class Edit:
    """One thing that was edited.

    Parameters
    ----------
    name : str
        The short name: ``lr``.
    full_name : str
        The dotted name, which distinguishes it from others with the same short name: ``optimizer.lr``.
    variable : bool
        Whether it is a variable of the cell itself, whose value a kernel knows.
    positional : bool
        Whether it is an argument without a name; ``name`` is that of the call then.
    """

    name: str
    full_name: str
    before: str | None
    after: str | None
    variable: bool = False
    positional: bool = False


def named(edits: list[Edit], after: Code, spelled_out: set[str]) -> list[Edit]:
    """Use short names where they are unambiguous, and keep one of several equal edits.

    Parameters
    ----------
    edits : list of Edit
        In the order in which they are shown.
    after : Code
        The later version: a short name must not be that of an unchanged value there.
    spelled_out : set of str
        Variables that stand for a literal of the other version; the edit is shown where the literal is used.

    Returns
    -------
    list of Edit
        One whose values are equal marks a variable that has not changed.
    """
    edits = _joined(
        [
            _without_difference(edit) if edit.variable and edit.full_name in spelled_out else edit
            for edit in edits
        ]
    )
    unchanged = set(_named_values(after))
    variants: dict[str, set[tuple[str | None, str | None]]] = {}
    for edit in edits:
        if edit.before != edit.after:
            variants.setdefault(edit.name, set()).add((edit.before, edit.after))
    chosen_edits: dict[tuple[str, str | None, str | None], Edit] = {}
    for edit in edits:
        misleading = any(
            (name, value) == (edit.name, edit.before) and full_name != edit.full_name
            for name, value, full_name in unchanged
        )
        several = len(variants.get(edit.name, ())) > 1
        chosen = replace(edit, name=edit.full_name) if misleading or several else edit
        chosen_edits.setdefault((chosen.name, chosen.before, chosen.after), chosen)
    return list(chosen_edits.values())


def _without_difference(edit: Edit) -> Edit:
    """Return the edit of a variable with equal values: it has not changed."""
    if edit.before is not None and edit.after is not None:
        return edit
    value = edit.before if edit.after is None else edit.after
    return replace(edit, before=value, after=value)


def _joined(edits: list[Edit]) -> list[Edit]:
    """Join a removed and an added piece of the same name to one edit: it was moved."""
    gone = Counter(edit.name for edit in edits if edit.after is None)
    new = Counter(edit.name for edit in edits if edit.before is None)
    moved = {name for name in gone if gone[name] == new[name] == 1}
    befores = {edit.name: edit.before for edit in edits if edit.after is None and edit.name in moved}
    return [
        replace(edit, before=befores[edit.name]) if edit.name in moved and edit.before is None else edit
        for edit in edits
        if edit.name not in moved or edit.after is not None
    ]


def full_name(call: Call, keyword: str) -> str:
    """Return the dotted name of an argument: ``optimizer.lr``.

    Parameters
    ----------
    call : Call
        The name begins with its variable, or with its function where the result is bound to none.
    keyword : str
        Of the argument, without a dot.
    """
    return f"{call.owner or call.name.removeprefix('def ')}.{keyword}"


def _named_values(code: Code) -> Iterator[tuple[str, str, str]]:
    for piece in code.pieces:
        if isinstance(piece, Call):
            if not piece.callee.startswith("def "):  # its defaults set nothing here
                yield from ((name, value, full_name(piece, name)) for name, value in piece.keywords.items())
        elif isinstance(piece, Setting) and piece.short:
            yield piece.short, piece.value, piece.name
