"""Take a cell's source to pieces: what it sets, and what it calls with which arguments."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from jupyterlab_journal.compose.changes.noise import is_noise, stands_for_itself
from jupyterlab_journal.compose.changes.pieces import MAX_TEXT, Call, Piece, Setting
from jupyterlab_journal.compose.changes.python import parse_cell
from jupyterlab_journal.compose.metrics.names import word_set

_SEEDING = word_set(
    """
    manual_seed manual_seed_all seed set_seed seed_everything set_random_seed default_rng RandomState PRNGKey
    """
)
_COUNTED_LOOPS = {
    "epoch": "epochs",
    "ep": "epochs",
    "step": "steps",
    "iteration": "iterations",
    "it": "iterations",
}
_RANGES = frozenset({"range", "trange", "tqdm.trange"})
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_MAX_DEPTH = 40  # of nested expressions; nobody sets a parameter deeper


def read_code(source: str) -> tuple[Piece, ...]:
    """Return the pieces of a cell in the order of its source; a cell that is not Python has none.

    Examples
    --------
    >>> [setting] = read_code("lr = 1e-3  # slower")
    >>> setting.name, setting.value
    ('lr', '1e-3')
    >>> [call] = read_code("opt = SGD(model.weights, lr=0.1)")
    >>> call.owner, call.callee, call.keywords
    ('opt', 'SGD', {'lr': '0.1'})
    """
    parsed = parse_cell(source)
    if parsed is None:
        return ()
    tree, text = parsed
    return tuple(_Reader(text).block(tree.body, ""))


class _Reader:
    """Walks statements and, inside them, expressions."""

    def __init__(self, text: str) -> None:
        self._lines = [line.encode() for line in text.splitlines(keepends=True)]

    def block(self, body: list[ast.stmt], where: str) -> Iterator[Piece]:
        for statement in body:
            if isinstance(statement, _SCOPES):
                yield from self._scope(statement, where)
            else:
                yield from self._statement(statement, where)
                for name in ("body", "orelse", "finalbody"):
                    yield from self.block(getattr(statement, name, []), where)
                for inner in (*getattr(statement, "handlers", ()), *getattr(statement, "cases", ())):
                    yield from self.block(inner.body, where)

    def _scope(
        self, scope: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef, where: str
    ) -> Iterator[Piece]:
        inside = f"{where}.{scope.name}" if where else scope.name
        for decorator in scope.decorator_list:
            call = decorator if isinstance(decorator, ast.Call) else None
            yield Call(
                where=inside,
                owner=scope.name if call else "",
                callee="@" + self._callee(call.func if call else decorator),
                arguments=self._arguments(call) if call else "",
                keywords=self._keywords(call) if call else {},
                stands_alone=True,
            )
        if not isinstance(scope, ast.ClassDef):
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
        return {name.arg: self._text(value) for name, value in pairs if value is not None}

    def _statement(self, statement: ast.stmt, where: str) -> Iterator[Piece]:
        if isinstance(statement, (ast.Assign, ast.AnnAssign)):
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            if statement.value is not None:
                for target in targets:
                    yield from self._binding(target, statement.value, where)
        elif isinstance(statement, (ast.For, ast.AsyncFor)):
            yield from self._loop(statement, where)
        elif isinstance(statement, (ast.With, ast.AsyncWith)):
            for item in statement.items:
                yield from self._calls(item.context_expr, where, within="", alone=True)
        elif isinstance(statement, ast.Expr):
            yield from self._calls(statement.value, where, within="", alone=True)
        elif isinstance(statement, (ast.If, ast.While)):
            yield from self._condition(statement, where)
        elif isinstance(statement, (ast.Return, ast.AugAssign)) and statement.value is not None:
            yield from self._calls(statement.value, where, within="")

    def _condition(self, statement: ast.If | ast.While, where: str) -> Iterator[Piece]:
        """Read ``if step % 4 == 0`` as something that was set."""
        if any(isinstance(node, ast.Constant) for node in ast.walk(statement.test)):
            name = "if" if isinstance(statement, ast.If) else "while"
            yield Setting(where=where, name=name, value=self._text(statement.test))
        yield from self._calls(statement.test, where, within="")

    def _loop(self, loop: ast.For | ast.AsyncFor, where: str) -> Iterator[Piece]:
        """Read ``for epoch in range(10)`` as 10 epochs, ``for lr in (0.1, 1)`` as a choice of lr."""
        name = self._name(loop.target, where)
        if name and isinstance(loop.iter, (ast.List, ast.Tuple)):
            yield Call(where=where, owner=name, callee="for", arguments=self._text(loop.iter))
            return
        counted = _COUNTED_LOOPS.get(name, "")
        for node in ast.walk(loop.iter) if counted else ():
            if isinstance(node, ast.Call) and self._text(node.func) in _RANGES:
                arguments = self._arguments(node)
                if len(node.args) == 1 and not _is_call(node.args[0]):
                    yield Setting(where=where, name=counted, value=arguments)
                else:
                    yield Call(where=where, owner=counted, callee="range", arguments=arguments)
                return
        yield from self._calls(loop.iter, where, within="")

    def _binding(self, target: ast.expr, value: ast.expr, where: str) -> Iterator[Piece]:
        if (
            isinstance(target, (ast.Tuple, ast.List))
            and isinstance(value, (ast.Tuple, ast.List))
            and len(target.elts) == len(value.elts)
        ):
            for one_target, one_value in zip(target.elts, value.elts, strict=True):
                yield from self._binding(one_target, one_value, where)
            return
        name = self._name(target, where)
        if name:
            yield from self._settings(name, value, where)
        if not _items(value):
            yield from self._calls(value, where, within=name, owner=name)
            return
        for _, item in _items(value):
            yield from self._calls(item, where, within=name)

    def _settings(self, name: str, value: ast.expr, where: str) -> Iterator[Setting]:
        """Yield what `name` is set to; a dictionary one by one."""
        items = _items(value)
        if items:
            for key, item in items:
                yield from self._settings(f"{name}.{key}", item, where)
        elif not _is_call(value):
            yield Setting(where=where, name=name, value=self._text(value))

    def _name(self, target: ast.expr, where: str) -> str:
        """Return how the reader knows a target; empty for what has no name."""
        if isinstance(target, ast.Name):
            in_class = where and where.rpartition(".")[2][:1].isupper()
            return f"{where}.{target.id}" if in_class else target.id
        if isinstance(target, ast.Attribute):
            owner = self._name(target.value, "")
            return target.attr if owner == "self" else f"{owner}.{target.attr}" if owner else ""
        if isinstance(target, ast.Subscript) and isinstance(target.slice, ast.Constant):
            owner = self._name(target.value, "")
            return f"{owner}.{target.slice.value}" if owner and isinstance(target.slice.value, str) else ""
        return ""

    def _calls(  # noqa: PLR0913 (where a call stands is said by all of these)
        self,
        value: ast.expr,
        where: str,
        *,
        within: str,
        owner: str = "",
        alone: bool = False,
        depth: int = 0,
    ) -> Iterator[Call]:
        """Yield the calls of an expression, each before those in its arguments."""
        if depth > _MAX_DEPTH or isinstance(value, ast.Lambda):
            return
        if isinstance(value, ast.Call):
            inner = value.func.value if isinstance(value.func, ast.Attribute) else value.func
            chained = _is_call(inner)
            if chained:
                # "x = Dropout(0.3)(x)": what the inner call makes is not x.
                kept = owner if isinstance(value.func, ast.Attribute) else ""
                yield from self._calls(inner, where, within=within, owner=kept, depth=depth + 1)
            if is_noise(self._text(value.func)):
                return
            if not (chained and not isinstance(value.func, ast.Attribute)):
                yield self._call(value, where, owner="" if chained else owner, within=within, alone=alone)
            for keyword in value.keywords:
                part_of = keyword.arg or within
                yield from self._calls(keyword.value, where, within=part_of, depth=depth + 1)
            arguments = value.args
        else:
            arguments = [node for node in ast.iter_child_nodes(value) if isinstance(node, ast.expr)]
            arguments += [
                node.iter for node in ast.iter_child_nodes(value) if isinstance(node, ast.comprehension)
            ]
        for argument in arguments:
            yield from self._calls(argument, where, within=within, depth=depth + 1)

    def _call(self, call: ast.Call, where: str, *, owner: str, within: str, alone: bool) -> Call:
        chained = isinstance(call.func, ast.Attribute) and _is_call(call.func.value)
        callee = (
            f".{call.func.attr}"
            if chained and isinstance(call.func, ast.Attribute)
            else self._callee(call.func)
        )
        last = callee.rpartition(".")[2]
        arguments, keywords = self._arguments(call), self._keywords(call)
        if last in _SEEDING and len(call.args) == 1:
            arguments, keywords = "", {"seed": arguments, **keywords}
        first = call.args[0] if call.args else None
        if last == "add_argument" and isinstance(first, ast.Constant) and "default" in keywords:
            return Call(where=where, callee="add_argument", keywords={str(first.value): keywords["default"]})
        of_itself = bool(owner) and any(
            isinstance(node, ast.Name) and node.id == owner for node in (*call.args, *_base(call.func))
        )
        return Call(
            where=where,
            owner=owner,
            within=within,
            callee=callee,
            arguments=arguments,
            keywords=keywords,
            stands_alone=stands_for_itself(callee, alone=alone, of_itself=of_itself),
        )

    def _arguments(self, call: ast.Call) -> str:
        text = ", ".join(map(self._text, call.args))
        return text if len(text) <= MAX_TEXT else ", ".join(map(ast.unparse, call.args))[:MAX_TEXT]

    def _keywords(self, call: ast.Call) -> dict[str, str]:
        return {keyword.arg: self._text(keyword.value) for keyword in call.keywords if keyword.arg}

    def _callee(self, callee: ast.expr) -> str:
        """Return what is called; anything but a dotted name as Python writes it, to be known again."""
        text = self._text(callee)
        return text if text.replace(".", "").isidentifier() else ast.unparse(callee)[:MAX_TEXT]

    def _text(self, node: ast.expr) -> str:
        """Return an expression as written; one that is long or over several lines as Python writes it."""
        if node.lineno == node.end_lineno:
            text = self._lines[node.lineno - 1][node.col_offset : node.end_col_offset].decode()
            if len(text) <= MAX_TEXT:
                return text
        return ast.unparse(node)[:MAX_TEXT]


def _is_call(value: ast.expr) -> bool:
    return isinstance(value, ast.Call)


def _base(callee: ast.expr) -> list[ast.expr]:
    return [callee.value] if isinstance(callee, ast.Attribute) else []


def _items(value: ast.expr) -> list[tuple[str, ast.expr]]:
    """Return the items of a dictionary that is written down, by key."""
    if isinstance(value, ast.Dict):
        items = [
            (key.value, item)
            for key, item in zip(value.keys, value.values, strict=True)
            if isinstance(key, ast.Constant) and isinstance(key.value, str)
        ]
        return items if len(items) == len(value.keys) else []
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == "dict":
        return [(keyword.arg, keyword.value) for keyword in value.keywords if keyword.arg]
    return []
