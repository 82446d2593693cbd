"""The settings of a cell: shown by the first step, which has nothing to be compared with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from jupyterlab_journal.compose.changes.naming import full_name
from jupyterlab_journal.compose.changes.parameter_values import is_parameter
from jupyterlab_journal.reading.noise import is_noise, is_noise_keyword
from jupyterlab_journal.reading.pieces import Call, Piece, Setting
from jupyterlab_journal.reading.spelling import is_literal, same_value
from jupyterlab_journal.reading.variables import Assignments

if TYPE_CHECKING:
    from jupyterlab_journal.compose.draft.draft import Draft

MAX_SETTINGS = 40
_STARTS = frozenset({"0", "0.0", "1", "None", "[]", "{}", "()", "''", '""'})


def settings_of(draft: Draft) -> list[tuple[str, str]]:
    """Return names and values of the parameters that the draft's cell sets, in its order.

    A variable that has another value by now is given with that value; one that
    a failed run did not reach is left out.

    Parameters
    ----------
    draft : Draft
        The step being written.

    Returns
    -------
    list of tuple of str
        Name and value, at most ``MAX_SETTINGS``.
    """
    found: dict[str, str] = {}
    has = draft.parameters or {}
    for piece in draft.parsed_code.pieces:
        for name, written, is_variable in _set_by(piece, draft):
            root = name.partition(".")[0]
            if is_variable and draft.outcome is not None and draft.outcome.may_lack(root, draft.parameters):
                continue
            differs = is_variable and name in has and not same_value(written, has[name])
            found[name] = has[name] if differs else written
    return list(found.items())[:MAX_SETTINGS]


def _set_by(piece: Piece, draft: Draft) -> Iterator[tuple[str, str, bool]]:
    """Yield name and value of what one piece of the cell's top level sets, and whether it is a variable."""
    if piece.where:
        return
    if isinstance(piece, Call):
        sets_nothing = is_noise(piece.callee) or piece.callee.startswith("def ")
        for keyword, value in piece.keywords.items():
            if is_literal(value) and not (sets_nothing or is_noise_keyword(keyword)):
                yield full_name(piece, keyword), value, False
    elif is_literal(piece.value) and not piece.state and _is_set(piece, draft.assignments):
        yield piece.name, piece.value, True


def _is_set(setting: Setting, cell: Assignments) -> bool:
    """Whether a literal is a choice, not the start of a counter or a collection."""
    if setting.value in _STARTS and not is_parameter(setting.name, setting.value, Assignments()):
        return False
    return is_parameter(setting.name, setting.value, cell)
