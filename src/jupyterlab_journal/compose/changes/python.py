"""Read what a notebook calls Python: with magics, shell lines and help."""

from __future__ import annotations

import ast
import re
import warnings

_MAGIC = re.compile(r"^(\s*)[%!?].*$|^.*\?\s*$", re.MULTILINE)
_ASSIGNED_MAGIC = re.compile(r"^(\s*[\w, ]+=\s*)[%!].*$", re.MULTILINE)
_CELL_MAGICS_WITH_PYTHON = re.compile(r"\s*%%(time|timeit|capture|prun|memit|mprun)\b[^\n]*(\n|$)")


def parse_cell(source: str) -> tuple[ast.Module, str] | None:
    """Return a cell's syntax tree and the text it was read from; None when it is not Python.

    Magic and shell lines are passed over, and the lines that remain keep
    their places.
    """
    text = _CELL_MAGICS_WITH_PYTHON.sub("pass\n", source, count=1) if source.lstrip()[:2] == "%%" else source
    if text.lstrip()[:2] == "%%":
        return None
    plain = _parsed(text)  # where it can be read as it stands, a line that ends in "?" is part of a text
    if plain is not None:
        return plain, text
    text = _ASSIGNED_MAGIC.sub(r"\1...", text)
    text = _MAGIC.sub(lambda match: (match[1] or "") + "pass", text)
    tree = _parsed(text)
    return None if tree is None else (tree, text)


def parse_expression(text: str) -> ast.expr:
    """Return the syntax tree of an expression; raises what ``ast.parse`` does."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a backslash in a text of the user's
        return ast.parse(text, mode="eval").body


def _parsed(text: str) -> ast.Module | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):  # the kernel refused it as well
        return None
