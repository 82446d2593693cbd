"""Read the value of a cell that ends in a metric: ``accuracy``, ``f1_score(y, guess)``."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from jupyterlab_journal.compose.metrics.metric_reading import Reading
from jupyterlab_journal.compose.metrics.table_row import number
from jupyterlab_journal.reading.names import is_metric_name
from jupyterlab_journal.reading.parser import parse_cell

_MAX_CHARACTERS = 400
_WRAPPED = re.compile(r"(?:np\.float\d+|float\d+|tensor|Array|array)\(([^(),]+)(?:,[^()]*)?\)")
_TRANSPARENT = frozenset({"float", "round", "item", "numpy", "cpu", "detach", "compute", "result", "mean"})


def read_value(outputs: Iterable[Mapping[str, Any]], code: str) -> Iterator[Reading]:
    """Yield the metrics in the cell's value.

    Parameters
    ----------
    outputs : iterable of mapping
        Of the cell, as the notebook holds them.
    code : str
        Its source, without secrets: the last expression gives the names.
    """
    values = [_text(output) for output in outputs if output.get("output_type") == "execute_result"]
    if not values or len(values[-1]) > _MAX_CHARACTERS:
        return
    names = _names(code)
    texts = _parts(values[-1].strip()) if len(names) > 1 else [values[-1].strip()]
    if len(names) != len(texts):
        return
    for name, text in zip(names, texts, strict=True):
        wrapped = _WRAPPED.fullmatch(text)
        read = number(wrapped[1] if wrapped else text)
        if read is not None and is_metric_name(name):
            yield Reading(name=name.lower(), value=read[0], unit=read[1])


def _text(output: Mapping[str, Any]) -> str:
    data = output.get("data")
    text = data.get("text/plain") if isinstance(data, Mapping) else None
    if isinstance(text, list):
        return "".join(piece for piece in text if isinstance(piece, str))
    return text if isinstance(text, str) else ""


def _names(code: str) -> list[str]:
    """Return the name of a cell's last expression; several for a tuple."""
    parsed = parse_cell(code)
    if parsed is None or not parsed[0].body:
        return []
    last = parsed[0].body[-1]
    if not isinstance(last, ast.Expr):
        return []
    values = last.value.elts if isinstance(last.value, ast.Tuple) else [last.value]
    return [_name(value) for value in values]


def _name(value: ast.expr) -> str:
    """Return the name in an expression: a variable, a function, an item; empty for anything else."""
    while True:
        if isinstance(value, ast.Name):
            return value.id
        if isinstance(value, ast.Attribute) and value.attr not in _TRANSPARENT:
            return value.attr
        if isinstance(value, ast.Subscript) and isinstance(value.slice, ast.Constant):
            key = value.slice.value
            return key if isinstance(key, str) else ""
        inner = _inner(value)
        if inner is None:
            return ""
        value = inner


def _inner(value: ast.expr) -> ast.expr | None:
    """Return the part of an expression that gives it its name; None for an unnamed value."""
    if isinstance(value, ast.Call):
        wraps = isinstance(value.func, ast.Name) and value.func.id in _TRANSPARENT and value.args
        return value.args[0] if wraps else value.func
    if isinstance(value, (ast.Attribute, ast.Subscript)):  # "loss.item", "history['loss'][-1]"
        inner = value.value
        return inner if isinstance(value, ast.Attribute) or isinstance(inner, ast.Subscript) else None
    return None


def _parts(text: str) -> list[str]:
    """Split a tuple of numbers, wrapped or not."""
    if not (text.startswith("(") and text.endswith(")")):
        return []
    return [part.strip() for part in re.split(r",(?![^()]*\))", text[1:-1]) if part.strip()]
