"""Changes as a table and as a title."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from jupyterlab_journal.compose.tables.typeset import NOTHING
from jupyterlab_journal.compose.text.markdown_blocks import code, folded, inline, table
from jupyterlab_journal.locale import counted
from jupyterlab_journal.reading.spelling import same_value

if TYPE_CHECKING:
    from jupyterlab_journal.entry.model import Change
    from jupyterlab_journal.locale import Counted, Words

_ROWS = 8  # more are folded
_VALUE_CHARACTERS = 80
_TITLE_CHARACTERS = 24
_FLAGS = frozenset({"True", "False", "None"})


def changes_table(changes: Sequence[Change], words: Words) -> str:
    """Return name, before and after; what goes beyond a short table is folded. Empty without changes.

    A renamed parameter is one row, with both names.

    Parameters
    ----------
    changes : sequence of Change
        In the order of the rows; values without secrets.
    words : Words
        Of the entry's language.
    """
    renamed = _renamed(changes)
    gone = {id(before) for before in renamed.values()}
    rows = []
    for change in changes:
        if id(change) in gone:
            continue
        before = renamed.get(id(change))
        name = code(change.name)
        if before is not None:
            name = words.renamed.format(now=name, before=code(before.name))
        rows.append([name, _value((before or change).before), _value(change.after)])
    return _bounded(words.changed, rows, words.more_changes)


def settings_table(settings: Sequence[tuple[str, str]], words: Words) -> str:
    """Return names and values of parameters; what goes beyond a short table is folded. Empty without any.

    Parameters
    ----------
    settings : sequence of (name, value)
        In the order of the rows; values as they are to be read.
    words : Words
        Of the entry's language.
    """
    return _bounded(
        words.setting, [[code(name), _value(value)] for name, value in settings], words.more_settings
    )


def _bounded(header: Sequence[str], rows: Sequence[Sequence[str]], more: Counted) -> str:
    if not rows:
        return ""
    shown = table(header, rows[:_ROWS])
    if len(rows) <= _ROWS:
        return shown
    return f"{shown}\n\n{folded(counted(more, len(rows) - _ROWS), table(header, rows[_ROWS:]))}"


def title_of(changes: Sequence[Change]) -> str | None:
    """Return the largest change in a few words; None without changes."""
    if not changes:
        return None
    first = changes[0]
    renamed = _renamed(changes)
    if id(first) in renamed:
        return f"{renamed[id(first)].name} → {first.name}"
    if first.before is None:
        after = _short(first.after or "", _TITLE_CHARACTERS)
        return f"+ {after}" if after.startswith(first.name) else f"{first.name} = {after}"
    if first.after is None:
        return f"{first.name} → {NOTHING}"
    return (
        f"{first.name} {_short(first.before, _TITLE_CHARACTERS)} → {_short(first.after, _TITLE_CHARACTERS)}"
    )


def title_of_settings(settings: Sequence[tuple[str, str]]) -> str | None:
    """Return the first parameter in a few words; None without any."""
    return next((f"{name} = {_short(value, _TITLE_CHARACTERS)}" for name, value in settings), None)


def _renamed(changes: Sequence[Change]) -> dict[int, Change]:
    """Return what a new parameter was called before: the only one that is gone and had its value.

    A flag that goes as another comes is no other name of it: most flags have the same value.
    """
    new = [
        change
        for change in changes
        if change.before is None and "source" in change.evidence and change.after not in _FLAGS
    ]
    gone = [change for change in changes if change.after is None and "source" in change.evidence]
    found: dict[int, Change] = {}
    for change in new:
        same = [other for other in gone if same_value(other.before, change.after)]
        rivals = [other for other in new if same_value(other.after, change.after)]
        if len(same) == len(rivals) == 1:
            found[id(change)] = same[0]
    return found


def _value(value: str | None) -> str:
    return NOTHING if value is None else inline(_short(value, _VALUE_CHARACTERS))


def _short(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
