"""Read metrics from what was printed.

A number counts only directly after the name of a metric, alone: a fraction,
a range, a number with a thousands separator or with a unit is not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jupyterlab_journal.compose.metrics.names import (
    CHINESE_METRICS,
    NOT_MEASURED,
    QUALIFIERS,
    is_metric_name,
    is_qualifier,
    metric_key,
    word_set,
    words_of,
)

_MAX_LINE = 4000  # characters; a longer line is data, not a report

_CHINESE_DATA = "训练|验证|测试|评估"
_CHINESE_NAME = rf"(?:(?:{_CHINESE_DATA})集?上?的?)?(?:平均|最佳|最终|总)?(?:{'|'.join(CHINESE_METRICS)})"
_PAIR = re.compile(
    rf"""
    (?P<name>(?<![A-Za-z0-9_@./\-])[A-Za-z][A-Za-z0-9_@./\-]{{0,60}}|{_CHINESE_NAME})
    [\"'\]]?
    (?:(?P<sign>\s{{0,8}}[=:：]\s{{0,8}}|\s{{1,3}}(?:is|of)\s{{1,3}}|\s?[为是]\s?)|(?P<blank>\s{{1,8}}))
    [\"']?
    (?P<value>[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?|[-+]?(?:nan|inf|NaN|Inf))
    (?P<percent>\s?[%％])?
    (?![A-Za-z0-9_%％|]|\.[A-Za-z0-9]|,\d|\s?/\s?\d|:\d|-[A-Za-z0-9]|\s*(?:->|→|=>|~|to\s)\s*[-+\d.])
    """,
    re.VERBOSE,
)
_EPOCH = re.compile(
    r"\b(?:epoch|EPOCH|Epoch)s?\s{0,2}[:=#]?\s{0,2}\[?\s{0,2}(\d{1,7})|第\s?(\d{1,7})\s?(?:轮|个?\s?epoch)"
)
_WORDS_BEFORE = re.compile(r"(?:[A-Za-z0-9\-]+[ \t]{1,2}){1,3}$")
_DATA_WORD = re.compile(
    rf"(?<![A-Za-z0-9_])({'|'.join(sorted(QUALIFIERS))})(?![A-Za-z0-9_])|({_CHINESE_DATA})", re.IGNORECASE
)
_NOT_A_LOSS = word_set(
    """
    the a an its our my this that with and or of in at on for got
    epoch step batch iter iteration current new lowest
    """
)
_CHINESE_NOT_MEASURED = ("目标", "阈值", "基线", "要求", "之前", "上次", "初始", "期望", "最低", "最高")


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One printed value.

    Parameters
    ----------
    name : str
        As printed, in lower case.
    value : float
        ``92.8`` for ``92.8%``.
    unit : str
        ``"%"`` or ``"1"``.
    epoch : int, optional
        The epoch that was announced last.
    """

    name: str
    value: float
    unit: str
    epoch: int | None = None

    @property
    def key(self) -> str:
        """What different spellings of the name have in common."""
        return metric_key(self.name)


def read_metrics(text: str) -> Iterator[Reading]:
    """Yield the values in the order in which they were printed.

    Examples
    --------
    >>> [(r.name, r.value, r.unit, r.epoch) for r in read_metrics("Epoch 3/10 loss=0.25 acc=92.8%")]
    [('loss', 0.25, '1', 3), ('acc', 92.8, '%', 3)]
    """
    epoch: int | None = None
    for line in text.split("\n"):
        if len(line) > _MAX_LINE:
            continue
        announced = _EPOCH.search(line)
        if announced:
            epoch = int(announced[1] or announced[2])
        for match in _PAIR.finditer(line):
            name = _name(match, line)
            if name is not None:
                yield Reading(
                    name=name,
                    value=float(match["value"]),
                    unit="%" if match["percent"] else "1",
                    epoch=epoch,
                )


def last_values(readings: Iterator[Reading]) -> dict[str, Reading]:
    """Return the last reading of each metric, in the order in which the metrics appeared."""
    found: dict[str, Reading] = {}
    for reading in readings:
        found[reading.key] = reading
    return found


def _name(match: re.Match[str], line: str) -> str | None:
    """Return the name of the metric that was matched, or None when it is none."""
    name = match["name"].rstrip("./-")
    before = line[: match.start()]
    if (
        match["blank"]
        and not match["percent"]
        and not re.search(r"[.e]|nan|inf", match["value"], re.IGNORECASE)
    ):
        return None  # "loss 3" may be a count
    if name.isascii():
        if not is_metric_name(name) or ("/" in name and is_metric_name(name.rpartition("/")[0])):
            return None
        qualifiers = _words_before(before, name)
        if qualifiers is None:
            return None
        name = " ".join([*qualifiers, name.lower()])
    elif before.endswith(_CHINESE_NOT_MEASURED):
        return None
    return _with_data(name, before)


def _with_data(name: str, before: str) -> str:
    """Say on which data the metric was measured, where the line said it earlier: ``Val: loss=0.4``."""
    if QUALIFIERS & set(words_of(name)) or _DATA_WORD.search(name):
        return name
    found = list(_DATA_WORD.finditer(before))
    if not found:
        return name
    data = found[-1][0].lower()
    return f"{data}{name}" if not data.isascii() and not name.isascii() else f"{data} {name}"


def _words_before(before: str, name: str) -> list[str] | None:
    """Return the words before `name` that belong to it; None when one says that it is no measurement."""
    found = _WORDS_BEFORE.search(before[-60:])
    words = found[0].lower().split() if found else []
    qualifiers: list[str] = []
    for word in reversed(words):
        if not is_qualifier(word):
            break
        qualifiers.insert(0, word)
    other = words[-len(qualifiers) - 1] if len(words) > len(qualifiers) else ""
    if other in NOT_MEASURED:
        return None
    # "D loss", "content loss": several losses are told apart by that word alone.
    if name.lower() == "loss" and other.isalpha() and other not in _NOT_A_LOSS:
        qualifiers.insert(0, other)
    return qualifiers
