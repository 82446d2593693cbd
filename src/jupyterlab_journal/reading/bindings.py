"""Which names a cell gives, and which of them it goes on to change."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from .names import word_set
from .normal_forms import is_progress
from .parser import nodes_of

if TYPE_CHECKING:
    from .texts import Texts

GROWING = word_set("append extend insert add update setdefault pop clear remove appendleft popleft")
"""Methods that change a container."""

SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
"""Statements with names of their own."""

_LOOPS = (ast.For, ast.AsyncFor, ast.While)


def bound_names(tree: ast.Module) -> frozenset[str]:
    r"""Return the names that a cell gives; those on ``self`` as ``self.name``.

    Examples
    --------
    >>> sorted(bound_names(ast.parse("import numpy as np\nfor i, x in enumerate(y):\n    self.z = x")))
    ['i', 'np', 'self.z', 'x']
    """
    return frozenset(name for node in nodes_of(tree) for name in _bound_by(node))


def states(tree: ast.Module) -> frozenset[str]:
    """Return the variables that the cell sets and then changes itself: counters, best values, histories."""
    found: set[str] = set()
    outside: set[str] = set()
    in_loops: set[str] = set()
    for statement, depth, in_own_loop in _placed(tree.body, depth=0, own=False):
        if not depth:
            outside |= set(_rebound(statement))
        elif in_own_loop:
            in_loops |= set(_rebound(statement))
    for node in nodes_of(tree):
        if isinstance(node, ast.AugAssign):
            found |= set(_targets(node.target))
        elif (
            isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in GROWING
        ):
            found |= set(_targets(node.func.value))
    return frozenset(found | in_loops & outside)


def stacks(tree: ast.Module) -> frozenset[str]:
    r"""Return the variables that are models made of layers in a row, or the layers of one.

    Examples
    --------
    >>> sorted(stacks(ast.parse("m = keras.Sequential()\nself.net = nn.Sequential(a)\nx = net()")))
    ['m', 'net']
    """
    found: set[str] = set()
    for node in nodes_of(tree):
        if isinstance(node, ast.Assign) and _is_sequential(node.value):
            found |= {name for target in node.targets for name in _targets(target)}
        elif isinstance(node, ast.Call) and _is_sequential(node):
            found |= {name for one in node.args if isinstance(one, ast.Starred) for name in _targets(one)}
    return frozenset(found)


def _is_sequential(value: ast.expr) -> bool:
    called = value.func if isinstance(value, ast.Call) else None
    return getattr(called, "attr", getattr(called, "id", "")) == "Sequential"


def taken_by(statement: ast.stmt, texts: Texts) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield names that a loop, a ``with`` or an assignment to several binds, and what they are taken from."""
    if isinstance(statement, (ast.For, ast.AsyncFor)):
        taken = statement.iter
        while isinstance(taken, ast.Call) and taken.args and is_progress(texts.of(taken.func)):
            taken = taken.args[0]
        yield _plain_names(statement.target), f"for {texts.of(taken)}"
    elif isinstance(statement, (ast.With, ast.AsyncWith)):
        for item in statement.items:
            if item.optional_vars is not None:
                yield _plain_names(item.optional_vars), f"with {texts.of(item.context_expr)}"
    elif isinstance(statement, ast.Assign) and not isinstance(statement.value, (ast.Tuple, ast.List)):
        for target in statement.targets:
            if isinstance(target, (ast.Tuple, ast.List)):
                yield _plain_names(target), texts.of(statement.value)


def inside_of(statement: ast.stmt, texts: Texts) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield names that are bound inside the expressions of a statement, and what they are taken from."""
    if isinstance(statement, (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Expr, ast.Return)):
        for node in nodes_of(statement):
            if isinstance(node, ast.comprehension):
                yield _plain_names(node.target), f"for {texts.of(node.iter)}"


def _plain_names(target: ast.expr) -> tuple[str, ...]:
    """Return the variables that a target binds, in order."""
    return tuple(node.id for node in nodes_of(target) if isinstance(node, ast.Name))


def _placed(body: list[ast.stmt], *, depth: int, own: bool) -> Iterator[tuple[ast.stmt, int, bool]]:
    """Yield all statements with the number of loops around them, and whether one is of their own function.

    What handles an exception counts as outside: it runs when something has gone wrong.
    """
    for statement in body:
        scope = isinstance(statement, SCOPES)
        yield statement, depth, own and not scope
        within = depth + isinstance(statement, _LOOPS)
        again = isinstance(statement, _LOOPS) or (own and not scope)
        yield from _placed(getattr(statement, "body", []), depth=within, own=again)
        for name in ("orelse", "finalbody"):
            yield from _placed(getattr(statement, name, []), depth=within, own=own and not scope)
        for inner in (*getattr(statement, "handlers", ()), *getattr(statement, "cases", ())):
            yield from _placed(inner.body, depth=within, own=False)


def _rebound(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Assign):
        for target in node.targets:
            yield from _targets(target)


def _bound_by(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        yield node.id
    elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
        if isinstance(node.value, ast.Name) and node.value.id == "self":
            yield f"self.{node.attr}"
    elif isinstance(node, ast.arg):
        yield node.arg
    elif isinstance(node, SCOPES):
        yield node.name
    elif isinstance(node, (ast.Import, ast.ImportFrom)):
        for alias in node.names:
            yield alias.asname or alias.name.partition(".")[0]
    elif isinstance(node, ast.ExceptHandler) and node.name:
        yield node.name


def _targets(target: ast.expr) -> Iterator[str]:
    """Yield the variables that a target stands for: also those of items and of ``self``."""
    if isinstance(target, ast.Name):
        yield target.id
    elif isinstance(target, ast.Attribute):
        yield target.attr
    elif isinstance(target, (ast.Subscript, ast.Starred)):
        yield from _targets(target.value)
    elif isinstance(target, (ast.Tuple, ast.List)):
        for element in target.elts:
            yield from _targets(element)
