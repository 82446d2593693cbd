"""Whether two spellings mean the same."""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable
from functools import lru_cache

from .normal_forms import with_inner_names, without_calls, without_constants
from .parser import nodes_of, parse_expression

NAMES = re.compile(r"""[fFrRbB]{0,2}(?:'[^'\n]*'|"[^"\n]*")|(?<![\w.])(?P<name>[^\W\d]\w*)(?!\w|\s*=(?!=))""")
"""Every name in an expression, and every text, so that names in it are passed over."""

_ARITHMETIC: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Pow: operator.pow,
}
_WORD = re.compile(r"[^\W\d_]{2,}|[^\W\d_a-zA-Z]")
_MAX_POWER = 64


def same_value(one: str | None, other: str | None) -> bool:
    """Whether two spellings are the same literal: ``1e-3`` is ``0.001``, ``1`` is not ``1.0``.

    Parameters
    ----------
    one, other : str, optional
        Texts of expressions; None, for no value, equals only None.
    """
    if one is None or other is None:
        return one is other
    if one == other:
        return True
    first, second = _literal(one), _literal(other)
    # repr tells True from 1 and 1 from 1.0, also inside containers.
    return first is not None and first == second


def same_code(one: str, other: str) -> bool:
    """Whether two expressions are the same apart from their formatting and spelling.

    Parameters
    ----------
    one, other : str
        Texts of expressions; equal texts are the same even where they cannot be parsed.

    Examples
    --------
    >>> same_code("f( x,1e-3 )", "f(x, 0.001)"), same_code("'a'", '"a"'), same_code("f(x)", "f(y)")
    (True, True, False)
    """
    return one == other or (tree_of(one) is not None and _dump(one) == _dump(other))


def same_but_for_calls(
    one: str,
    other: str,
    *,
    was: frozenset[str] = frozenset(),
    now: frozenset[str] = frozenset(),
) -> bool:
    """Whether two expressions differ at most inside calls, which are compared on their own.

    Parameters
    ----------
    one, other : str
        Texts of expressions; equal texts are the same even where they cannot be parsed.
    was, now : frozenset of str
        Names in `one` and in `other` that do not count: what they name was given another name.

    Examples
    --------
    >>> same_but_for_calls("f(x) + 1", "g(y) + 1"), same_but_for_calls("f(x) + 1", "f(x) + 2")
    (True, False)
    >>> same_but_for_calls("-out", "-logits", was=frozenset({"out"}), now=frozenset({"logits"}))
    True
    """
    first, second = _form(one, was), _form(other, now)
    return one == other if first is None or second is None else first == second


def is_text(text: str) -> bool:
    """Whether an expression is a text that is put together: ``f"{name}.pt"``."""
    tree = tree_of(text)
    parts = tree.elts if isinstance(tree, ast.Tuple) else []
    return len(parts) == 1 and any(isinstance(node, ast.JoinedStr) for node in nodes_of(parts[0]))


def has_constant(text: str, *, number: bool = False) -> bool:
    """Whether a value is written down in an expression.

    Parameters
    ----------
    text : str
        An expression; one that cannot be parsed has no constant.
    number : bool
        Whether only numbers and flags count.
    """
    tree = tree_of(text)
    constants = [node.value for node in nodes_of(tree) if isinstance(node, ast.Constant)] if tree else []
    return any(not number or isinstance(value, (int, float)) for value in constants)


def is_comprehension(text: str) -> bool:
    """Whether a collection is made by a loop in brackets."""
    tree = tree_of(text)
    kinds = (ast.ListComp, ast.DictComp, ast.SetComp)
    return isinstance(tree, ast.Tuple) and len(tree.elts) == 1 and isinstance(tree.elts[0], kinds)


def has_call(node: ast.AST) -> bool:
    """Whether something is called in an expression."""
    return any(isinstance(inner, ast.Call) for inner in nodes_of(node))


def spelled_operator(kind: ast.operator) -> str:
    """Return an operator as Python writes it."""
    blank = ast.Name(id="_", ctx=ast.Load())
    return ast.unparse(ast.BinOp(left=blank, op=kind, right=blank)).strip("_ ")


def arguments_of(text: str) -> list[str]:
    """Split at the commas between arguments.

    Examples
    --------
    >>> arguments_of("model.parameters(), [1, 2], 'a, b'")
    ['model.parameters()', '[1, 2]', "'a, b'"]
    """
    tree = tree_of(text)
    if not isinstance(tree, ast.Tuple) or "\n" in text:
        return [text] if text else []
    encoded = f"({text},)".encode()
    return [encoded[node.col_offset : node.end_col_offset].decode(errors="replace") for node in tree.elts]


def same_but_for_constants(one: str, other: str) -> bool:
    """Whether two expressions are built alike, of other numbers, strings or flags.

    Parameters
    ----------
    one, other : str
        Texts of expressions; what cannot be parsed is like nothing.
    """
    first, second = tree_of(one), tree_of(other)
    if first is None or second is None:
        return False
    return ast.dump(without_constants(first)) == ast.dump(without_constants(second))


def same_but_for_names(one: str, other: str) -> bool:
    """Whether two texts that are put together say the same words, of other variables.

    Parameters
    ----------
    one, other : str
        Texts of expressions; what cannot be parsed is like nothing.
    """
    first, second = tree_of(one), tree_of(other)
    return first is not None and second is not None and _words(first) == _words(second)


def updates_itself(name: str, text: str) -> bool:
    """Whether a value gives a variable another form of itself: ``X / 255``; counting is none.

    Parameters
    ----------
    name : str
        Of the variable, without a dot.
    text : str
        The expression that it is set to.
    """
    tree = tree_of(text)
    if not isinstance(tree, ast.Tuple) or len(tree.elts) != 1:
        return False
    value = tree.elts[0]
    counts = isinstance(value, ast.BinOp) and isinstance(value.op, (ast.Add, ast.Sub))
    used = any(isinstance(node, ast.Name) and node.id == name for node in nodes_of(value))
    return used and not counts and has_constant(text)


def is_literal(text: str) -> bool:
    """Whether a text is a value written down, also by arithmetic on numbers: ``2 * 64``."""
    return _literal(text) is not None


def is_number(text: str) -> bool:
    """Whether a text is a number, also one put together from several."""
    value = _literal(text)
    return (
        value is not None and (value[-1].isdigit() or value in {"inf", "nan"}) and value[0] in "-0123456789"
    )


def is_reference(text: str) -> bool:
    """Whether a text is a name, dotted or not: ``nn.ReLU``."""
    return all(part.isidentifier() for part in text.split(".")) and not is_literal(text)


def tree_of(text: str) -> ast.expr | None:
    """Return the expressions separated by commas in a text as one tuple; None when it is no code."""
    try:
        return parse_expression(f"({text},)" if text else "()")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


@lru_cache(maxsize=4096)
def _literal(text: str) -> str | None:
    """Return what a literal means, as Python writes it."""
    try:
        return repr(_value(parse_expression(text.strip())))
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


@lru_cache(maxsize=4096)
def _dump(text: str) -> str:
    tree = tree_of(text)
    return text if tree is None else ast.dump(with_inner_names(tree))


@lru_cache(maxsize=2048)
def _form(text: str, names: frozenset[str]) -> str | None:
    tree = tree_of(text)
    return None if tree is None else ast.dump(without_calls(tree, names))


def _words(tree: ast.expr) -> list[str]:
    texts = [node.value for node in nodes_of(tree) if isinstance(node, ast.Constant)]
    return sorted(word for text in texts if isinstance(text, str) for word in _WORD.findall(text))
