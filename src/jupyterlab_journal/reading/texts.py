"""Expressions as the user wrote them."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import Any

from .pieces import MAX_TEXT

_MAX_ITEMS = MAX_TEXT // 2  # of a list, a call ...; each has a comma, so a longer text would be cut anyway
_MAX_NODES = 800  # of one expression, for the same reason: each says something
_MAX_KEYWORDS = 2_000  # of one call; an entry has no room for half of them
_NO_FIELDS = (ast.operator, ast.unaryop, ast.boolop, ast.cmpop, ast.expr_context)


class _WrittenFloat(float):
    """A number that Python writes as the user did."""

    written = ""

    def __repr__(self) -> str:
        return self.written


class _WrittenInt(int):
    """A whole number that Python writes as the user did."""

    written = ""

    def __repr__(self) -> str:
        return self.written


class Texts:
    """Cuts expressions out of a source."""

    def __init__(self, source: str) -> None:
        # As Python counts lines; str.splitlines knows further ends.
        self._lines = source.replace("\r\n", "\n").replace("\r", "\n").encode().split(b"\n")
        self._left_out: set[int] = set()

    def leave_out(self, constant: ast.Constant) -> None:
        """Write an ellipsis for this constant from now on."""
        self._left_out.add(id(constant))

    def of(self, node: ast.expr) -> str:
        """Return an expression as written; one that is long or over several lines as Python writes it."""
        if node.lineno == node.end_lineno:
            text = self.whole(node)
            if len(text) <= MAX_TEXT and not self._lacks_a_part(node):
                return text
        return self._as_python_writes(node)

    def _lacks_a_part(self, node: ast.expr) -> bool:
        return bool(self._left_out) and any(id(part) in self._left_out for part in ast.walk(node))

    def whole(self, node: ast.expr) -> str:
        """Return an expression as written, with its line ends."""
        first, last = node.lineno - 1, (node.end_lineno or node.lineno) - 1
        lines = self._lines[first : last + 1]
        lines[-1] = lines[-1][: node.end_col_offset]
        lines[0] = lines[0][node.col_offset :]
        return b"\n".join(lines).decode()

    def spelled(self, constant: ast.Constant) -> Any:  # noqa: ANN401 (whatever a constant holds)
        """Return a constant that Python writes as the user did: ``1e-4`` stays what it is on another line."""
        value = constant.value
        if id(constant) in self._left_out:
            return ...
        if isinstance(value, (str, bytes)):
            return value[:MAX_TEXT]
        written: _WrittenFloat | _WrittenInt
        if type(value) is float:
            written = _WrittenFloat(value)
        elif type(value) is int:
            written = _WrittenInt(value)
        else:
            return value
        written.written = self.whole(constant)[:MAX_TEXT]
        return written

    def callee(self, callee: ast.expr) -> str:
        """Return what is called; anything but a dotted name as Python writes it, to be known again."""
        text = self.of(callee)
        return text if text.replace(".", "").isidentifier() else self._as_python_writes(callee)

    def arguments(self, call: ast.Call) -> str:
        """Return the positional arguments."""
        given = call.args[:_MAX_ITEMS]
        text = ", ".join(map(self.of, given))
        return text if len(text) <= MAX_TEXT else ", ".join(map(self._as_python_writes, given))[:MAX_TEXT]

    def keywords(self, call: ast.Call) -> dict[str, str]:
        """Return the arguments with a name; ``**options`` is not taken apart."""
        return {one.arg: self.of(one.value) for one in call.keywords[:_MAX_KEYWORDS] if one.arg}

    def _as_python_writes(self, node: ast.expr) -> str:
        try:
            return ast.unparse(_Beginning(self).of(node))[:MAX_TEXT]
        except ValueError:  # a text in an f-string that Python can read and not write
            return " ".join(self.whole(node).split())[:MAX_TEXT]


class _Beginning:
    """Copies as much of an expression as its text is kept of; constants are spelled as in the source.

    Writing all of it, for each level of nesting anew, would cost the square of its size.
    """

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self._room = _MAX_NODES

    def of(self, node: ast.AST) -> ast.AST:
        """Return the copy."""
        self._room -= 1
        if isinstance(node, _NO_FIELDS):
            return node
        if isinstance(node, ast.Constant):
            return ast.Constant(value=self._texts.spelled(node), kind=node.kind)
        # Parts of an f-string must be what they are.
        if self._room < 0 and isinstance(node, ast.expr) and not _is_of_f_string(node):
            return ast.Name(id="_", ctx=ast.Load())
        if isinstance(node, ast.arguments) and len(list(ast.iter_child_nodes(node))) > _MAX_ITEMS:
            return ast.arguments(
                posonlyargs=[], args=node.args[:_MAX_ITEMS], kwonlyargs=[], kw_defaults=[], defaults=[]
            )
        return type(node)(**{name: self._field(value) for name, value in ast.iter_fields(node)})

    def _field(self, value: object) -> object:
        if isinstance(value, ast.AST):
            return self.of(value)
        return self._items(value) if isinstance(value, list) else value

    def _items(self, items: Iterable[object]) -> list[object]:
        return [self._field(item) for item in list(items)[:_MAX_ITEMS]]


def _is_of_f_string(node: ast.expr) -> bool:
    return isinstance(node, (ast.JoinedStr, ast.FormattedValue))
