"""One table of changes from three sources: values in the kernel, the source code, the environment."""

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

_SOURCES = ("value", "source", "environment")
_MAX_NAME = 100
_SEED_WORDS = frozenset({"seed", "seeds", "state"})  # "random_state"
_OF_A_MODEL = frozenset({"parameters", "layers", "dropout"})
_PRECISION = frozenset({"allow_tf32", "fp32_precision", "float32_matmul_precision"})
"""Last parts of the names under which torch reports one and the same setting."""


def merge_changes(  # noqa: PLR0913 (three sources, and what two of them are checked against)
    values: Iterable[Change],
    edits: Iterable[Edit],
    environment: Iterable[Change],
    *,
    values_before: Mapping[str, str],
    values_after: Mapping[str, str],
    cell: Assignments,
) -> tuple[Change, ...]:
    """Join the changes that several sources report of the same parameter.

    Parameters
    ----------
    values : iterable of Change
        Parameters whose values in the kernel differ.
    edits : iterable of Edit
        Differences of the source code.
    environment : iterable of Change
        Facts that differ, such as seeds and versions.
    values_before, values_after : mapping of str to str
        Values of all variables in both runs; empty without a kernel.
    cell : Assignments
        Which variables the cell sets, and to what.

    Returns
    -------
    tuple of Change
        Those confirmed by most sources first. A change that another one implies is left
        out, such as the rate inside an optimizer whose ``lr`` was changed.
    """
    of_objects = {name for side in (values_before, values_after) for name in flat_values(_dotted(side))}
    values_before, values_after = flat_values(values_before), flat_values(values_after)
    values = list(values)
    edited = [
        (edit, _change_of(edit))
        for edit in edits
        if _agrees_with_values(edit, values_before, values_after) and not _is_result(edit)
    ]
    rows = [_with_value(edit, change, values) for edit, change in edited]
    known = {row.name for row in rows} | {edit.full_name for edit, _ in edited}
    rows = [row for row in rows if not same_value(row.before, row.after)]
    others = [value for value in values if value.name not in known]
    objects = [value for value in others if value.name in of_objects or _is_class(value)]
    rows += [value for value in others if value not in objects]
    rows += [value for value in objects if not _is_implied(value, rows, cell)]
    rows = [row for row in rows if not _has_shorter_name(row, rows) and not _is_of_a_changed_model(row, rows)]
    objects_in = {name for name in {**values_before, **values_after} if "." not in name}
    alike = Counter(_key(row) for row in rows)
    rows = [_shortened(row, alike, objects_in) for row in rows]
    computed = {values_after[name] for name in cell.results if name in values_after}
    rows = _with_facts([fact for fact in environment if not _is_computed_seed(fact, computed)], rows)
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


def _agrees_with_values(
    edit: Edit, values_before: Mapping[str, str], values_after: Mapping[str, str]
) -> bool:
    """Whether the values in the kernel confirm an edit: a cell may have been edited after it ran."""
    name = edit.full_name
    if not edit.variable or edit.after is None or name not in values_after or not is_literal(edit.after):
        return True
    return same_value(edit.after, values_after[name]) and not same_value(
        values_before.get(name), values_after[name]
    )


def _is_result(edit: Edit) -> bool:
    """Whether an edit changes a measurement written into the code: ``accuracy = 0.92``."""
    values = [value for value in (edit.before, edit.after) if value is not None]
    return edit.variable and all(is_measured(edit.name, value) for value in values)


def _with_value(edit: Edit, change: Change, values: Sequence[Change]) -> Change:
    """Add the kernel's value of the same parameter, as evidence or as the value before."""
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


def _is_implied(value: Change, rows: Sequence[Change], cell: Assignments) -> bool:
    """Whether a change of an object is implied by a row of the table, or was not made in this step."""
    root, _, attribute = value.name.partition(".")
    if any(row.before is not None and same_value(row.after, value.after) for row in rows):
        return True
    if attribute and (value.before is None or value.after is None):
        return True  # it came or went with its object
    if value.before is None and root not in cell.mentioned:
        return True  # made by another cell, for another purpose: a probe, a second model
    return root in cell.results and any("source" in row.evidence for row in rows)


def _is_of_a_changed_model(row: Change, rows: Sequence[Change]) -> bool:
    """Whether a model's size, or its dropout, follows from another changed parameter."""
    attribute = row.name.rpartition(".")[2]
    if row.evidence != ("value",) or attribute not in _OF_A_MODEL:
        return False
    other_changes = [
        other.name.rpartition(".")[2]
        for other in rows
        if other.before is not None and other.after is not None and other is not row
    ]
    if attribute == "dropout":
        return any("drop" in name for name in other_changes)
    return any(name not in _OF_A_MODEL for name in other_changes)


def _has_shorter_name(row: Change, rows: Sequence[Change]) -> bool:
    """Whether a shorter dotted name reports the same change: ``args.seed`` for ``trainer.args.seed``."""
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


def _shortened(row: Change, alike: Mapping[str, int], named: Collection[str]) -> Change:
    """Shorten the name of a configuration's field to its last part: ``lr`` of ``config.lr``.

    An object that is more than a configuration is known by its class under
    its own name; what is set inside it keeps its place: ``optimizer.lr``.
    """
    root, _, path = row.name.partition(".")
    key = path.rpartition(".")[2]
    if not key.isidentifier() or root in named or row.evidence != ("value",) or key in named:
        return row
    return replace(row, name=key) if alike[key] == 1 else row


def _with_facts(facts: Iterable[Change], rows: list[Change]) -> list[Change]:
    """Add each fact of the environment to the row of the same parameter, or as a row of its own."""
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


def _is_computed_seed(fact: Change, computed: Collection[str]) -> bool:
    """Whether the cell computed a seed, perhaps from the clock, so that nobody chose it."""
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
    found = {source for change in changes for source in change.evidence}
    return tuple(source for source in _SOURCES if source in found)


def _last(text: str | None) -> str:
    """Return the name of a class, without its module."""
    return (text or "").rpartition(".")[2]
