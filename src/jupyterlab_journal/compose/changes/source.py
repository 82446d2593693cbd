"""What a cell's source says about its variables: parameter, counter or result.

Only names bound at the top level of the cell count; what a function binds is
its own affair.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_MAGIC = re.compile(r"^(\s*)[%!?].*$|^.*\?\s*$", re.MULTILINE)
_CONVERSIONS = frozenset({"int", "float", "str", "bool", "complex"})
_COMPUTING = (ast.Await, ast.Subscript, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_SHAPES = frozenset({"shape", "size", "ndim", "numel"})


@dataclass(frozen=True, kw_only=True)
class Assignments:
    """What the cell binds.

    Parameters
    ----------
    written : mapping of str to str
        Names bound to a literal, and the literal as the user wrote it.
    results : frozenset of str
        Loop variables, counters, and whatever was computed.
    """

    written: dict[str, str] = field(default_factory=dict)
    results: frozenset[str] = frozenset()


def read_assignments(source: str) -> Assignments:
    r"""Read the bindings of a cell; a cell that is not Python has none.

    Examples
    --------
    >>> found = read_assignments("lr = 1e-3\nfor epoch in range(3):\n    loss = train(lr)")
    >>> found.written, sorted(found.results)
    ({'lr': '1e-3'}, ['epoch', 'loss'])
    """
    text = _MAGIC.sub(lambda match: (match[1] or "") + "pass", source) if "%%" not in source[:2] else ""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):  # the kernel refused it as well
        return Assignments()
    reader = _Reader(text)
    for statement in _statements(tree.body):
        reader.read(statement)
    return Assignments(
        written={name: value for name, value in reader.written.items() if name not in reader.results},
        results=frozenset(reader.results),
    )


def _statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield the statements that run in the cell itself, in order, nested ones too."""
    for statement in body:
        yield statement
        if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            continue
        for name in ("body", "orelse", "finalbody"):
            yield from _statements(getattr(statement, name, []))
        for handler in getattr(statement, "handlers", []):
            yield from _statements(handler.body)


class _Reader:
    def __init__(self, text: str) -> None:
        self.written: dict[str, str] = {}
        self.results: set[str] = set()
        self._text = text

    def read(self, statement: ast.stmt) -> None:
        if isinstance(statement, ast.Assign):
            for target in statement.targets:
                self._assign(target, statement.value)
        elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
            self._assign(statement.target, statement.value)
        elif isinstance(statement, (ast.AugAssign, ast.For, ast.AsyncFor)):
            self.results |= _names(statement.target)
        elif isinstance(statement, (ast.With, ast.AsyncWith)):
            for item in statement.items:
                self.results |= _names(item.optional_vars) if item.optional_vars else set()

    def _assign(self, target: ast.expr, value: ast.expr) -> None:
        sequences = (ast.Tuple, ast.List)
        if (
            isinstance(target, sequences)
            and isinstance(value, sequences)
            and len(target.elts) == len(value.elts)
        ):
            for one_target, one_value in zip(target.elts, value.elts, strict=True):
                self._assign(one_target, one_value)
            return
        names = _names(target)
        if self._is_literal(value):
            written = ast.get_source_segment(self._text, value)
            if written is not None and isinstance(target, ast.Name):
                self.written[target.id] = written
        elif self._is_computed(value, names):
            self.results |= names

    def _is_literal(self, value: ast.expr) -> bool:
        try:
            ast.literal_eval(value)
        except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
            return False
        return True

    def _is_computed(self, value: ast.expr, names: set[str]) -> bool:
        """Whether a value comes from running something, not from what the user set."""
        for node in ast.walk(value):
            if isinstance(node, ast.Call) and not _is_conversion(node):
                return True
            if isinstance(
                node, (ast.Await, ast.Subscript, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
            ):
                return True
            if isinstance(node, ast.Attribute) and node.attr in _SHAPES:
                return True
            if isinstance(node, ast.Name) and (node.id in self.results or node.id in names):
                return True
        return False


def _is_conversion(call: ast.Call) -> bool:
    return (
        isinstance(call.func, ast.Name)
        and call.func.id in _CONVERSIONS
        and all(isinstance(argument, ast.Constant) for argument in call.args)
    )


def _names(target: ast.expr) -> set[str]:
    """Return the variables a target binds; an attribute or an item binds none."""
    if isinstance(target, ast.Name):
        return {target.id}
    if isinstance(target, ast.Starred):
        return _names(target.value)
    if isinstance(target, (ast.Tuple, ast.List)):
        return set().union(*map(_names, target.elts))
    return set()
