"""How edits are told: under the shortest name that says enough, each once."""

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
        Short, as a reader says it: ``lr``.
    full_name : str
        What tells it from others of that name: ``optimizer.lr``.
    variable : bool
        Whether it is a variable of the cell itself, whose value a kernel knows.
    positional : bool
        Whether it is an argument without a name, known by what it belongs to.
    """

    name: str
    full_name: str
    before: str | None
    after: str | None
    variable: bool = False
    positional: bool = False


def named(edits: list[Edit], after: Code, spelled_out: set[str]) -> list[Edit]:
    """Use short names where they say enough, and tell the same thing once.

    Parameters
    ----------
    spelled_out : set of str
        Variables that hold what was written in another place before, or is now: there it is told.
    """
    edits = _joined(
        [_silent(edit) if edit.variable and edit.full_name in spelled_out else edit for edit in edits]
    )
    unchanged = set(_named_values(after))
    variants: dict[str, set[tuple[str | None, str | None]]] = {}
    for edit in edits:
        if edit.before != edit.after:
            variants.setdefault(edit.name, set()).add((edit.before, edit.after))
    told: dict[tuple[str, str | None, str | None], Edit] = {}
    for edit in edits:
        misleading = any(
            (name, value) == (edit.name, edit.before) and full_name != edit.full_name
            for name, value, full_name in unchanged
        )
        several = len(variants.get(edit.name, ())) > 1
        chosen = replace(edit, name=edit.full_name) if misleading or several else edit
        told.setdefault((chosen.name, chosen.before, chosen.after), chosen)
    return list(told.values())


def _silent(edit: Edit) -> Edit:
    """Return an edit that says that nothing is to be told of a variable."""
    if edit.before is not None and edit.after is not None:
        return edit
    value = edit.before if edit.after is None else edit.after
    return replace(edit, before=value, after=value)


def _joined(edits: list[Edit]) -> list[Edit]:
    """Make one of what is gone and what is new under the same name: it was moved."""
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
    """Return what tells an argument from others of its name."""
    return f"{call.owner or call.name.removeprefix('def ')}.{keyword}"


def _named_values(code: Code) -> Iterator[tuple[str, str, str]]:
    for piece in code.pieces:
        if isinstance(piece, Call):
            if not piece.callee.startswith("def "):  # its defaults set nothing here
                yield from ((name, value, full_name(piece, name)) for name, value in piece.keywords.items())
        elif isinstance(piece, Setting) and piece.short:
            yield piece.short, piece.value, piece.name
