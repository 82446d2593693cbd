"""What a cell's source says about its variables: parameter, counter or result.

Only names bound at the top level of the cell count; what a function binds is
its own affair.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from .parser import nodes_of, parse_cell
from .texts import Texts

_CONVERSIONS = frozenset({"int", "float", "str", "bool", "complex"})
_SHAPES = frozenset({"shape", "size", "ndim", "numel"})
_SEQUENCES = (ast.Tuple, ast.List)
_COMPUTING = (
    *(ast.Await, ast.Subscript, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp),
    *(ast.JoinedStr, ast.Compare),
)
_MAX_WRITTEN = 1_000  # characters of a literal; what a kernel tells of a value is shorter
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
        mentioned=frozenset(node.id for node in nodes_of(tree) if isinstance(node, ast.Name)),
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


@dataclass(frozen=True, kw_only=True)
class _Value:
    """What is assigned, perhaps to several targets: a literal as it is written, or what it is made of."""

    literal: bool
    written: str | None
    names: frozenset[str]
    computed: bool


class _Reader:
    def __init__(self, text: str) -> None:
        self.written: dict[str, str] = {}
        self.results: set[str] = set()
        self.derived: dict[str, frozenset[str]] = {}
        self._texts = Texts(text)

    def read(self, statement: ast.stmt, *, in_loop: bool) -> None:
        if isinstance(statement, ast.Assign):
            self._assign(statement.targets, statement.value, in_loop=in_loop)
        elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
            self._assign([statement.target], statement.value, in_loop=in_loop)
        elif isinstance(statement, (ast.AugAssign, ast.For, ast.AsyncFor)):
            self.results |= _names(statement.target)
        elif isinstance(statement, (ast.With, ast.AsyncWith)):
            for item in statement.items:
                self.results |= _names(item.optional_vars) if item.optional_vars else set()
        elif isinstance(statement, ast.Expr):
            self.results |= _grown(statement.value)

    def _assign(self, targets: Sequence[ast.expr], value: ast.expr, *, in_loop: bool) -> None:
        whole = None
        for target in targets:
            if (
                isinstance(target, _SEQUENCES)
                and isinstance(value, _SEQUENCES)
                and len(target.elts) == len(value.elts)
            ):
                for one_target, one_value in zip(target.elts, value.elts, strict=True):
                    self._assign([one_target], one_value, in_loop=in_loop)
            else:
                whole = whole or self._read_value(value)  # once, however many targets there are
                self._bind(target, whole, in_loop=in_loop)

    def _bind(self, target: ast.expr, value: _Value, *, in_loop: bool) -> None:
        names = _names(target)
        if isinstance(target, ast.Subscript) and not isinstance(target.slice, ast.Constant):
            self.results |= _names(target.value)  # "results[name] = run(name)" fills it
        if value.literal:
            if in_loop and names & self.written.keys():
                self.results |= names  # set before the loop and again in it: a state
            elif value.written is not None and isinstance(target, ast.Name):
                self.written[target.id] = value.written
        elif value.computed or value.names & (names | self.results):
            self.results |= names
        else:
            self.derived.update(dict.fromkeys(names, value.names))

    def _read_value(self, value: ast.expr) -> _Value:
        literal = _is_literal(value)
        text = self._texts.whole(value) if literal else ""
        nodes = [] if literal else list(nodes_of(value))
        return _Value(
            literal=literal,
            written=text if literal and len(text) <= _MAX_WRITTEN else None,
            names=frozenset(node.id for node in nodes if isinstance(node, ast.Name)),
            computed=any(map(_computes, nodes)),
        )


def _is_literal(value: ast.expr) -> bool:
    try:
        ast.literal_eval(value)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return False
    return True


def _computes(node: ast.AST) -> bool:
    """Whether a value with this in it comes from running something, not from what the user set."""
    if isinstance(node, ast.Call):
        return not _is_conversion(node)
    return isinstance(node, _COMPUTING) or (isinstance(node, ast.Attribute) and node.attr in _SHAPES)


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
