"""Read metrics from what was printed.

A number counts only directly after the name of a metric, alone: a fraction,
a range, a sum or a number with a unit of time or size is not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from jupyterlab_journal.compose.metrics.line_metrics import Lines
from jupyterlab_journal.compose.metrics.literals import TF_TENSOR, Literals, read_literal
from jupyterlab_journal.compose.metrics.metric_context import with_data
from jupyterlab_journal.compose.metrics.metric_reading import Reading
from jupyterlab_journal.compose.metrics.printed_tables import Tables
from jupyterlab_journal.compose.metrics.sections import Sections
from jupyterlab_journal.reading.names import metric_key

_MAX_LINE = 4000  # characters; a longer line is data, not a report
_FIRST_LINES, _LAST_LINES = 2000, 3000  # that are read: a line costs as much as twenty characters
_MAX_LITERALS = 100  # mappings parsed in one output

_EPOCH = re.compile(
    r"\b(?:epoch|EPOCH|Epoch)s?\]?\s{0,2}[:=#]?\s{0,2}\[?\s{0,2}(\d{1,7})|第\s?(\d{1,7})\s?(?:轮|个?\s?epoch)"
)
_UNIMPROVED = re.compile(r"(\S+) did not improve")


def read_metrics(text: str) -> Iterator[Reading]:
    """Yield the metrics in a text, in the order in which they were printed.

    Parameters
    ----------
    text : str
        Outputs of a cell, or lines of a log, without terminal codes.

    Examples
    --------
    >>> [(r.name, r.value, r.unit, r.epoch) for r in read_metrics("Epoch 3/10 loss=0.25 acc=92.8%")]
    [('loss', 0.25, '1', 3), ('acc', 92.8, '%', 3)]
    """
    found = _read(_both_ends(text.split("\n")))
    sets: dict[str, set[str]] = {}
    subjects: dict[str, set[str]] = {}
    for key, data, subject in {(each.reading.key, each.data, each.subject) for each in found}:
        sets.setdefault(key, set()).add(data)
        subjects.setdefault(key, set()).add(subject)
    for reading, data, subject, _ in found:
        # Qualified where one name means two things: the loss on two sets, the accuracy of two models.
        several_data = data and len(sets[reading.key]) > 1
        several = subject and len(subjects[reading.key] - {""}) > 1
        if several_data or several:
            yield _qualified(reading, data if several_data else "", subject if several else "")
        else:
            yield reading


def _both_ends(lines: list[str]) -> list[str]:
    """Return the lines that are read: of too many, those at both ends."""
    if len(lines) <= _FIRST_LINES + _LAST_LINES:
        return lines
    return [*lines[:_FIRST_LINES], "", *lines[-_LAST_LINES:]]


class _Found(NamedTuple):
    """A reading with its data set and model, and whether it only reports a new best value."""

    reading: Reading
    data: str = ""
    subject: str = ""
    improved: bool = False


def _qualified(reading: Reading, data: str, subject: str) -> Reading:
    """Return a reading whose name has the data set and the model."""
    name = with_data(data, reading.name)
    is_glued = not name.isascii() and not subject.isascii()  # Chinese needs no space
    return replace(reading, name=f"{subject}{'' if is_glued else ' '}{name}" if subject else name)


def _read(lines: list[str]) -> list[_Found]:
    epoch: int | None = None
    tables, sections, single = Tables(), Sections(), Lines()
    found: list[_Found] = []
    literals, parsed, taken = Literals(lines), 0, 0
    for index, line in enumerate(lines):
        if index < taken or len(line) > _MAX_LINE:
            continue
        if "<tf.Tensor" in line:
            line = TF_TENSOR.sub(r"\1", line)  # noqa: PLW2901 (of a scalar, its number)
        row = tables.read(line)
        if row is None:
            sections.read(line)
        else:
            found += [_Found(reading, sections.data, sections.subject) for reading in row]
            continue
        if sections.is_settings:
            continue
        announced = _EPOCH.search(line)
        if announced:
            epoch = int(announced[1] or announced[2])
        literal = literals.at(index) if "{" in line and parsed < _MAX_LITERALS else None
        if literal is not None:
            parsed += 1
            read = read_literal(literal, epoch)
            if read is not None:
                found += [_Found(reading, sections.data, sections.subject) for reading in read]
                line = f"{literal.before} {literal.behind}"  # noqa: PLW2901 (what is left of it)
                taken = index + literal.lines
        _drop_unimproved(found, line)
        for metric in single.read(line):
            reading = Reading(name=metric.name, value=metric.value, unit=metric.unit, epoch=epoch)
            found.append(_Found(reading, sections.data, metric.subject or sections.subject, metric.improved))
    return found


def _drop_unimproved(found: list[_Found], line: str) -> None:
    """Drop the best value of a metric that "did not improve": it is not the value measured last."""
    unimproved = _UNIMPROVED.search(line) if "did not improve" in line else None
    if unimproved:
        key = metric_key(unimproved[1])
        last = next((each for each in reversed(found) if each.reading.key == key), None)
        if last is not None and last.improved:
            found.remove(last)
