"""Expressions as the user wrote them."""

from __future__ import annotations

import ast

from jupyterlab_journal.compose.changes.pieces import MAX_TEXT


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

    def of(self, node: ast.expr) -> str:
        """Return an expression as written; one that is long or over several lines as Python writes it."""
        if node.lineno == node.end_lineno:
            text = self._lines[node.lineno - 1][node.col_offset : node.end_col_offset].decode()
            if len(text) <= MAX_TEXT:
                return text
        self._keep_spelling(node)
        return ast.unparse(node)[:MAX_TEXT]

    def callee(self, callee: ast.expr) -> str:
        """Return what is called; anything but a dotted name as Python writes it, to be known again."""
        text = self.of(callee)
        return text if text.replace(".", "").isidentifier() else ast.unparse(callee)[:MAX_TEXT]

    def arguments(self, call: ast.Call) -> str:
        """Return the positional arguments."""
        text = ", ".join(map(self.of, call.args))
        return text if len(text) <= MAX_TEXT else ", ".join(map(ast.unparse, call.args))[:MAX_TEXT]

    def keywords(self, call: ast.Call) -> dict[str, str]:
        """Return the arguments with a name; ``**options`` is not taken apart."""
        return {keyword.arg: self.of(keyword.value) for keyword in call.keywords if keyword.arg}

    def _keep_spelling(self, expression: ast.expr) -> None:
        """Give numbers the spelling of the source: ``1e-4`` stays what it is on another line."""
        for node in ast.walk(expression):
            if isinstance(node, ast.Constant):
                if type(node.value) is float:
                    node.value = _WrittenFloat(node.value)
                    node.value.written = self.of(node)
                elif type(node.value) is int:
                    node.value = _WrittenInt(node.value)
                    node.value.written = self.of(node)
