"""Whether lists that the user fills have one item per epoch."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from jupyterlab_journal.reading.names import metric_key, words_of
from jupyterlab_journal.reading.parser import nodes_of, parse_cell

if TYPE_CHECKING:
    from jupyterlab_journal.entry.run import MeasuredTable
    from jupyterlab_journal.reading.other_cells import OtherCells

_EPOCH_VARIABLE = re.compile(r"ep(och)?(_?(i|idx|id|num|number))?", re.IGNORECASE)
_EPOCHS = re.compile(r"(n|num|max|total)?_?epochs?", re.IGNORECASE)
_MAX_CALLS = 20
_A_LIST = re.compile(r"[_ ](?:history|hist|list|log|curve|values)$", re.IGNORECASE)
_PLURALS = {"losses": "loss", "accuracies": "accuracy", "accs": "acc", "scores": "score", "errors": "error"}


@dataclass(frozen=True, kw_only=True)
class ListContext:
    """What the meaning of a list that the user filled is derived from.

    Parameters
    ----------
    code : str
        Source of the cell, without secrets.
    other_cells : OtherCells
        Code of other cells, in which the functions that the cell calls are looked up.
    parameters : mapping of str to str
        Scalars of the user's namespace as Python writes them.
    """

    code: str
    other_cells: OtherCells
    parameters: Mapping[str, str]


def in_singular(name: str) -> str:
    """Return the name of one item of a list.

    Examples
    --------
    >>> [in_singular(name) for name in ("train_losses", "val_acc_history", "Accuracies", "loss")]
    ['train_loss', 'val_acc', 'accuracy', 'loss']
    """
    name = _A_LIST.sub("", name)
    for plural, single in _PLURALS.items():
        if name.lower().endswith(plural):
            return name[: -len(plural)] + single
    return name


def are_epochs(table: MeasuredTable, context: ListContext) -> bool:
    """Whether each row of a table is of one epoch.

    Either the code appends to its lists once in every round of a loop over
    epochs, in the cell or in a function that it calls; or one of them is a
    loss, and the lists have grown by a number that the cell or a variable
    calls a number of epochs.

    Parameters
    ----------
    table : MeasuredTable
        Lists of the user's that grew in the run.
    context : ListContext
        Code and variables that show how they are filled.
    """
    names = {metric_key(name) for name in table.metrics}
    cell = _tree(context.code)
    for code in (cell, *_called(cell, context.other_cells)):
        if names & set(filter(None, map(_appended_to, nodes_of(code)))):
            return names <= _appended_each_epoch(code)
    first, last = table.epochs[0], table.epochs[-1]
    if first is None or last is None or not any("loss" in words_of(name) for name in table.metrics):
        return False
    return last - first + 1 in _numbers_of_epochs(cell, context.parameters)


def _called(cell: ast.AST, other_cells: OtherCells) -> Iterator[ast.AST]:
    """Yield the latest definitions of functions from other cells that a cell calls by name."""
    calls = (node.func for node in nodes_of(cell) if isinstance(node, ast.Call))
    for name in islice(dict.fromkeys(call.id for call in calls if isinstance(call, ast.Name)), _MAX_CALLS):
        for node in nodes_of(_tree(next(other_cells.containing(f"def {name}("), ""))):
            if isinstance(node, ast.FunctionDef) and node.name == name:
                yield node


def _tree(code: str) -> ast.Module:
    parsed = parse_cell(code)
    return ast.Module(body=[], type_ignores=[]) if parsed is None else parsed[0]


def _appended_each_epoch(tree: ast.AST) -> set[str]:
    """Return the keys of metrics that are appended once in each round of a loop over epochs."""
    found: set[str] = set()
    for loop in nodes_of(tree):
        if not isinstance(loop, ast.For) or not isinstance(loop.target, ast.Name):
            continue
        if _EPOCH_VARIABLE.fullmatch(loop.target.id):
            found.update(filter(None, map(_appended_to, _always_run(loop.body))))
    return found


def _always_run(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield the statements that every round reaches, up to the first that may end a round early."""
    for statement in body:
        if _may_skip_rest(statement):
            return
        if isinstance(statement, ast.With):
            yield from _always_run(statement.body)
        else:
            yield statement


def _may_skip_rest(statement: ast.AST) -> bool:
    if isinstance(statement, (ast.For, ast.While, ast.FunctionDef)):  # their own rounds
        return False
    return isinstance(statement, ast.Continue) or any(map(_may_skip_rest, ast.iter_child_nodes(statement)))


def _appended_to(statement: ast.AST) -> str | None:
    """Return the metric's key of ``history["loss"].append(value)`` or ``losses.append(value)``."""
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
    if call.func.attr != "append" or not isinstance(place, ast.Name):
        return None
    return metric_key(in_singular(" ".join(keys) or place.id))


def _numbers_of_epochs(tree: ast.AST, parameters: Mapping[str, str]) -> set[int]:
    """Return the numbers that the cell and the variables name as numbers of epochs."""
    texts = {text for name, text in parameters.items() if _EPOCHS.fullmatch(name)}
    found = {int(text) for text in texts if text.isdecimal() and len(text) < 8}
    for node in nodes_of(tree):
        if isinstance(node, ast.keyword) and node.arg is not None and _EPOCHS.fullmatch(node.arg):
            value = getattr(node.value, "value", None)
            found |= {value} if type(value) is int and 0 <= value < 10**7 else set()
    return found
