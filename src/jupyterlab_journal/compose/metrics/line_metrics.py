"""Read metrics from single lines.

Lines that differ only in their numbers are parsed once: of the others, only the numbers are read,
where they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from jupyterlab_journal.compose.metrics.data_phrases import is_single_class, read_phrases
from jupyterlab_journal.compose.metrics.metric_context import NOT_MEASURED_HERE, accepts_unit, metric_in
from jupyterlab_journal.compose.metrics.named_numbers import NUMBER, NamedNumber, named_numbers, to_float
from jupyterlab_journal.reading.names import CHINESE_NAME, is_metric_name
from jupyterlab_journal.reading.vocabulary import COSTS, word_set

_MAX_SHAPES = 4096
_NUMERAL = re.compile(r"\d|nan|inf", re.IGNORECASE)
# Those of names are kept: "f1", "ROUGE-2", "Top 5".
_DIGITS = re.compile(r"(?<![A-Za-z0-9_@^])(?<![A-Za-z]-)(?<![Tt][Oo][Pp]\s)\d+")
_VALUE = re.compile(NUMBER)
# Values decide whether two numbers are a share, and lengths whether a comma separates thousands.
_BY_VALUE = re.compile(r"\d\s?/\s?\d+(?!\d)\s{0,3}[=,:]?\s{0,3}[(\[]?\s?\d|\d,\d")
_CODE = re.compile(
    r"\s*(?:(?:async\s)?def\s+\w+\s*\(|class\s+\w+\s*[(:]|return\s|import\s|from\s+[\w.]+\s+import|@\w|>>>\s.*\(|\.\.\.\s"
    r"|(?:if|elif|while|for|with|assert|lambda)\s.*:\s*$|(?:usage|Usage):\s)"
)
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_@./\-²^]*")
_CHINESE = re.compile(CHINESE_NAME)
_ENDS_OF_PHRASES = word_set("coefficient match variance rate determination squared")
_PREDICTION = re.compile(r"['\"](?:label|token_str|entity\w*|answer|word|box|sequence|text|id|url)['\"]\s?:")
# "AP @[ IoU=0.50:0.95 | area=all ]": what follows is no measurement
_CONDITION = re.compile(r"@\s?\[\s?[A-Za-z]")
# Whole numbers of these are counts, bits, codes.
_BOUNDED = word_set("acc accuracy precision recall f1 auc loss error err score 得分 分数")
# In a line about the choice of boxes, an overlap is a setting.
_CHOICE = re.compile(r"\b(?:nms|conf|thres\w*)\b", re.IGNORECASE)
_FORMULA = re.compile(r"\$[^$]*[=\\][^$]*\$|\\(?:text|frac|math\w+|left)\b")


class LineMetric(NamedTuple):
    """A metric in a line.

    Parameters
    ----------
    at : int
        Where its number begins.
    subject : str
        The model or method that it belongs to; empty when the line names none.
    improved : bool
        Whether the line only reports a new best value.
    """

    name: str
    value: float
    unit: str
    at: int
    subject: str = ""
    improved: bool = False


class Lines:
    """Takes the lines of an output one by one; caches where lines of one shape have their metrics."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[_Slot, ...] | None] = {}

    def read(self, line: str) -> list[LineMetric]:
        """Return the metrics in a line.

        Parameters
        ----------
        line : str
            The next one.
        """
        if not _NUMERAL.search(line):
            return []
        shape = _DIGITS.sub("0", line)
        if shape in self._known:
            slots = self._known[shape]
            return _filled(line, slots) if slots is not None else list(_read(line))
        found = list(_read(line)) if _names_metric(line) else []
        if len(self._known) < _MAX_SHAPES:
            self._known[shape] = _slots(line, found)
        return found


class _Slot(NamedTuple):
    """A metric with the place of its number: the run of digits, and characters of a sign before it."""

    metric: LineMetric
    run: int
    sign: int


def _slots(line: str, metrics: list[LineMetric]) -> tuple[_Slot, ...] | None:
    """Return where the numbers of a line stand; None if values, not just positions, decide the reading."""
    if _BY_VALUE.search(line):
        return None
    runs = [match.start() for match in _DIGITS.finditer(line)]
    slots = []
    for each in metrics:
        run = next((index for index, start in enumerate(runs) if start >= each.at), None)
        if run is None or runs[run] - each.at > 1:
            return None  # "nan" has no digits
        slots.append(_Slot(each, run, runs[run] - each.at))
    return tuple(slots)


def _filled(line: str, slots: tuple[_Slot, ...]) -> list[LineMetric]:
    if not slots:
        return []
    runs = [match.start() for match in _DIGITS.finditer(line)]
    found = []
    for metric, run, sign in slots:
        at = runs[run] - sign
        value = _VALUE.match(line, at)
        if value is not None:
            found.append(metric._replace(value=to_float(value[0]), at=at))
    return found


def _names_metric(line: str) -> bool:
    """Whether a line names any metric: most lines need no closer look."""
    words = (word.rstrip("./-") for word in _WORD.findall(line))
    return any(
        is_metric_name(word) or word.lower() in COSTS or word.lower() in _ENDS_OF_PHRASES for word in words
    ) or (not line.isascii() and _CHINESE.search(line) is not None)


def _read(line: str) -> Iterator[LineMetric]:
    if _CODE.match(line) or (("\\" in line or "$" in line) and _FORMULA.search(line)):
        return
    if ("@" in line and _CONDITION.search(line)) or is_single_class(line):
        return
    phrases = [LineMetric(*found) for found in read_phrases(line)]
    if phrases and NOT_MEASURED_HERE.search(line):
        phrases = []
    yield from phrases
    ends = {metric.name.split()[-1] for metric in phrases}
    subject = ""
    for number in named_numbers(line):
        named = _name(number, line)
        if named is not None and named[0].split()[-1] not in ends:
            subject = named[1] or subject  # "SVM: accuracy 0.9, f1 0.8"
            yield LineMetric(named[0], number.value, number.unit, number.at, subject, number.improved)


def _name(number: NamedNumber, line: str) -> tuple[str, str] | None:
    """Return name and subject of the metric; None when the number is no metric."""
    name = number.name.lower()
    if not (is_metric_name(number.name) or (number.by_step and name in COSTS)):
        return None
    if not _is_measured(number, name) or _is_setting(number, name, line):
        return None
    return metric_in(line, number)


def _is_measured(number: NamedNumber, name: str) -> bool:
    """Whether a number has the form that a value of the metric has."""
    if not number.decimal and (not number.linked or name in _BOUNDED):
        return False  # "loss 3" may be a count
    if not number.linked and name in {"error", "err"}:
        return False
    return number.unit in {"1", "%"} or accepts_unit(name, number.unit)


def _is_setting(number: NamedNumber, name: str, line: str) -> bool:
    """Whether the line uses the name for something other than a metric."""
    if name == "score":
        return _PREDICTION.search(line) is not None  # how sure a model is of one answer
    if name in {"precision", "精度"}:
        return "e-" in line[number.at : number.at + 9]  # of numbers
    return name == "iou" and _CHOICE.search(line) is not None
