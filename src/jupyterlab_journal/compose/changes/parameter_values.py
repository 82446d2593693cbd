"""Parameters whose values in the kernel differ between two runs."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from jupyterlab_journal.entry.model import Change
from jupyterlab_journal.reading.names import is_metric_name, word_set, words_of
from jupyterlab_journal.reading.parser import parse_expression
from jupyterlab_journal.reading.spelling import is_literal, same_value

if TYPE_CHECKING:
    from jupyterlab_journal.reading.variables import Assignments

_FLOAT = re.compile(r"-?\d+\.\d+(e[-+]?\d+)?$|-?\d+(\.\d+)?e[-+]?\d+$")
_TYPED_DIGITS = 10  # a number with more significant digits was computed: nobody types it
_MAX_NAME = 100
_MAX_DEPTH = 3  # of nested dictionaries
MAX_CHARACTERS = 200
_COUNTERS = word_set(
    """
    i j k n m idx index epoch step batch_idx batch_index iteration it global_step count counter total correct
    num_correct n_correct seen best running elapsed duration start end t t0 t1 tic toc now timestamp
    """
)
_COLLECTED = word_set(
    "history losses accs accuracies scores preds predictions outputs logs records metrics results"
)
_CLOCKS = word_set("time elapsed duration timestamp")
_STATES = word_set("best last current cur running prev previous old")


def changed_values(
    before: Mapping[str, str],
    after: Mapping[str, str],
    cell: Assignments,
    *,
    written_before: Mapping[str, str],
    written_after: Mapping[str, str],
) -> tuple[Change, ...]:
    """Compare the parameters of two runs.

    Parameters
    ----------
    before, after : mapping of str to str
        Scalars of the user's namespace as Python writes them.
    cell : Assignments
        Which variables the cell sets, and to what.
    written_before, written_after : mapping of str to str
        The same values as the user wrote them, where that is known.

    Returns
    -------
    tuple of Change
        Changed ones first, then new ones, then those that are gone; those the
        source of the cell confirms first in each group.
    """
    filled = {name for name in cell.results if after.get(name, "").startswith("{")}
    before, after = (
        flat_values({name: value for name, value in side.items() if name not in filled})
        for side in (before, after)
    )
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
    changed = {part for change in changes for part in (change.name, change.name.partition(".")[0])}
    return tuple(
        sorted((one for one in changes if not cell.derived.get(one.name, frozenset()) & changed), key=rank)
    )


def flat_values(values: Mapping[str, str]) -> dict[str, str]:
    """Return the values with small dictionaries taken apart.

    Examples
    --------
    >>> flat_values({"lr": "0.1", "config": "{'model': {'width': 8}}"})
    {'lr': '0.1', 'config.model.width': '8'}
    """
    flat: dict[str, str] = {}
    for name, value in values.items():
        flat.update(_leaves(name, value) if value.startswith("{") else ((name, value),))
    return flat


def is_parameter(name: str, value: str, cell: Assignments) -> bool:
    """Whether a variable is something the user sets, as far as its name and value show.

    Parameters
    ----------
    name : str
        Of the variable; dotted inside a dictionary or an object.
    value : str
        As Python writes it.
    cell : Assignments
        Which variables the cell sets, and to what.
    """
    parts = name.split(".")
    if len(name) > _MAX_NAME or not parts[0].isidentifier():
        return False
    if len(parts) == 1 and name in cell.results and is_literal(value):
        return False
    last = parts[-1]
    if is_measured(last, value):
        return False
    if name in cell.written:
        return True
    if _is_collected(last, value) or _is_state(words_of(last)):
        return False
    named_as_metric = is_metric_name(last) and not value.startswith(("'", '"'))  # 'mse' is a choice
    return not (named_as_metric or last.lower() in _COUNTERS or _is_computed_number(value))


def is_measured(name: str, value: str) -> bool:
    """Whether a value was measured: ``loss = 0.31``, but neither ``loss = "mse"`` nor ``precision = 16``."""
    return is_metric_name(name) and _FLOAT.match(value) is not None


def rank(change: Change) -> tuple[int, int]:
    """Sort key: changed before new before removed, those with more evidence first."""
    changed = change.before is not None and change.after is not None
    group = 0 if changed else 1 if change.after is not None else 2
    if change.evidence == ("environment",):
        return 3, 0
    return group, 0 if len(change.evidence) > 1 else 1 if "source" in change.evidence else 2


def _leaves(name: str, value: str) -> Iterator[tuple[str, str]]:
    try:
        items = ast.literal_eval(parse_expression(value))
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        yield name, value
        return
    yield from _items(name, items, 0)


def _items(name: str, value: object, depth: int) -> Iterator[tuple[str, str]]:
    if (
        isinstance(value, dict)
        and value
        and depth < _MAX_DEPTH
        and all(isinstance(key, str) for key in value)
    ):
        for key, item in value.items():
            yield from _items(f"{name}.{key}", item, depth + 1)
    else:
        yield name, repr(value)


def _is_state(words: list[str]) -> bool:
    """Whether a name is that of state that a run updates: ``best_epoch``, ``patience_counter``."""
    several = len(words) > 1
    counts = several and (words[0] in _STATES or words[-1] in {"counter", "count"})
    return bool(_CLOCKS & set(words)) or counts


def _is_collected(name: str, value: str) -> bool:
    """Whether a container collects results of a run: ``train_losses``."""
    if not value.startswith(("[", "(", "{")):
        return False
    words = words_of(name)
    singular = name.removesuffix("s").removesuffix("e") if name.endswith("ses") else name.removesuffix("s")
    return value in {"[]", "{}", "()"} or bool(_COLLECTED & set(words)) or is_metric_name(singular)


def _is_computed_number(value: str) -> bool:
    numbers = re.findall(r"-?\d+\.?\d*(?:e[-+]?\d+)?", value) if value.startswith(("[", "(")) else [value]
    return any(map(_has_many_digits, numbers))


def _has_many_digits(value: str) -> bool:
    if not _FLOAT.match(value):
        return False
    mantissa = value.partition("e")[0]
    return len(mantissa.replace(".", "").replace("-", "").strip("0")) > _TYPED_DIGITS
