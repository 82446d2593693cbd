"""Expressions without what does not count when two are compared: calls, names, constants."""

from __future__ import annotations

import ast

from .names import word_set
from .parser import nodes_of

ARITHMETIC = word_set("abs bool divmod float int len max min pow round sum")
"""Functions that are part of a computation as operators are."""

_SHOWN = word_set("tqdm tqdm_notebook track progress_bar")  # they are what they are given


def is_progress(callee: str) -> bool:
    """Whether a call only shows how far a loop is: ``tqdm(loader)``."""
    return callee.rpartition(".")[2] in _SHOWN


def with_inner_names(tree: ast.expr) -> ast.AST:
    """Return an expression in which the names that it binds for itself are numbered."""
    changed: ast.AST = _InnerNames().visit(tree)
    return changed


def without_calls(tree: ast.expr, names: frozenset[str]) -> ast.AST:
    """Return an expression in which all calls, and some names, are the same."""
    changed: ast.AST = _CallsAndNames(names).visit(with_inner_names(tree))
    return changed


def without_constants(tree: ast.expr) -> ast.AST:
    """Return an expression in which all that is written down is the same."""
    changed: ast.AST = _Constants().visit(tree)
    return changed


def _last_name(callee: ast.expr) -> str:
    return callee.attr if isinstance(callee, ast.Attribute) else getattr(callee, "id", "")


def _is_call_by_itself(node: ast.expr) -> bool:
    """Whether an element of a list is a call, or one with a name: ``("scale", StandardScaler())``."""
    parts = node.elts if isinstance(node, ast.Tuple) else [node]
    return any(isinstance(part, ast.Call) for part in parts)


def _blank() -> ast.Name:
    return ast.Name(id="_", ctx=ast.Load())


class _InnerNames(ast.NodeTransformer):
    """Numbers the names that an expression binds for itself: ``[f(x) for x in xs]``."""

    def __init__(self) -> None:
        self._count = 0

    def visit_ListComp(self, node: ast.ListComp) -> ast.AST:
        return self._numbered(node, node.generators)

    def visit_SetComp(self, node: ast.SetComp) -> ast.AST:
        return self._numbered(node, node.generators)

    def visit_DictComp(self, node: ast.DictComp) -> ast.AST:
        return self._numbered(node, node.generators)

    def visit_GeneratorExp(self, node: ast.GeneratorExp) -> ast.AST:
        return self._numbered(node, node.generators)

    def _numbered(self, node: ast.expr, generators: list[ast.comprehension]) -> ast.AST:
        self.generic_visit(node)
        targets = [name for inner in generators for name in nodes_of(inner.target)]
        names: dict[str, str] = {}
        for name in targets:
            if isinstance(name, ast.Name) and name.id not in names:
                self._count += 1
                names[name.id] = f"_{self._count}"
        for name in nodes_of(node):
            if isinstance(name, ast.Name):
                name.id = names.get(name.id, name.id)
        return node


class _Names(ast.NodeTransformer):
    """Replaces some names by the same node."""

    def __init__(self, names: frozenset[str]) -> None:
        self._names = names

    def visit_Name(self, node: ast.Name) -> ast.AST:
        return _blank() if node.id in self._names else node

    def visit_arg(self, node: ast.arg) -> ast.AST:
        return ast.arg(arg="_") if node.arg in self._names else node

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        if isinstance(node.value, ast.Name) and f"{node.value.id}.{node.attr}" in self._names:
            return _blank()
        return self.generic_visit(node)


class _CallsAndNames(_Names):
    """Replaces every call, and some names, by the same node."""

    def visit_Call(self, node: ast.Call) -> ast.AST:
        if isinstance(node.func, ast.Name) and node.func.id in ARITHMETIC:
            return self.generic_visit(node)
        if node.args and _last_name(node.func) in _SHOWN:
            wrapped: ast.AST = self.visit(node.args[0])
            return wrapped
        return _blank()

    def visit_List(self, node: ast.List) -> ast.AST:
        if node.elts and all(map(_is_call_by_itself, node.elts)):  # each is told as added or removed
            return ast.List(elts=[_blank()], ctx=ast.Load())
        return self.generic_visit(node)

    def visit_Lambda(self, node: ast.Lambda) -> ast.AST:
        # What a lambda calls is part of the value that it is.
        renamed: ast.AST = _Names(self._names).visit(node)
        return renamed


class _Constants(ast.NodeTransformer):
    """Replaces every constant by the same node."""

    def visit_Constant(self, node: ast.Constant) -> ast.AST:  # noqa: ARG002
        return _blank()
