"""Take a cell's source to pieces: what it sets, and what it calls with which arguments."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from .bindings import SCOPES, bound_names, inside_of, stacks, states, taken_by
from .calls import CallReader, is_call
from .configuration import settings_in
from .noise import is_noise, is_noise_decorator
from .parser import MAX_CELL_CHARACTERS, BeyondBounds, nodes_of, parse_within_bounds
from .pieces import MAX_TEXT, Binding, Call, Code, Piece, Setting
from .shell import read_shell
from .spelling import spelled_operator
from .targets import items_of, key_of, loop_name, name_of
from .texts import Texts

RETURN = "return"
"""Name of the setting that stands for what a function returns."""

_MAX_READ = 600  # pieces and bindings; an entry keeps half of them
_MAX_TARGETS = 20  # of one assignment: a = b = c = 0
_LOOSE = (ast.IfExp, ast.Compare, ast.BoolOp, ast.Lambda)  # bind less than any operator
_RANGES = frozenset({"range", "trange", "tqdm.trange"})
_WRITTEN_FILE = re.compile(
    r"^\s*%%(?:writefile|file)\s.*\.(ya?ml|toml|ini|cfg|json|conf)\s*\n", re.IGNORECASE
)


def read_code(source: str) -> Code:
    """Return the pieces of a cell in the order of its source; a cell in an unknown language has none.

    A cell that is too long, or nested too deeply, is read in part or not at
    all: its code is not `whole`.

    Examples
    --------
    >>> [setting] = read_code("lr = 1e-3  # slower").pieces
    >>> setting.name, setting.value
    ('lr', '1e-3')
    >>> [call] = read_code("opt = SGD(model.weights, lr=0.1)").pieces
    >>> call.owner, call.callee, call.keywords
    ('opt', 'SGD', {'lr': '0.1'})
    """
    written = _WRITTEN_FILE.match(source)
    if len(source) > MAX_CELL_CHARACTERS:
        return Code(whole=False)
    if written:
        return _code_of(_configured(settings_in(source[written.end() :]), "", ""))
    shell = read_shell(source)
    try:
        parsed = parse_within_bounds(source)
    except BeyondBounds:
        return replace(_code_of(shell), whole=False)
    if parsed is None:
        return _code_of(shell)
    tree, text = parsed
    return _code_of(chain(shell, _Reader(tree, text).block(tree.body, "")), bound_names(tree))


def _code_of(found: Iterator[Piece | Binding], bound: frozenset[str] = frozenset()) -> Code:
    pieces: list[Piece] = []
    bindings: list[Binding] = []
    for piece in found:
        if len(pieces) + len(bindings) == _MAX_READ:
            return Code(pieces=tuple(pieces), bound=bound, bindings=tuple(bindings), whole=False)
        if isinstance(piece, Binding):
            bindings.append(replace(piece, at=len(pieces)))
        else:
            pieces.append(piece)
    return Code(pieces=tuple(pieces), bound=bound, bindings=tuple(bindings))


def _configured(settings: list[tuple[str, str]], owner: str, where: str) -> Iterator[Setting]:
    for path, value in settings:
        name = f"{owner}.{path}" if owner else path
        yield Setting(where=where, name=name, value=value[:MAX_TEXT], short=path.rpartition(".")[2])


class _Reader:
    """Walks statements; expressions are read for their calls."""

    def __init__(self, tree: ast.Module, text: str) -> None:
        self._texts = Texts(text)
        self._states = states(tree)
        self._stacks = stacks(tree) if "Sequential" in text else frozenset()

    def block(self, body: list[ast.stmt], where: str) -> Iterator[Piece | Binding]:
        for statement in body:
            if isinstance(statement, SCOPES):
                yield from self._scope(statement, where)
            else:
                pieces = list(self._statement(statement, where))
                for names, source in inside_of(statement, self._texts):
                    yield Binding(
                        at=0, where=where, names=names, source=source[:MAX_TEXT], pieces=len(pieces)
                    )
                yield from pieces
                for names, source in taken_by(statement, self._texts):
                    yield Binding(at=0, where=where, names=names, source=source[:MAX_TEXT])
                for name in ("body", "orelse", "finalbody"):
                    yield from self.block(getattr(statement, name, []), where)
                for inner in (*getattr(statement, "handlers", ()), *getattr(statement, "cases", ())):
                    yield from self.block(inner.body, where)

    def _scope(
        self, scope: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef, where: str
    ) -> Iterator[Piece | Binding]:
        inside = f"{where}.{scope.name}" if where else scope.name
        for decorator in scope.decorator_list:
            call = decorator if isinstance(decorator, ast.Call) else None
            callee = self._texts.callee(call.func if call else decorator)
            if not is_noise_decorator(callee):
                yield Call(
                    where=inside,
                    owner=scope.name if call else "",
                    callee=f"@{callee}",
                    arguments=self._texts.arguments(call) if call else "",
                    keywords=self._texts.keywords(call) if call else {},
                    stands_alone=True,
                )
        if not isinstance(scope, ast.ClassDef):
            arguments = scope.args
            names = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
            if names:
                yield Binding(at=0, where=inside, names=tuple(one.arg for one in names), source="def")
            defaults = self._defaults(scope.args)
            if defaults:
                yield Call(where=inside, callee=f"def {scope.name}", keywords=defaults)
        yield from self.block(scope.body, inside)

    def _defaults(self, arguments: ast.arguments) -> dict[str, str]:
        positional = [*arguments.posonlyargs, *arguments.args]
        pairs = [
            *zip(positional[len(positional) - len(arguments.defaults) :], arguments.defaults, strict=True),
            *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True),
        ]
        return {name.arg: self._texts.of(value) for name, value in pairs if value is not None}

    def _statement(self, statement: ast.stmt, where: str) -> Iterator[Piece]:
        calls = CallReader(self._texts, where)
        if isinstance(statement, (ast.Assign, ast.AnnAssign)):
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            if statement.value is not None:
                for target in targets[:_MAX_TARGETS]:
                    yield from self._binding(target, statement.value, where)
        elif isinstance(statement, ast.AugAssign):
            yield from self._update(statement, where)
            yield from calls.read(statement.value)
        elif isinstance(statement, (ast.For, ast.AsyncFor)):
            yield from self._loop(statement, where)
        elif isinstance(statement, (ast.With, ast.AsyncWith)):
            for item in statement.items:
                yield from calls.read(item.context_expr, alone=True)
        elif isinstance(statement, ast.Expr):
            yield from self._text_in(statement.value, "", where)
            layer = self._put_on_stack(statement.value)
            if layer is None:
                yield from map(_as_option, calls.read(statement.value, alone=True))
            else:
                yield from calls.read(layer.args[-1], within=self._texts.callee(layer.func))
        else:
            yield from self._tested_or_returned(statement, where)

    def _tested_or_returned(self, statement: ast.stmt, where: str) -> Iterator[Piece]:
        """Read ``if step % 4 == 0`` and ``return 0.5 * loss`` as something that was set."""
        value: ast.expr | None = None
        if isinstance(statement, (ast.If, ast.While)):
            value = statement.test
            if not self._only_shows(statement.body) and any(
                isinstance(node, ast.Constant) for node in nodes_of(value)
            ):
                name = "if" if isinstance(statement, ast.If) else "while"
                yield Setting(where=where, name=name, value=self._texts.of(value))
        elif isinstance(statement, ast.Return):
            value = statement.value
            if value is not None and not (is_call(value) or isinstance(value, (ast.Tuple, ast.Constant))):
                yield Setting(where=where, name=RETURN, value=self._texts.of(value))
        if value is not None:
            within = where.rpartition(".")[2] if isinstance(statement, ast.Return) else ""
            yield from CallReader(self._texts, where).read(value, within=within)

    def _put_on_stack(self, value: ast.expr) -> ast.Call | None:
        """Return a call that says no more than what it puts: ``model.add(Dense(10))`` of a Sequential."""
        if not isinstance(value, ast.Call) or not isinstance(value.func, ast.Attribute) or not value.args:
            return None
        adds = value.func.attr in {"add", "append", "add_module"} and is_call(value.args[-1])
        return value if adds and name_of(value.func.value, "") in self._stacks else None

    def _only_shows(self, body: list[ast.stmt]) -> bool:
        return all(
            isinstance(statement, ast.Expr)
            and isinstance(statement.value, ast.Call)
            and is_noise(self._texts.of(statement.value.func))
            for statement in body
        )

    def _update(self, statement: ast.AugAssign, where: str) -> Iterator[Setting]:
        """Read ``lr *= 0.5`` as ``lr = lr * 0.5``."""
        name = name_of(statement.target, where)
        if name:
            value = self._texts.of(statement.value)
            if isinstance(statement.value, _LOOSE) or _binds_less(statement.value, statement.op):
                value = f"({value})"
            text = f"{self._texts.of(statement.target)} {spelled_operator(statement.op)} {value}"
            yield Setting(where=where, name=name, value=text[:MAX_TEXT], state=True)

    def _loop(self, loop: ast.For | ast.AsyncFor, where: str) -> Iterator[Piece]:
        """Read ``for epoch in range(10)`` as 10 epochs, ``for lr in (0.1, 1)`` as a choice of lr."""
        name = name_of(loop.target, where)
        if name and isinstance(loop.iter, (ast.List, ast.Tuple)):
            yield Call(where=where, owner=name, callee="for", arguments=self._texts.of(loop.iter))
            return
        counted = loop_name(name)
        for node in nodes_of(loop.iter) if counted else ():
            if isinstance(node, ast.Call) and self._texts.of(node.func) in _RANGES:
                arguments = self._texts.arguments(node)
                if len(node.args) == 1 and not isinstance(node.args[0], ast.Call):
                    yield Setting(where=where, name=counted, value=arguments)
                else:
                    yield Call(where=where, owner=counted, callee="range", arguments=arguments)
                return
        if isinstance(loop.iter, ast.Subscript):  # "for batch in batches[:100]"
            yield Setting(where=where, name=name or "for", value=self._texts.of(loop.iter), state=True)
        yield from CallReader(self._texts, where).read(loop.iter)

    def _binding(self, target: ast.expr, value: ast.expr, where: str) -> Iterator[Piece]:
        if (
            isinstance(target, (ast.Tuple, ast.List))
            and isinstance(value, (ast.Tuple, ast.List))
            and len(target.elts) == len(value.elts)
        ):
            for one_target, one_value in zip(target.elts, value.elts, strict=True):
                yield from self._binding(one_target, one_value, where)
            return
        name = name_of(target, where)
        configured = list(self._text_in(value, name, where))
        yield from configured
        short = key_of(target)
        if name and not configured:
            field = target.id if isinstance(target, ast.Name) and name != target.id else short
            yield from self._settings(name, value, where, field)
        calls = CallReader(self._texts, where)
        if items_of(value) is None:
            again = _given_back(target, value) if isinstance(target, ast.Tuple) else ""
            bound = short or name
            yield from calls.read(value, within=bound or again, owner=bound, alone=again != "")
            return
        for key, item in items_of(value) or ():
            yield from calls.read(item, within=key or name)

    def _settings(self, name: str, value: ast.expr, where: str, short: str) -> Iterator[Setting]:
        """Yield what `name` is set to; a dictionary one by one."""
        items = items_of(value)
        if items is not None and items:
            for key, item in items:
                yield from self._settings(f"{name}.{key}" if key else name, item, where, key)
        elif not is_call(value):
            state = name.rpartition(".")[2] in self._states
            yield Setting(where=where, name=name, value=self._texts.of(value), short=short, state=state)

    def _text_in(self, value: ast.expr, owner: str, where: str) -> Iterator[Setting]:
        """Yield the settings of a configuration that stands in the cell as a text."""
        for node in nodes_of(value):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and "\n" in node.value:
                settings = settings_in(node.value)
                if settings:
                    yield from _configured(settings, owner, where)
                    self._texts.leave_out(node)  # told; what holds it is the same with any text


def _as_option(call: Call) -> Piece:
    """Read ``parser.add_argument("--lr", default=0.1)`` as something that was set."""
    if call.callee != "add_argument" or len(call.keywords) != 1:
        return call
    [(name, value)] = call.keywords.items()
    return Setting(where=call.where, name=name, value=value, short=name)


def _given_back(target: ast.Tuple, value: ast.expr) -> str:
    """Return the first variable to which a call gives another form: x of ``x, y = mix(x, y)``."""
    given = value.args if isinstance(value, ast.Call) else []
    names = {node.id for node in given if isinstance(node, ast.Name)}
    again = (node.id for node in target.elts if isinstance(node, ast.Name) and node.id in names)
    return next(again, "")


def _binds_less(value: ast.expr, operation: ast.operator) -> bool:
    """Whether an operation needs brackets behind another one."""
    if not isinstance(value, ast.BinOp) or isinstance(operation, ast.Add):
        return False
    return isinstance(value.op, (ast.Add, ast.Sub)) or not isinstance(operation, ast.Sub)
