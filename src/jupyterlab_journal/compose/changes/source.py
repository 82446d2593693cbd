"""What a cell's source says about its variables: parameter, counter or result.

Only names bound at the top level of the cell count; what a function binds is
its own affair.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

from jupyterlab_journal.compose.changes.python import parse_cell

_CONVERSIONS = frozenset({"int", "float", "str", "bool", "complex"})
_SHAPES = frozenset({"shape", "size", "ndim", "numel"})
_COMPUTING = (
    *(ast.Await, ast.Subscript, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp),
    *(ast.JoinedStr, ast.Compare),
)
_GROWING = frozenset({"append", "extend", "insert", "add", "update", "setdefault", "pop", "clear", "remove"})


@dataclass(frozen=True, kw_only=True)
class Assignments:
    """What the cell binds.

    Parameters
    ----------
    written : mapping of str to str
        Names bound to a literal, and the literal as the user wrote it.
    results : frozenset of str
        Loop variables, counters, and whatever was computed.
    derived : mapping of str to set of str
        Names bound to arithmetic on others, and those others.
    mentioned : frozenset of str
        Every name that occurs in the cell.
    """

    written: dict[str, str] = field(default_factory=dict)
    results: frozenset[str] = frozenset()
    derived: dict[str, frozenset[str]] = field(default_factory=dict)
    mentioned: frozenset[str] = frozenset()


def read_assignments(source: str) -> Assignments:
    r"""Read the bindings of a cell; a cell that is not Python has none.

    Examples
    --------
    >>> found = read_assignments("lr = 1e-3\nfor epoch in range(3):\n    loss = train(lr)")
    >>> found.written, sorted(found.results)
    ({'lr': '1e-3'}, ['epoch', 'loss'])
    """
    parsed = parse_cell(source)
    if parsed is None:
        return Assignments()
    tree, text = parsed
    reader = _Reader(text)
    for statement, in_loop in _statements(tree.body):
        reader.read(statement, in_loop=in_loop)
    return Assignments(
        written={name: value for name, value in reader.written.items() if name not in reader.results},
        results=frozenset(reader.results),
        derived={name: names for name, names in reader.derived.items() if name not in reader.results},
        mentioned=frozenset(node.id for node in ast.walk(tree) if isinstance(node, ast.Name)),
    )


def _statements(body: list[ast.stmt], *, in_loop: bool = False) -> Iterator[tuple[ast.stmt, bool]]:
    """Yield the statements that run in the cell itself, in order, nested ones too."""
    for statement in body:
        yield statement, in_loop
        if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            continue
        inside = in_loop or isinstance(statement, (ast.For, ast.AsyncFor, ast.While))
        for name in ("body", "orelse", "finalbody"):
            yield from _statements(getattr(statement, name, []), in_loop=inside)
        for handler in getattr(statement, "handlers", []):
            yield from _statements(handler.body, in_loop=inside)


class _Reader:
    def __init__(self, text: str) -> None:
        self.written: dict[str, str] = {}
        self.results: set[str] = set()
        self.derived: dict[str, frozenset[str]] = {}
        self._text = text

    def read(self, statement: ast.stmt, *, in_loop: bool) -> None:
        if isinstance(statement, ast.Assign):
            for target in statement.targets:
                self._assign(target, statement.value, in_loop=in_loop)
        elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
            self._assign(statement.target, statement.value, in_loop=in_loop)
        elif isinstance(statement, (ast.AugAssign, ast.For, ast.AsyncFor)):
            self.results |= _names(statement.target)
        elif isinstance(statement, (ast.With, ast.AsyncWith)):
            for item in statement.items:
                self.results |= _names(item.optional_vars) if item.optional_vars else set()
        elif isinstance(statement, ast.Expr):
            self.results |= _grown(statement.value)

    def _assign(self, target: ast.expr, value: ast.expr, *, in_loop: bool) -> None:
        sequences = (ast.Tuple, ast.List)
        if (
            isinstance(target, sequences)
            and isinstance(value, sequences)
            and len(target.elts) == len(value.elts)
        ):
            for one_target, one_value in zip(target.elts, value.elts, strict=True):
                self._assign(one_target, one_value, in_loop=in_loop)
            return
        names = _names(target)
        if isinstance(target, ast.Subscript) and not isinstance(target.slice, ast.Constant):
            self.results |= _names(target.value)  # "results[name] = run(name)" fills it
        if self._is_literal(value):
            written = ast.get_source_segment(self._text, value)
            if in_loop and names & self.written.keys():
                self.results |= names  # set before the loop and again in it: a state
            elif written is not None and isinstance(target, ast.Name):
                self.written[target.id] = written
        elif self._is_computed(value, names):
            self.results |= names
        else:
            used = {node.id for node in ast.walk(value) if isinstance(node, ast.Name)}
            self.derived.update(dict.fromkeys(names, frozenset(used)))

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
            if isinstance(node, _COMPUTING):
                return True
            if isinstance(node, ast.Attribute) and node.attr in _SHAPES:
                return True
            if isinstance(node, ast.Name) and (node.id in self.results or node.id in names):
                return True
        return False


def _is_conversion(call: ast.Call) -> bool:
    if not isinstance(call.func, ast.Name):
        return False
    if call.func.id == "dict":  # an inner call is looked at by itself
        return not call.args and all(keyword.arg for keyword in call.keywords)
    return call.func.id in _CONVERSIONS and all(isinstance(one, ast.Constant) for one in call.args)


def _grown(value: ast.expr) -> set[str]:
    """Return the container that a statement such as ``losses.append(loss)`` changes."""
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute) and value.func.attr in _GROWING:
        return _names(value.func.value)
    return set()


def _names(target: ast.expr) -> set[str]:
    """Return the variables a target binds; an attribute or an item binds none."""
    if isinstance(target, ast.Name):
        return {target.id}
    if isinstance(target, ast.Starred):
        return _names(target.value)
    if isinstance(target, (ast.Tuple, ast.List)):
        return set().union(*map(_names, target.elts))
    return set()
