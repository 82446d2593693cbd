"""One table of changes from three witnesses: the values, the source and the environment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from jupyterlab_journal.compose.changes.environment_changes import SEED
from jupyterlab_journal.compose.changes.parameter_values import MAX_CHARACTERS, flat_values, is_measured, rank
from jupyterlab_journal.entry.model import Change
from jupyterlab_journal.reading.names import words_of
from jupyterlab_journal.reading.spelling import is_literal, same_value

if TYPE_CHECKING:
    from jupyterlab_journal.compose.changes.naming import Edit
    from jupyterlab_journal.reading.variables import Assignments

_WITNESSES = ("value", "source", "environment")
_MAX_NAME = 100
_SEED_WORDS = frozenset({"seed", "seeds", "state"})  # "random_state"
_OF_A_MODEL = frozenset({"parameters", "layers", "dropout"})
_PRECISION = frozenset({"allow_tf32", "fp32_precision", "float32_matmul_precision"})
"""Last parts of the names under which torch tells one and the same setting."""


def merge_changes(  # noqa: PLR0913 (three witnesses, and what two of them are checked against)
    values: Iterable[Change],
    edits: Iterable[Edit],
    environment: Iterable[Change],
    *,
    had: Mapping[str, str],
    has: Mapping[str, str],
    cell: Assignments,
) -> tuple[Change, ...]:
    """Join what several witnesses say of the same parameter.

    Parameters
    ----------
    values, edits, environment :
        What each of them found.
    had, has : mapping of str to str
        Values of the variables then and now; empty without a kernel.
    cell : Assignments
        What the source of the cell says about its variables.

    Returns
    -------
    tuple of Change
        The best proved first. What only follows from another change is left
        out: the rate inside an optimizer whose ``lr`` was changed.
    """
    of_objects = {name for side in (had, has) for name in flat_values(_dotted(side))}
    had, has = flat_values(had), flat_values(has)
    values = list(values)
    told = [(edit, _change_of(edit)) for edit in edits if _holds(edit, had, has) and not _is_result(edit)]
    rows = [_with_value(edit, change, values) for edit, change in told]
    known = {row.name for row in rows} | {edit.full_name for edit, _ in told}
    rows = [row for row in rows if not same_value(row.before, row.after)]
    others = [value for value in values if value.name not in known]
    objects = [value for value in others if value.name in of_objects or _is_class(value)]
    rows += [value for value in others if value not in objects]
    rows += [value for value in objects if not _follows(value, rows, cell)]
    rows = [row for row in rows if not _is_told_shorter(row, rows) and not _is_of_a_changed_model(row, rows)]
    objects_in = {name for name in {**had, **has} if "." not in name}
    alike = Counter(_key(row) for row in rows)
    rows = [_by_its_key(row, alike, objects_in) for row in rows]
    computed = {has[name] for name in cell.results if name in has}
    rows = _with_facts([fact for fact in environment if not _is_drawn(fact, computed)], rows)
    return tuple(sorted(rows, key=rank))


def _dotted(values: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in values.items() if "." in name}


def _change_of(edit: Edit) -> Change:
    return Change(
        name=edit.name[:_MAX_NAME],
        before=None if edit.before is None else edit.before[:MAX_CHARACTERS],
        after=None if edit.after is None else edit.after[:MAX_CHARACTERS],
        evidence=("source",),
    )


def _holds(edit: Edit, had: Mapping[str, str], has: Mapping[str, str]) -> bool:
    """Whether the values bear out what the source says: a cell may have been edited after it ran."""
    name = edit.full_name
    if not edit.variable or edit.after is None or name not in has or not is_literal(edit.after):
        return True
    return same_value(edit.after, has[name]) and not same_value(had.get(name), has[name])


def _is_result(edit: Edit) -> bool:
    """Whether an edit is of a measurement that is written down: ``accuracy = 0.92``."""
    values = [value for value in (edit.before, edit.after) if value is not None]
    return edit.variable and all(is_measured(edit.name, value) for value in values)


def _with_value(edit: Edit, change: Change, values: Sequence[Change]) -> Change:
    """Add what the kernel knows of the same parameter."""
    for value in values:
        if value.name in {edit.name, edit.full_name} or value.name.endswith(f".{edit.name}"):
            agrees = same_value(value.after, edit.after) or edit.before is None or edit.after is None
            if edit.variable and value.name == edit.full_name:
                return replace(
                    change,
                    before=value.before if edit.before is None else change.before,
                    evidence=_joined(value, change),
                )
            if agrees or _last(value.after) == _last(edit.after):
                return replace(change, evidence=_joined(value, change))
    return change


def _is_class(value: Change) -> bool:
    """Whether a value is the name of an object's class: ``SGD``."""
    return not is_literal(value.after or value.before or "")


def _follows(value: Change, rows: Sequence[Change], cell: Assignments) -> bool:
    """Whether a value of an object is no change of this step, or the consequence of one told already."""
    root, _, attribute = value.name.partition(".")
    if any(row.before is not None and same_value(row.after, value.after) for row in rows):
        return True
    if attribute and (value.before is None or value.after is None):
        return True  # it came or went with its object
    if value.before is None and root not in cell.mentioned:
        return True  # made by another cell, for another purpose: a probe, a second model
    return root in cell.results and any("source" in row.evidence for row in rows)


def _is_of_a_changed_model(row: Change, rows: Sequence[Change]) -> bool:
    """Whether a model's size, or its dropout, is the consequence of what was set elsewhere."""
    attribute = row.name.rpartition(".")[2]
    if row.evidence != ("value",) or attribute not in _OF_A_MODEL:
        return False
    set_elsewhere = [
        other.name.rpartition(".")[2]
        for other in rows
        if other.before is not None and other.after is not None and other is not row
    ]
    if attribute == "dropout":
        return any("drop" in name for name in set_elsewhere)
    return any(name not in _OF_A_MODEL for name in set_elsewhere)


def _is_told_shorter(row: Change, rows: Sequence[Change]) -> bool:
    """Whether what is set inside an object is told of that itself: ``trainer.args.seed`` as ``args.seed``."""
    name = row.name.rpartition(".")[2]
    return row.name.count(".") > 1 and any(
        other.name.count(".") == 1
        and other.name.rpartition(".")[2] == name
        and same_value(other.before, row.before)
        and same_value(other.after, row.after)
        for other in rows
    )


def _key(row: Change) -> str:
    return row.name.rpartition(".")[2]


def _by_its_key(row: Change, alike: Mapping[str, int], named: Collection[str]) -> Change:
    """Name a field of a configuration as its source is told: ``lr`` of ``config.lr``.

    An object that is more than a configuration is known by its class under
    its own name; what is set inside it keeps its place: ``optimizer.lr``.
    """
    root, _, path = row.name.partition(".")
    key = path.rpartition(".")[2]
    if not key.isidentifier() or root in named or row.evidence != ("value",) or key in named:
        return row
    return replace(row, name=key) if alike[key] == 1 else row


def _with_facts(facts: Iterable[Change], rows: list[Change]) -> list[Change]:
    """Add each fact of the environment to the row that tells the same, or as a row of its own."""
    alone = []
    for fact in facts:
        place = next((index for index, row in enumerate(rows) if _is_same_fact(fact, row)), None)
        if place is None:
            alone.append(fact)
        else:
            rows = [
                *rows[:place],
                replace(rows[place], evidence=_joined(fact, rows[place])),
                *rows[place + 1 :],
            ]
    for fact in alone:
        if not (_flag(fact.name) in _PRECISION and any(_flag(row.name) in _PRECISION for row in rows)):
            rows = [*rows, fact]
    return rows


def _is_drawn(fact: Change, computed: Collection[str]) -> bool:
    """Whether a seed was computed by the cell, from the clock perhaps: nobody set it."""
    return fact.name.partition(".")[0] == SEED and fact.after in computed


def _is_same_fact(fact: Change, row: Change) -> bool:
    if fact.name.partition(".")[0] == SEED:
        return bool(_SEED_WORDS & set(words_of(row.name))) and same_value(fact.after, row.after)
    same_name = row.name.endswith(fact.name) or _flag(row.name) == _flag(fact.name)
    return same_name and _plain(fact.after) == _plain(row.after)


def _flag(name: str) -> str:
    """Return what a flag is called, however it is set: ``torch.use_deterministic_algorithms``."""
    return name.rpartition(".")[2].removeprefix("use_").removeprefix("set_")


def _plain(value: str | None) -> str:
    """Return a value without case and quotes; of a call, its first argument."""
    text = value or ""
    if text.endswith(")") and "(" in text:
        text = text.partition("(")[2][:-1].partition(",")[0]
    return text.strip("'\" ").lower()


def _joined(*changes: Change) -> tuple[str, ...]:
    found = {witness for change in changes for witness in change.evidence}
    return tuple(witness for witness in _WITNESSES if witness in found)


def _last(text: str | None) -> str:
    """Return the name of a class, without its module."""
    return (text or "").rpartition(".")[2]
