"""Read single lines: one as a whole, and those that differ only in their numbers by where these stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from jupyterlab_journal.compose.metrics.context import HEARSAY, may_have, name_in
from jupyterlab_journal.compose.metrics.data_phrases import is_single_class, read_phrases
from jupyterlab_journal.compose.metrics.pairs import NUMBER, Pair, pairs, to_float
from jupyterlab_journal.reading.names import CHINESE_NAME, is_metric_name
from jupyterlab_journal.reading.vocabulary import COSTS, word_set

_MAX_SHAPES = 4096
_NUMERAL = re.compile(r"\d|nan|inf", re.IGNORECASE)
# Those of names are kept: "f1", "ROUGE-2", "Top 5".
_DIGITS = re.compile(r"(?<![A-Za-z0-9_@^])(?<![A-Za-z]-)(?<![Tt][Oo][Pp]\s)\d+")
_VALUE = re.compile(NUMBER)
# What two numbers prove together is said by their values, and thousands by their lengths.
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
# In a line that tells how boxes are chosen, an overlap is a setting.
_CHOICE = re.compile(r"\b(?:nms|conf|thres\w*)\b", re.IGNORECASE)
_FORMULA = re.compile(r"\$[^$]*[=\\][^$]*\$|\\(?:text|frac|math\w+|left)\b")


class Said(NamedTuple):
    """A metric that a line tells.

    Parameters
    ----------
    at : int
        Where its number begins.
    subject : str
        Of whom it is told: the name of a model.
    moved : bool
        Whether it only says that a best value moved.
    """

    name: str
    value: float
    unit: str
    at: int
    subject: str = ""
    moved: bool = False


class Lines:
    """Takes the lines of an output one by one; remembers what lines of one shape tell."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[_Slot, ...] | None] = {}

    def read(self, line: str) -> list[Said]:
        """Return what a line tells.

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
        said = list(_read(line)) if _names_metric(line) else []
        if len(self._known) < _MAX_SHAPES:
            self._known[shape] = _slots(line, said)
        return said


class _Slot(NamedTuple):
    """What a line told, with the place of its number: so many digits, and a sign before them."""

    said: Said
    run: int
    sign: int


def _slots(line: str, said: list[Said]) -> tuple[_Slot, ...] | None:
    """Return where the numbers of a line stand; None when not only their places matter."""
    if _BY_VALUE.search(line):
        return None
    runs = [match.start() for match in _DIGITS.finditer(line)]
    slots = []
    for each in said:
        run = next((index for index, start in enumerate(runs) if start >= each.at), None)
        if run is None or runs[run] - each.at > 1:
            return None  # "nan" has no digits
        slots.append(_Slot(each, run, runs[run] - each.at))
    return tuple(slots)


def _filled(line: str, slots: tuple[_Slot, ...]) -> list[Said]:
    if not slots:
        return []
    runs = [match.start() for match in _DIGITS.finditer(line)]
    found = []
    for said, run, sign in slots:
        at = runs[run] - sign
        value = _VALUE.match(line, at)
        if value is not None:
            found.append(Said(said.name, to_float(value[0]), said.unit, at, said.subject, said.moved))
    return found


def _names_metric(line: str) -> bool:
    """Whether a metric is named in a line at all: most lines need not be looked at closely."""
    words = (word.rstrip("./-") for word in _WORD.findall(line))
    return any(
        is_metric_name(word) or word.lower() in COSTS or word.lower() in _ENDS_OF_PHRASES for word in words
    ) or (not line.isascii() and _CHINESE.search(line) is not None)


def _read(line: str) -> Iterator[Said]:
    if _CODE.match(line) or (("\\" in line or "$" in line) and _FORMULA.search(line)):
        return
    if ("@" in line and _CONDITION.search(line)) or is_single_class(line):
        return
    phrases = [Said(*found) for found in read_phrases(line)]
    if phrases and HEARSAY.search(line):
        phrases = []
    yield from phrases
    ends = {said.name.split()[-1] for said in phrases}
    subject = ""
    for pair in pairs(line):
        named = _name(pair, line)
        if named is not None and named[0].split()[-1] not in ends:
            subject = named[1] or subject  # "SVM: accuracy 0.9, f1 0.8"
            yield Said(named[0], pair.value, pair.unit, pair.at, subject, pair.moved)


def _name(pair: Pair, line: str) -> tuple[str, str] | None:
    """Return the name of the metric that was found, and of whom it is told; None when it is none."""
    name = pair.name.lower()
    if not (is_metric_name(pair.name) or (pair.by_step and name in COSTS)):
        return None
    if not _is_measured(pair, name) or _is_setting(pair, name, line):
        return None
    return name_in(line, pair)


def _is_measured(pair: Pair, name: str) -> bool:
    """Whether a number has the form that a value of the metric has."""
    if not pair.decimal and (not pair.said or name in _BOUNDED):
        return False  # "loss 3" may be a count
    if not pair.said and name in {"error", "err"}:
        return False
    return pair.unit in {"1", "%"} or may_have(name, pair.unit)


def _is_setting(pair: Pair, name: str, line: str) -> bool:
    """Whether the line uses the name for something else than a metric."""
    if name == "score":
        return _PREDICTION.search(line) is not None  # how sure a model is of one answer
    if name in {"precision", "精度"}:
        return "e-" in line[pair.at : pair.at + 9]  # of numbers
    return name == "iou" and _CHOICE.search(line) is not None
