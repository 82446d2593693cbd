"""Read metrics from what was printed.

A number counts only directly after the name of a metric, alone: a fraction,
a range, a sum or a number with a unit of time or size is not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from jupyterlab_journal.compose.metrics.context import HEARSAY, joined, may_have, name_in
from jupyterlab_journal.compose.metrics.literals import TF_TENSOR, literal_at, read_literal
from jupyterlab_journal.compose.metrics.measured import Reading, last_values
from jupyterlab_journal.compose.metrics.names import CHINESE_NAME, is_metric_name, metric_key
from jupyterlab_journal.compose.metrics.pairs import Pair, pairs
from jupyterlab_journal.compose.metrics.phrases import is_single_class, read_phrases
from jupyterlab_journal.compose.metrics.sections import Sections
from jupyterlab_journal.compose.metrics.tables import Tables
from jupyterlab_journal.compose.metrics.vocabulary import COSTS, word_set

__all__ = ["Reading", "last_values", "read_metrics"]

_MAX_LINE = 4000  # characters; a longer line is data, not a report
_MAX_LITERALS = 100  # mappings parsed in one output

_EPOCH = re.compile(
    r"\b(?:epoch|EPOCH|Epoch)s?\]?\s{0,2}[:=#]?\s{0,2}\[?\s{0,2}(\d{1,7})|第\s?(\d{1,7})\s?(?:轮|个?\s?epoch)"
)
_UNMOVED = re.compile(r"(\S+) did not improve")
_NUMERAL = re.compile(r"\d|nan|inf", re.IGNORECASE)
_CODE = re.compile(
    r"\s*(?:(?:async\s)?def\s+\w+\s*\(|class\s+\w+\s*[(:]|return\s|import\s|from\s+[\w.]+\s+import|@\w|>>>\s|\.\.\.\s"
    r"|(?:if|elif|while|for|with|assert|lambda)\s.*:\s*$|(?:usage|Usage):\s)"
)
_DIGITS = re.compile(r"(?<![A-Za-z0-9_@^])\d+")
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_@./\-²^]*")
_CHINESE = re.compile(CHINESE_NAME)
_ENDS_OF_PHRASES = word_set("coefficient match variance rate")
_PREDICTION = re.compile(r"['\"](?:label|token_str|entity\w*|answer|word|box|sequence|text|id|url)['\"]\s?:")
_CONDITION = re.compile(
    r"@\s?\[\s?[A-Za-z]"
)  # "AP @[ IoU=0.50:0.95 | area=all ]": what follows is no measurement
_BOUNDED = word_set(
    "acc accuracy precision recall f1 auc loss error err"
)  # whole numbers are counts, bits, code


def read_metrics(text: str) -> Iterator[Reading]:
    """Yield the values in the order in which they were printed.

    Examples
    --------
    >>> [(r.name, r.value, r.unit, r.epoch) for r in read_metrics("Epoch 3/10 loss=0.25 acc=92.8%")]
    [('loss', 0.25, '1', 3), ('acc', 92.8, '%', 3)]
    """
    found = _read(text.split("\n"))
    measured_on: dict[str, set[str]] = {}
    told_of: dict[str, set[str]] = {}
    for each in found:
        measured_on.setdefault(each.reading.key, set()).add(each.data)
        told_of.setdefault(each.reading.key, set()).add(each.subject)
    for each in found:
        # Said where one name means two things: the loss of two sets of data, the accuracy of two models.
        data = each.data if len(measured_on[each.reading.key]) > 1 else ""
        subject = each.subject if len(told_of[each.reading.key] - {""}) > 1 else ""
        yield _of(each.reading, data, subject) if data or subject else each.reading


class _Found(NamedTuple):
    """A reading with what is said of it, and whether it only says that a best value moved."""

    reading: Reading
    data: str = ""
    subject: str = ""
    moved: bool = False


def _of(reading: Reading, data: str, subject: str) -> Reading:
    """Return a reading that names what it was measured on, and of whom it tells."""
    name = joined(data, reading.name)
    is_glued = not name.isascii() and not subject.isascii()  # Chinese needs no space
    return replace(reading, name=f"{subject}{'' if is_glued else ' '}{name}" if subject else name)


def _read(lines: list[str]) -> list[_Found]:
    epoch: int | None = None
    tables, sections = Tables(), Sections()
    found: list[_Found] = []
    literals, taken = 0, 0
    for index, line in enumerate(lines):
        if index < taken or len(line) > _MAX_LINE:
            continue
        if "<tf.Tensor" in line:
            line = TF_TENSOR.sub(r"\1", line)  # noqa: PLW2901 (of a scalar, its number)
        sections.read(line)
        row = tables.read(line)
        if row is not None:
            found += [_Found(reading, sections.data, sections.subject) for reading in row]
            continue
        if sections.is_settings:
            continue
        announced = _EPOCH.search(line)
        if announced:
            epoch = int(announced[1] or announced[2])
        literal = literal_at(lines, index) if "{" in line and literals < _MAX_LITERALS else None
        if literal is not None:
            literals += 1
            read = read_literal(literal[0], line[: line.index("{")], epoch)
            if read is not None:
                found += [_Found(reading, sections.data, sections.subject) for reading in read]
                line, taken = literal[1], index + literal[2]  # noqa: PLW2901 (what is left of it)
        if _NUMERAL.search(line) and _names_metric(_DIGITS.sub("0", line)):
            _forget(found, line)
            found += _on_line(line, epoch, sections)
    return found


@lru_cache(maxsize=4096)  # a log says the same on every line, with other numbers
def _names_metric(line: str) -> bool:
    """Whether a metric is named in a line at all: most lines need not be looked at closely."""
    words = (word.rstrip("./-") for word in _WORD.findall(line))
    return any(
        is_metric_name(word) or word.lower() in COSTS or word.lower() in _ENDS_OF_PHRASES for word in words
    ) or (not line.isascii() and _CHINESE.search(line) is not None)


def _forget(found: list[_Found], line: str) -> None:
    """Drop the best value of what "did not improve": the value that was measured last is not said."""
    unmoved = _UNMOVED.search(line) if "did not improve" in line else None
    if unmoved:
        key = metric_key(unmoved[1])
        last = next((each for each in reversed(found) if each.reading.key == key), None)
        if last is not None and last.moved:
            found.remove(last)


def _on_line(line: str, epoch: int | None, above: Sections) -> Iterator[_Found]:
    if _CODE.match(line) or ("@" in line and _CONDITION.search(line)) or is_single_class(line):
        return
    said = list(read_phrases(line))
    if said and HEARSAY.search(line):
        said = []
    for name, value, unit in said:
        reading = Reading(name=name, value=value, unit=unit, epoch=epoch)
        yield _Found(reading, above.data, above.subject)
    ends = {name.split()[-1] for name, _, _ in said}
    subject = above.subject
    for pair in pairs(line):
        named = _name(pair, line)
        if named is not None and named[0].split()[-1] not in ends:
            reading = Reading(name=named[0], value=pair.value, unit=pair.unit, epoch=epoch)
            subject = named[1] or subject  # "SVM: accuracy 0.9, f1 0.8"
            yield _Found(reading, above.data, subject, pair.moved)


def _name(pair: Pair, line: str) -> tuple[str, str] | None:
    """Return the name of the metric that was found, and of whom it is told; None when it is none."""
    name = pair.name.lower()
    if not pair.decimal and (not pair.said or name in _BOUNDED):
        return None  # "loss 3" may be a count
    if pair.unit not in {"1", "%"} and not may_have(name, pair.unit):
        return None
    if name == "score" and _PREDICTION.search(line):
        return None  # how sure a model is of one answer
    if not (is_metric_name(pair.name) or (pair.at and name in COSTS)):
        return None
    return name_in(line, pair)
