"""Read metrics that are not a name and its number: ``train/val loss: 0.3/0.4``, ``97 % accuracy``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jupyterlab_journal.compose.metrics.named_numbers import NUMBER, PERCENT, to_float
from jupyterlab_journal.reading.names import (
    CHINESE_NAME,
    QUALIFIERS,
    is_metric_name,
    is_qualifier,
    words_of,
)
from jupyterlab_journal.reading.vocabulary import CHINESE_DATA

Found = tuple[str, float, str, int]  # name, value, unit, where the number begins

_NO_DATA = "complete|completed|finished|done|start|started|starting|took|time|ended|stopped|loop|with|on|for"
DATA_WORD = re.compile(
    rf"(?<![A-Za-z0-9_])({'|'.join(sorted(QUALIFIERS))})(?![A-Za-z0-9_]|\s(?:{_NO_DATA})\b)"
    rf"|({CHINESE_DATA})(?!完成|完毕|结束|开始|停止|好|耗时|用时|时间|时长|后|了|得到|参数|样本)",
    re.IGNORECASE,
)
_DECIMAL = re.compile(r"[.e%％]|nan|inf", re.IGNORECASE)
_VALUE = rf"(?P<value>{NUMBER})(?P<percent>{PERCENT})?"
_MEASURED_ON = re.compile(
    rf"""
    (?<![A-Za-z0-9_])(?P<name>[A-Za-z][\w\-]{{0,30}}(?:\s[Ss]core)?)
    \s(?:of|on|over)\s(?P<data>[A-Za-z][A-Za-z0-9\s\-]{{1,80}}?)
    \s?(?:[:=]|is)\s{{0,4}}{_VALUE}(?![\w%％/,:\-]|\.\w)
    """,
    re.VERBOSE,
)
_FIRST = re.compile(
    rf"""
    \s*(?:(?:[Ww]e\s)?(?:[Aa]chieved|[Rr]eached|[Oo]btained|[Gg]ot)\s(?:an?\s)?)?
    (?P<value>\d{{1,3}}\.\d+|\d{{1,3}}(?=\s?[%％]))(?P<percent>{PERCENT})?
    \s(?P<name>[A-Za-z][\w\-]*(?:\s[A-Za-z][\w\-]*){{0,2}}?)
    (?=\s*$|\s?[,;(±]|\.\s|\.$|\s(?:with|on|over|and|after|at)\b)
    """,
    re.VERBOSE,
)
_PART = rf"(?:[A-Za-z][A-Za-z0-9_@\-]{{0,30}}(?:\s[A-Za-z][A-Za-z0-9_@\-]{{0,30}}){{0,2}}|{CHINESE_NAME})"
_LISTED = re.compile(
    rf"""
    (?<![A-Za-z0-9_/])(?P<names>{_PART}(?:\s?/\s?{_PART}){{1,3}})
    (?:\s{{0,4}}[:=：]\s{{0,4}}|\s{{1,4}})
    (?P<values>(?:{NUMBER})(?:{PERCENT})?(?:\s?/\s?(?:{NUMBER})(?:{PERCENT})?){{1,3}})(?![\w/.:])
    """,
    re.VERBOSE,
)
_NOTED = re.compile(
    rf"""
    (?<![A-Za-z0-9_/])(?P<name>[A-Za-z][\w\-]{{0,30}})\s?[(\[](?P<names>[A-Za-z]+(?:\s?/\s?[A-Za-z]+){{1,3}})[)\]]
    \s{{0,4}}[:=]?\s{{0,4}}
    (?P<values>(?:{NUMBER})(?:{PERCENT})?(?:\s?/\s?(?:{NUMBER})(?:{PERCENT})?){{1,3}})(?![\w/.:])
    """,
    re.VERBOSE,
)
_SPLITS = re.compile(
    rf"""
    (?<![\w/])(?P<name>[A-Za-z][\w\-@]{{0,30}})\s?[:：(\-–—|]?\s{{0,2}}
    (?P<splits>(?:(?:{"|".join(sorted(QUALIFIERS))})\s?[:=]?\s?(?:{NUMBER})(?:{PERCENT})?[,;/|\s]{{0,3}}){{2,4}})
    (?![\w/.:])
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SPLIT = re.compile(rf"(?P<split>[A-Za-z]+)\s?[:=]?\s?{_VALUE}")
_LISTED_VALUE = re.compile(_VALUE)
_SHARE = re.compile(r"(?:\.\d+|[%％])\s?/\s?[-\d.]")  # no "3/10", which counts
_SINGLE_CLASS = re.compile(r"\bclass\b")


def read_phrases(line: str) -> Iterator[Found]:
    """Yield metrics that a line names in a sentence or by position.

    Examples
    --------
    >>> list(read_phrases("train/val loss: 0.31/0.42"))
    [('train loss', 0.31, '1', 16), ('val loss', 0.42, '1', 21)]
    >>> list(read_phrases("Accuracy of the network on the 10000 test images: 54 %"))
    [('test accuracy', 54.0, '%', 50)]
    """
    if _SHARE.search(line):
        yield from _listed(line)
    splits = _SPLITS.search(line)
    if splits and is_metric_name(splits["name"]) and words_of(splits["name"])[0] not in QUALIFIERS:
        for split in _SPLIT.finditer(line, *splits.span("splits")):
            yield _found(f"{split['split']} {splits['name']}".lower(), split)
    measured = _MEASURED_ON.search(line) if " o" in line else None
    if measured and _is_measured(measured) and not _SINGLE_CLASS.search(measured["data"]):
        data = DATA_WORD.search(measured["data"])
        name = measured["name"].lower()
        yield _found(f"{data[0].lower()} {name}" if data else name, measured)
    first = _FIRST.match(line)
    if first and _is_measured(first) and all(map(is_qualifier, first["name"].split()[:-1])):
        yield _found(first["name"].lower(), first)


def is_single_class(line: str) -> bool:
    """Whether a line is about one class of many: ``Accuracy of class cat: 54 %``."""
    measured = _MEASURED_ON.search(line) if " o" in line else None
    return measured is not None and bool(_SINGLE_CLASS.search(measured["data"]))


def _is_measured(match: re.Match[str]) -> bool:
    return is_metric_name(match["name"]) and bool(match["percent"] or _DECIMAL.search(match["value"]))


def _found(name: str, match: re.Match[str]) -> Found:
    return name, to_float(match["value"]), "%" if match["percent"] else "1", match.start("value")


def _listed(line: str) -> Iterator[Found]:
    """Yield values that stand in the order of their names."""
    for match in (*_NOTED.finditer(line), *_LISTED.finditer(line)):
        values = list(_LISTED_VALUE.finditer(line, *match.span("values")))
        parts = [part.strip() for part in match["names"].split("/")]
        if len(parts) == len(values) and all(_DECIMAL.search(value[0]) for value in values):
            names = [_part(part, match, parts) for part in parts]
            if all(names):
                yield from map(_found, names, values)


def _part(part: str, match: re.Match[str], parts: list[str]) -> str:
    """Return the name of one value: ``train`` of ``train/val loss`` is ``train loss``; empty when unknown."""
    words = part.lower().split()
    while len(words) > 1 and not all(map(is_qualifier, words[:-1])):
        words.pop(0)  # words before the list
    name = " ".join(words)
    if is_metric_name(name):
        data = DATA_WORD.match(parts[0])  # "val loss/acc"
        is_shared = data and part != parts[0] and not set(words) & QUALIFIERS
        return f"{data[0].lower()} {name}" if data and is_shared else name
    if name not in QUALIFIERS:
        return ""
    shared = match["name"] if "name" in match.re.groupindex else parts[-1].split()[-1]
    is_shared = is_metric_name(shared) and not set(words_of(shared)) & QUALIFIERS
    return f"{name} {shared.lower()}" if is_shared else ""
