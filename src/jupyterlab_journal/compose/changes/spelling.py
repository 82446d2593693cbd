"""Whether two spellings mean the same."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from functools import lru_cache

_ARITHMETIC: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Pow: operator.pow,
}
_MAX_POWER = 64


def same_value(one: str | None, other: str | None) -> bool:
    """Whether two spellings are the same literal: ``1e-3`` is ``0.001``, ``1`` is not ``1.0``."""
    if one is None or other is None:
        return one is other
    if one == other:
        return True
    first, second = _literal(one), _literal(other)
    # repr tells True from 1 and 1 from 1.0, also inside containers.
    return first is not None and first == second


def same_code(one: str, other: str) -> bool:
    """Whether two expressions are the same apart from their formatting and spelling.

    Examples
    --------
    >>> same_code("f( x,1e-3 )", "f(x, 0.001)"), same_code("'a'", '"a"'), same_code("f(x)", "f(y)")
    (True, True, False)
    """
    return one == other or (tree_of(one) is not None and _dump(one) == _dump(other))


def same_but_for_calls(one: str, other: str) -> bool:
    """Whether two expressions differ at most inside calls, which are compared on their own."""
    first, second = tree_of(one), tree_of(other)
    if first is None or second is None:
        return one == other
    return ast.dump(_Hole(ast.Call).visit(first)) == ast.dump(_Hole(ast.Call).visit(second))


def same_but_for_constants(one: str, other: str) -> bool:
    """Whether two expressions are built alike, of other numbers, strings or flags."""
    first, second = tree_of(one), tree_of(other)
    if first is None or second is None:
        return False
    return ast.dump(_Hole(ast.Constant).visit(first)) == ast.dump(_Hole(ast.Constant).visit(second))


def is_literal(text: str) -> bool:
    """Whether a text is a value written down, also by arithmetic on numbers: ``2 * 64``."""
    return _literal(text) is not None


def is_reference(text: str) -> bool:
    """Whether a text is a name, dotted or not: ``nn.ReLU``."""
    return all(part.isidentifier() for part in text.split(".")) and not is_literal(text)


def tree_of(text: str) -> ast.expr | None:
    """Return the expressions separated by commas in a text as one tuple; None when it is no code."""
    try:
        return ast.parse(f"({text},)" if text else "()", mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


@lru_cache(maxsize=512)
def _literal(text: str) -> str | None:
    """Return what a literal means, as Python writes it."""
    try:
        return repr(_value(ast.parse(text.strip(), mode="eval").body))
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError, ArithmeticError):
        return None


def _value(node: ast.expr) -> object:
    if isinstance(node, ast.BinOp) and type(node.op) in _ARITHMETIC:
        left, right = _value(node.left), _value(node.right)
        numbers = (int, float)
        if isinstance(left, numbers) and isinstance(right, numbers):
            if isinstance(node.op, ast.Pow) and (abs(right) > _MAX_POWER or abs(left) > 1 << 16):
                raise ValueError("too large a power")
            return _ARITHMETIC[type(node.op)](left, right)
    return ast.literal_eval(node)


@lru_cache(maxsize=512)
def _dump(text: str) -> str:
    tree = tree_of(text)
    return text if tree is None else ast.dump(tree)


class _Hole(ast.NodeTransformer):
    """Replaces every node of one type by the same node."""

    def __init__(self, kind: type[ast.expr]) -> None:
        self._kind = kind

    def visit(self, node: ast.AST) -> ast.AST:
        if isinstance(node, self._kind):
            return ast.Name(id="_", ctx=ast.Load())
        # What a lambda calls is part of the value that it is.
        return node if isinstance(node, ast.Lambda) and self._kind is ast.Call else self.generic_visit(node)
