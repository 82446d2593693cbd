"""Readings of what a run measured without printing it: histories, trainers, estimators."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from jupyterlab_journal.compose.changes.python import parse_cell
from jupyterlab_journal.compose.metrics.measured import Reading
from jupyterlab_journal.compose.metrics.names import is_metric_name, metric_key, words_of
from jupyterlab_journal.compose.metrics.variables import VARIABLES

if TYPE_CHECKING:
    from jupyterlab_journal.compose.request import MeasuredTable

_ANYTHING_LOGGED = frozenset({"lightning", "lists", "table"})  # a rate or a count may be among it
_EPOCH_VARIABLE = re.compile(r"ep(och)?(_?(i|idx|id|num|number))?", re.IGNORECASE)
_EPOCHS = re.compile(r"(n|num|max|total)?_?epochs?", re.IGNORECASE)


def read_objects(
    tables: Sequence[MeasuredTable], code: str, parameters: Mapping[str, str]
) -> Iterator[Reading]:
    """Yield the values of a run's objects, row by row.

    The user's own lists count only where each item is known to be of one
    epoch: a list per class, or per fold, looks the same.

    Parameters
    ----------
    tables : sequence of MeasuredTable
        What came to be in the run, with safe names.
    code : str
        Of the cell.
    parameters : mapping of str to str
        The user's variables as Python writes them.
    """
    objects = [table for table in tables if table.kind != VARIABLES]
    certain = [table for table in objects if _is_certain(table, code, parameters)]
    holders: Counter[str] = Counter()
    for names in {(table.name, metric_key(name)) for table in certain for name in table.metrics}:
        holders[names[1]] += 1
    for table in certain:
        for index, epoch in enumerate(table.epochs):
            for name, values in table.metrics.items():
                value = values[index]
                if value is not None and (table.kind not in _ANYTHING_LOGGED or is_metric_name(name)):
                    several = holders[metric_key(name)] > 1  # two models in one cell
                    full_name = f"{table.name} {name}" if several else name
                    yield Reading(name=full_name.lower(), value=value, unit="1", epoch=epoch)


def _is_certain(table: MeasuredTable, code: str, parameters: Mapping[str, str]) -> bool:
    if table.kind != "lists":
        return True
    parsed = parse_cell(code)
    tree = ast.Module(body=[], type_ignores=[]) if parsed is None else parsed[0]
    names = {metric_key(name) for name in table.metrics}
    if names <= _appended_each_epoch(tree):
        return True
    first, last = table.epochs[0], table.epochs[-1]
    if first is None or last is None or not any("loss" in words_of(name) for name in table.metrics):
        return False
    return last - first + 1 in _numbers_of_epochs(tree, parameters)


def _appended_each_epoch(tree: ast.AST) -> set[str]:
    """Return the keys under which something is appended once in each round of a loop over epochs."""
    found: set[str] = set()
    for loop in ast.walk(tree):
        if not isinstance(loop, ast.For) or not isinstance(loop.target, ast.Name):
            continue
        if _EPOCH_VARIABLE.fullmatch(loop.target.id):
            found.update(filter(None, map(_appended_to, _always_run(loop.body))))
    return found


def _always_run(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    for statement in body:
        if isinstance(statement, ast.With):
            yield from _always_run(statement.body)
        else:
            yield statement


def _appended_to(statement: ast.stmt) -> str | None:
    """Return the key of ``history["loss"].append(value)``, several when nested, as a metric's key."""
    call = statement.value if isinstance(statement, ast.Expr) else None
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
        return None
    keys: list[str] = []
    place = call.func.value
    while isinstance(place, ast.Subscript):
        if not isinstance(place.slice, ast.Constant) or not isinstance(place.slice.value, str):
            return None
        keys.insert(0, place.slice.value)
        place = place.value
    return metric_key(" ".join(keys)) if keys and call.func.attr == "append" else None


def _numbers_of_epochs(tree: ast.AST, parameters: Mapping[str, str]) -> set[int]:
    """Return what the cell and the variables call a number of epochs."""
    found = {text for name, text in parameters.items() if _EPOCHS.fullmatch(name)}
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg is not None and _EPOCHS.fullmatch(node.arg):
            found.add(ast.unparse(node.value))
    return {int(text) for text in found if text.isdecimal() and len(text) < 8}
