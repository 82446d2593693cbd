"""Read metrics from what was printed.

A number counts only directly after the name of a metric, alone: a fraction,
a range, a number with a thousands separator or with a unit is not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from jupyterlab_journal.compose.metrics.measured import Reading, last_values
from jupyterlab_journal.compose.metrics.names import (
    CHINESE_DATA,
    CHINESE_NAME,
    NOT_MEASURED,
    QUALIFIERS,
    is_metric_name,
    is_qualifier,
    word_set,
    words_of,
)
from jupyterlab_journal.compose.metrics.tables import Tables

__all__ = ["Reading", "last_values", "read_metrics"]

_MAX_LINE = 4000  # characters; a longer line is data, not a report

_PHRASES = (
    r"(?:[Rr]oot\s)?[Mm]ean\s(?:[Ss]quared|[Aa]bsolute)(?:\s[Pp]ercentage)?\s[Ee]rror"
    r"|[Mm]atthews\s[Cc]orrelation\s[Cc]oefficient|(?:[Ww]ord\s|[Cc]haracter\s)?[Ee]rror\s[Rr]ate|[Ee]xact\s[Mm]atch"
)
_NUMBER = r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?|[-+]?(?:nan|inf|NaN|Inf)"
_UNITS = "s|sec|secs|seconds?|ms|min|minutes|h|hours|nats?|bits?|percent|points?|times|MB|GB|it|samples|steps"
_PAIR = re.compile(
    rf"""
    (?P<name>{_PHRASES}|(?<![A-Za-z0-9_@./\-Α-ω∆])[A-Za-z][A-Za-z0-9_@./\-²^]{{0,60}}|{CHINESE_NAME})
    [\"'\]]?
    (?:(?P<sign>\s{{0,8}}[=:：]\s{{0,8}}|\s{{1,3}}(?:is|of)\s{{1,3}}|\s?[为是]\s?)|(?P<blank>\s{{1,8}}))
    [\"']?(?:(?:tensor|array|np\.float\d+|float\d+)\()?
    (?P<value>{_NUMBER})
    (?P<percent>\s?[%％])?(?P<decibel>\s?dB\b)?
    (?![A-Za-z0-9_%％|]|\.[A-Za-z0-9]|,\d|\s?/\s?\d|/\S|:\d|-[A-Za-z0-9]|\s*(?:->|→|=>|~|to\s)\s*[-+\d.])
    (?!\s?(?:{_UNITS})\b|\s*\*|\s*\+\s*[\w(]|\s+(?:is|was|are|were|or)\b)
    """,
    re.VERBOSE,
)
_MEASURED_ON = re.compile(
    rf"""
    (?<![A-Za-z0-9_])(?P<name>[Aa]ccuracy|[Aa]cc|[Ll]oss)\s(?:of|on|over)\s(?P<data>[A-Za-z][A-Za-z0-9\s\-]{{1,80}}?)
    \s?(?:[:=]|is)\s{{0,4}}(?P<value>{_NUMBER})(?P<percent>\s?[%％])?(?![\w%％/,:.\-])
    """,
    re.VERBOSE,
)
_EPOCH = re.compile(
    r"\b(?:epoch|EPOCH|Epoch)s?\]?\s{0,2}[:=#]?\s{0,2}\[?\s{0,2}(\d{1,7})|第\s?(\d{1,7})\s?(?:轮|个?\s?epoch)"
)
_MAX_BEFORE = 200  # characters before a name that may say what it measures
_COUNT = re.compile(r"(?<![\w\-'@.])\d[\d.]*")
_NO_WORD = re.compile(r"[^A-Za-z0-9_\-'²/ \t]|[ \t]{3,}")
_DATA_WORD = re.compile(
    rf"(?<![A-Za-z0-9_])({'|'.join(sorted(QUALIFIERS))})(?![A-Za-z0-9_])|({CHINESE_DATA})", re.IGNORECASE
)
_NOT_A_LOSS = word_set(
    """
    the a an its our my this that with and or of in at on for got
    epoch step batch iter iteration current new lowest
    """
)
_CHINESE_NOT_MEASURED = ("目标", "阈值", "基线", "要求", "之前", "上次", "初始", "期望", "最低", "最高")
_BOUNDED = word_set("acc accuracy precision recall f1 auc loss")  # whole numbers are counts, bits, code
_HEARSAY = re.compile(
    r"\b(?:report(?:s|ed)?|paper|literature|sota|aim(?:s|ing)?|goal|want|need|should|must)\b", re.IGNORECASE
)
_DECIMAL = re.compile(r"[.e]|nan|inf", re.IGNORECASE)
_DECIBEL = word_set("psnr snr")


def read_metrics(text: str) -> Iterator[Reading]:
    """Yield the values in the order in which they were printed.

    Examples
    --------
    >>> [(r.name, r.value, r.unit, r.epoch) for r in read_metrics("Epoch 3/10 loss=0.25 acc=92.8%")]
    [('loss', 0.25, '1', 3), ('acc', 92.8, '%', 3)]
    """
    epoch: int | None = None
    tables = Tables()
    for line in text.split("\n"):
        if len(line) > _MAX_LINE:
            continue
        row = tables.read(line)
        if row is not None:
            yield from row
            continue
        announced = _EPOCH.search(line)
        if announced:
            epoch = int(announced[1] or announced[2])
        yield from _on_line(line, epoch)


def _on_line(line: str, epoch: int | None) -> Iterator[Reading]:
    measured = _MEASURED_ON.search(line)
    if measured and (measured["percent"] or _DECIMAL.search(measured["value"])):
        data = _DATA_WORD.search(measured["data"])
        name = measured["name"].lower()
        if "class" not in measured["data"]:
            yield _reading(f"{data[0].lower()} {name}" if data else name, measured, "1", epoch)
        return
    for match in _PAIR.finditer(line):
        name = _name(match, line)
        if name is not None:
            yield _reading(name, match, "dB" if match["decibel"] else "1", epoch)


def _reading(name: str, match: re.Match[str], unit: str, epoch: int | None) -> Reading:
    return Reading(
        name=name, value=float(match["value"]), unit="%" if match["percent"] else unit, epoch=epoch
    )


def _name(match: re.Match[str], line: str) -> str | None:
    """Return the name of the metric that was matched, or None when it is none."""
    name = match["name"].rstrip("./-")
    decimal = bool(match["percent"] or _DECIMAL.search(match["value"]))
    if not decimal and (match["blank"] or name.lower() in _BOUNDED):
        return None  # "loss 3" may be a count
    if match["decibel"] and name.lower() not in _DECIBEL:
        return None
    before = line[max(0, match.start() - _MAX_BEFORE) : match.start()]
    return _full_name(name, _COUNT.sub("0", before))


@lru_cache(maxsize=1024)  # a log says the same on every line, with other numbers
def _full_name(name: str, before: str) -> str | None:
    """Return a metric's name with what the line says before it; None when it is none."""
    if _HEARSAY.search(before):
        return None
    if not name[:1].isascii():
        return None if before.endswith(_CHINESE_NOT_MEASURED) else _with_data(name, before)
    if not is_metric_name(name) or ("/" in name and is_metric_name(name.rpartition("/")[0])):
        return None
    qualifiers = _words_before(before, name)
    if qualifiers is None:
        return None
    return _with_data(" ".join([*qualifiers, name.lower()]), before)


def _with_data(name: str, before: str) -> str:
    """Say on which data the metric was measured, where the line said it earlier: ``Val: loss=0.4``."""
    if QUALIFIERS & set(words_of(name)) or _DATA_WORD.search(name) or name.startswith("valid"):
        return name
    found = list(_DATA_WORD.finditer(before))
    if not found:
        return name
    data = found[-1][0].lower()
    return f"{data}{name}" if not data.isascii() and not name.isascii() else f"{data} {name}"


def _words_before(before: str, name: str) -> list[str] | None:
    """Return the words before `name` that belong to it; None when one says that it is no measurement."""
    words = _NO_WORD.split(before[-60:])[-1].lower().split()[-3:] if before.endswith((" ", "\t")) else []
    qualifiers: list[str] = []
    for word in reversed(words):
        if not is_qualifier(word) and not (name.lower() == "score" and is_metric_name(word)):
            break  # "AUC score", "F1 score"
        qualifiers.insert(0, word)
    other = words[-len(qualifiers) - 1] if len(words) > len(qualifiers) else ""
    if other in NOT_MEASURED:
        return None
    # "D loss", "content loss": several losses are told apart by that word alone.
    if name.lower() == "loss" and other.isalpha() and other not in _NOT_A_LOSS:
        qualifiers.insert(0, other)
    return qualifiers
