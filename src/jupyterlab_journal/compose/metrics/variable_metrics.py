"""Metrics that a cell assigned to variables and did not show: ``accuracy = accuracy_score(y, guess)``."""

from __future__ import annotations

import ast
import math
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from jupyterlab_journal.compose.metrics.metric_reading import Reading
from jupyterlab_journal.reading.names import is_metric_name
from jupyterlab_journal.reading.parser import nodes_of, parse_cell

if TYPE_CHECKING:
    from jupyterlab_journal.entry.run import MeasuredTable

VARIABLES = "variables"
_RESULTS = frozenset({"compute", "item", "result", "evaluate", "score", "mean", "numpy"})
_PLACES = frozenset({"device", "dtype"})


def read_variables(tables: Sequence[MeasuredTable], code: str) -> Iterator[Reading]:
    """Yield the numbers that were computed for a variable with the name of a metric.

    A value that a loop assigns is of its last round only, perhaps of its last batch, and
    a literal is a setting or the start of a sum: neither is a metric.

    Parameters
    ----------
    tables : sequence of MeasuredTable
        What came to be in the run; those of kind ``variables`` count.
    code : str
        Source of the cell.

    Examples
    --------
    >>> from jupyterlab_journal.entry.run import MeasuredTable
    >>> metrics = {"acc": (0.92,), "best_loss": (1e9,), "lr": (0.1,)}
    >>> table = MeasuredTable(name="", kind="variables", epochs=(None,), metrics=metrics)
    >>> code = "acc = accuracy_score(y, guess); best_loss = float('1e9'); lr = choose(y)"
    >>> [(one.name, one.value) for one in read_variables([table], code)]
    [('acc', 0.92)]
    """
    parsed = parse_cell(code)
    computed = _computed([] if parsed is None else parsed[0].body)
    for table in tables:
        for name, (value, *_) in table.metrics.items() if table.kind == VARIABLES else ():
            if value is None or math.isinf(value):  # where a search for the least begins
                continue
            if name in computed and is_metric_name(name):
                yield Reading(name=name.lower(), value=value, unit="1")


def _computed(body: Iterable[ast.stmt]) -> set[str]:
    """Return the names whose last assignment is the value of a call, outside any loop and condition."""
    last: dict[str, bool] = {}
    for statement in _straight(body):
        targets = statement.targets if isinstance(statement, ast.Assign) else []
        if isinstance(statement, ast.Assign) and len(targets) == 1:
            last.update(dict.fromkeys(_names(targets[0]), _is_measuring(statement.value)))
        else:
            last.update(dict.fromkeys(_stored(statement), False))
    return {name for name, measured in last.items() if measured}


def _straight(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    for statement in body:
        if isinstance(statement, ast.With):
            yield from _straight(statement.body)
        else:
            yield statement


def _names(target: ast.expr) -> list[str]:
    parts = target.elts if isinstance(target, (ast.Tuple, ast.List)) else [target]
    return [part.id for part in parts if isinstance(part, ast.Name)]


def _stored(statement: ast.stmt) -> Iterator[str]:
    for node in nodes_of(statement):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


def _is_measuring(value: ast.expr) -> bool:
    """Whether an expression is a call that is given more than constants, or asks an object for its result."""
    if not isinstance(value, ast.Call):
        return False
    given = [*value.args, *(keyword.value for keyword in value.keywords if keyword.arg not in _PLACES)]
    if not given:
        return isinstance(value.func, ast.Attribute) and value.func.attr in _RESULTS
    return any(isinstance(node, ast.Name) for part in given for node in nodes_of(part))
