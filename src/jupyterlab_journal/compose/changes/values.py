"""Parameters before and after, from the values the kernel held."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from jupyterlab_journal.compose.metrics.names import is_metric_name
from jupyterlab_journal.entry.model import Change

if TYPE_CHECKING:
    from jupyterlab_journal.compose.changes.source import Assignments

_FLOAT = re.compile(r"-?\d+\.\d+(e[-+]?\d+)?$|-?\d+(\.\d+)?e[-+]?\d+$")
_TYPED_DIGITS = 10  # a number with more significant digits was computed: nobody types it
_MAX_NAME = 100
MAX_CHARACTERS = 200
_COUNTERS = frozenset({"i", "j", "k", "n", "idx", "epoch", "step", "batch_idx", "iteration", "global_step"})


def changed_values(
    before: Mapping[str, str],
    after: Mapping[str, str],
    cell: Assignments,
    *,
    written_before: Mapping[str, str],
    written_after: Mapping[str, str],
) -> tuple[Change, ...]:
    """Compare the parameters of two moments.

    Parameters
    ----------
    before, after : mapping of str to str
        Scalars of the user's namespace as Python writes them.
    cell : Assignments
        What the source of the cell says about its variables.
    written_before, written_after : mapping of str to str
        The same values as the user wrote them, where that is known.

    Returns
    -------
    tuple of Change
        Changed ones first, then new ones, then those that are gone; those the
        source of the cell confirms first in each group.
    """
    changes = []
    for name in {**after, **before}:
        old, new = before.get(name), after.get(name)
        if same_value(old, new) or not is_parameter(name, new or old or "", cell):
            continue
        confirmed = new is not None and name in cell.written and same_value(cell.written[name], new)
        changes.append(
            Change(
                name=name,
                before=None if old is None else written_before.get(name, old)[:MAX_CHARACTERS],
                after=None if new is None else written_after.get(name, new)[:MAX_CHARACTERS],
                evidence=("value", "source") if confirmed else ("value",),
            )
        )
    return tuple(sorted(changes, key=_rank))


def is_parameter(name: str, value: str, cell: Assignments) -> bool:
    """Whether a variable is something the user sets, as far as can be told."""
    if name in cell.results or not name.isidentifier() or len(name) > _MAX_NAME:
        return False
    if name in cell.written:
        return True
    return not (is_metric_name(name) or name in _COUNTERS or _is_computed_number(value))


def same_value(one: str | None, other: str | None) -> bool:
    """Whether two spellings are the same literal: ``1e-3`` is ``0.001``, ``1`` is not ``1.0``."""
    if one is None or other is None:
        return one is other
    if one == other:
        return True
    try:
        first, second = ast.literal_eval(one), ast.literal_eval(other)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return False
    # repr tells True from 1 and 1 from 1.0, also inside containers.
    return repr(first) == repr(second)


def _is_computed_number(value: str) -> bool:
    if not _FLOAT.match(value):
        return False
    mantissa = value.partition("e")[0]
    return len(mantissa.replace(".", "").replace("-", "").strip("0")) > _TYPED_DIGITS


def _rank(change: Change) -> tuple[int, bool]:
    group = (
        0 if change.before is not None and change.after is not None else 1 if change.after is not None else 2
    )
    return group, "source" not in change.evidence
