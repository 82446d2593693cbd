"""The one door through which code is parsed on the server: without running it, and within bounds.

Python's own parser, and everything that walks a syntax tree, goes deeper for
each level of nesting, and slower for each character. What is too deep or too
long is refused here, so that no reader behind the door has to fear it.
"""

from __future__ import annotations

import ast
import re
import warnings
from functools import lru_cache
from typing import TypeVar

MAX_CELL_CHARACTERS = (
    40_000  # of one cell, some 1,200 lines; all its readers together take a tenth of a second
)
MAX_EXPRESSION = 20_000  # characters of one expression
MAX_NODES = 12_000  # of one syntax tree: three for ten characters, twice as many as dense code has
MAX_DEPTH = 200  # levels of nesting; those who walk need three frames of Python's thousand for each

# No "\s": that would run over line ends, again for each of many blank lines.
_MAGIC = re.compile(r"^([^\S\n]*)[%!?].*$|^.*\?[^\S\n]*$", re.MULTILINE)
_ASSIGNED_MAGIC = re.compile(r"^([^\S\n]*\w[\w, ]*=[^\S\n]*)[%!].*$", re.MULTILINE)
_CELL_MAGICS_WITH_PYTHON = re.compile(r"\s*%%(time|timeit|capture|prun|memit|mprun)\b[^\n]*(\n|$)")

_FIELDS_WITHOUT_PARTS = frozenset(
    ("arg", "asname", "attr", "conversion", "ctx", "id", "is_async", "kind", "level", "module", "op", "ops")
) | {"simple", "type_comment", "type_ignores"}

_Tree = TypeVar("_Tree", ast.Module, ast.Expression)


class BeyondBounds(ValueError):
    """Code that is longer, or nested deeper, than what is read."""


def parse_cell(source: str) -> tuple[ast.Module, str] | None:
    """Return a cell's syntax tree and the text it was read from; None when it cannot be read.

    Magic and shell lines are passed over, and the lines that remain keep
    their places.
    """
    try:
        return parse_within_bounds(source)
    except BeyondBounds:
        return None


def parse_within_bounds(source: str) -> tuple[ast.Module, str] | None:
    """Return what `parse_cell` does; None only of what is not Python.

    Raises
    ------
    BeyondBounds
        When the cell is too long or nested too deeply.
    """
    found = _read(source)
    if isinstance(found, BeyondBounds):
        raise found.with_traceback(None)
    return found


@lru_cache(maxsize=4)  # one cell has half a dozen readers; nobody changes a tree
def _read(source: str) -> tuple[ast.Module, str] | BeyondBounds | None:
    text = _CELL_MAGICS_WITH_PYTHON.sub("pass\n", source, count=1) if source.lstrip()[:2] == "%%" else source
    if text.lstrip()[:2] == "%%":
        return None
    if len(text) > MAX_CELL_CHARACTERS:
        return BeyondBounds(f"a cell of {len(text)} characters")
    try:
        plain = _module(text)  # where it can be read as it stands, a line that ends in "?" is part of a text
        if plain is not None:
            return plain, text
        text = _ASSIGNED_MAGIC.sub(r"\1...", text)
        text = _MAGIC.sub(lambda match: (match[1] or "") + "pass", text)
        tree = _module(text)
    except BeyondBounds as error:
        return error
    return None if tree is None else (tree, text)


def parse_expression(text: str) -> ast.expr:
    """Return the syntax tree of an expression.

    Raises
    ------
    SyntaxError, ValueError
        When it is none; `BeyondBounds` when it is too long or nested too deeply.
    """
    if len(text) > MAX_EXPRESSION:
        raise BeyondBounds(f"an expression of {len(text)} characters")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of a backslash in a text of the user's
            return _bounded(ast.parse(text, mode="eval")).body
    except (RecursionError, MemoryError) as error:  # how the parser says that it is nested too deeply
        raise BeyondBounds("an expression that is nested too deeply") from error


def _module(text: str) -> ast.Module | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _bounded(ast.parse(text))
    except BeyondBounds:
        raise
    except (SyntaxError, ValueError):  # the kernel refused it as well
        return None
    except (RecursionError, MemoryError) as error:
        raise BeyondBounds("a cell that is nested too deeply") from error


def _bounded(tree: _Tree) -> _Tree:
    """Return a tree; going level by level, for going down would need the depth that is asked about."""
    level: list[ast.AST] = [tree]
    count = 0
    for _ in range(MAX_DEPTH):
        below: list[ast.AST] = []
        for node in level:
            _put_parts(node, below)
        if not below:
            return tree
        level = below
        count += len(level)
        if count > MAX_NODES:
            raise BeyondBounds(f"code of more than {MAX_NODES} parts")
    raise BeyondBounds(f"code that is nested more than {MAX_DEPTH} levels deep")


def nodes_of(tree: ast.AST) -> list[ast.AST]:
    """Return a node and all below it, level by level.

    As `ast.walk` does, a few times faster, and without the signs such as
    ``Load`` or ``Add``: what they say, the nodes above them say too.
    """
    found = [tree]
    for node in found:  # it grows meanwhile
        _put_parts(node, found)
    return found


def _put_parts(node: ast.AST, found: list[ast.AST]) -> None:
    kind = type(node)
    if kind not in _fields_with_parts:
        _fields_with_parts[kind] = _names_of_parts(kind)
    for name in _fields_with_parts[kind]:
        value = getattr(node, name, None)
        if isinstance(value, ast.AST):
            found.append(value)
        elif isinstance(value, list):
            found += [part for part in value if isinstance(part, ast.AST)]


_fields_with_parts: dict[type[ast.AST], tuple[str, ...]] = {}


def _names_of_parts(kind: type[ast.AST]) -> tuple[str, ...]:
    if kind is ast.Constant:
        return ()
    return tuple(name for name in kind._fields if name not in _FIELDS_WITHOUT_PARTS)
