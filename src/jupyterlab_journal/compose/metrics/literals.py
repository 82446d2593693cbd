"""Read metrics from mappings that were printed: ``{'val': {'loss': 0.4}}``, ``{"loss": [0.5, 0.4]}``.

A flat mapping on one line is read like any line. A mapping that is nested,
holds lists or spans lines has to be parsed: the meaning of a number depends
on all the keys above it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from jupyterlab_journal.compose.metrics.metric_reading import Reading
from jupyterlab_journal.reading.names import (
    QUALIFIERS,
    SETTINGS,
    is_metric_name,
    word_set,
    words_of,
)
from jupyterlab_journal.reading.parser import parse_expression

_MAX_LINES = 200  # of one mapping
_MAX_SCANNED = 4000  # lines looked at in search of the ends of mappings
_MAX_CHARACTERS = 20_000
_BEGIN = re.compile(r"\{\s*(?=['\"]|$|\d+\s*:)")
_OPEN, _CLOSE = re.compile(r"[\[{(]"), re.compile(r"[\]})]")
TF_TENSOR = re.compile(r"<tf\.Tensor:[^<>]{0,200}?numpy=([^<>]{1,200})>")
_PLAIN_KEYS = word_set("metrics metric results result scores report summary history log logs data values")
_OF_AN_ANSWER = word_set("label token_str entity entity_group answer word box sequence text id url")
_NUMBERED = re.compile(r"(?:epoch|step|fold|run|seed|trial|iter|round)?[_\-\s]?\d+", re.IGNORECASE)
_AVERAGE = re.compile(r"\bavg\b|average|overall", re.IGNORECASE)
_WRAPPERS = re.compile(r"(?:tensor|array|float\d*|item|Array|Tensor|Decimal|constant)$")


class Literals:
    """Finds the mappings in the lines of an output, with a bound on the search."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._left = _MAX_SCANNED

    def at(self, index: int) -> Literal | None:
        """Return the mapping that begins in a line.

        Parameters
        ----------
        index : int
            Of the line in which it may begin.
        """
        begun = _BEGIN.search(self._lines[index]) if self._left > 0 else None
        if begun is None:
            return None
        first = self._lines[index][begun.start() :]
        text, depth = "", 0
        for count, line in enumerate([first, *self._lines[index + 1 : index + _MAX_LINES]], start=1):
            self._left -= 1
            depth += len(_OPEN.findall(line)) - len(_CLOSE.findall(line))
            text += line + "\n"
            if len(text) > _MAX_CHARACTERS:
                return None
            if depth <= 0:
                end = text.rfind("}") + 1
                if not end or (count == 1 and text.count("{") == 1 and "[" not in text):
                    return None
                before = self._lines[index][: begun.start()]
                return Literal(text[:end], before, text[end:].strip("\n"), count)
        return None


class Literal(NamedTuple):
    """A mapping in the text, what stands before and behind it, and how many lines it spans."""

    text: str
    before: str
    behind: str
    lines: int


def read_literal(literal: Literal, epoch: int | None) -> list[Reading] | None:
    """Return the metrics of a mapping; None when it is no mapping that can be parsed.

    Parameters
    ----------
    literal : Literal
        A mapping in the text of an output.
    epoch : int, optional
        The epoch that was announced last.
    """
    try:
        parsed = parse_expression(TF_TENSOR.sub(r"\1", literal.text))
    except (SyntaxError, ValueError):
        return None
    if not isinstance(parsed, ast.Dict):
        return None
    words = words_of(re.sub(r"[^\w\s]", " ", literal.before))[-4:]
    if SETTINGS & set(words):
        return []
    data = next((word for word in reversed(words) if word in QUALIFIERS), None)
    return list(_read(parsed, (data,) if data else (), epoch))


def _read(mapping: ast.Dict, path: tuple[str, ...], epoch: int | None) -> Iterator[Reading]:
    entries = [
        (str(key.value), value)
        for key, value in zip(mapping.keys, mapping.values, strict=True)
        if isinstance(key, ast.Constant) and isinstance(key.value, (str, int))
    ]
    names = {key for key, _ in entries}
    if "support" in names and not any(map(_AVERAGE.search, path)):
        return  # one class of many
    if "score" in names and names & _OF_AN_ANSWER:
        return  # how sure a model is of one answer
    lists = [key for key, value in entries if isinstance(value, ast.List)]
    is_history = any(words_of(key)[-1:] in (["loss"], ["epoch"]) for key in lists)
    for key, value in entries:
        if SETTINGS & set(words_of(key)):
            continue
        if isinstance(value, ast.Dict):
            inner = path if key in _PLAIN_KEYS or _NUMBERED.fullmatch(key) else (*path, key)
            yield from _read(value, inner, int(key) if key.isdecimal() else epoch)
            continue
        if isinstance(value, ast.List):
            if not (is_history and value.elts):
                continue
            value = value.elts[-1]  # noqa: PLW2901 (the last of several values counts)
        name, number = _named(path, key), _number(value)
        if name is not None and number is not None:
            yield Reading(name=name, value=number, unit="1", epoch=epoch)


def _named(path: tuple[str, ...], key: str) -> str | None:
    """Return the name of a number with the keys above it that distinguish it."""
    *above, last = (*path, key)
    if not is_metric_name(last):
        if not (last in QUALIFIERS and above and is_metric_name(above[-1])):
            return None
        *above, last = (*above[:-1], last, above[-1])  # {'accuracy': {'train': 0.9}}
    words = set(words_of(last))
    known = words | QUALIFIERS if words & QUALIFIERS else words
    kept = [part for part in above if not set(words_of(part)) <= known]
    return " ".join(" ".join([*kept, last]).lower().split())


def _number(value: ast.expr) -> float | None:
    """Return a decimal number, wrapped or not; None for anything else."""
    if isinstance(value, ast.Call):
        function = value.func
        called = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
        return _number(value.args[0]) if value.args and _WRAPPERS.match(called) else None
    if isinstance(value, ast.UnaryOp) and isinstance(value.op, ast.USub):
        inner = _number(value.operand)
        return None if inner is None else -inner
    if isinstance(value, ast.Name) and value.id.lower() in {"nan", "inf", "infinity"}:
        return float(value.id)
    if isinstance(value, ast.Constant):
        return _constant(value.value)
    return None


def _constant(value: object) -> float | None:
    if isinstance(value, str):
        return float(value) if re.fullmatch(r"-?\d+\.\d+(?:e-?\d+)?|nan|inf", value) else None
    return value if isinstance(value, float) else None
