"""Read metrics from tables that were printed: one row per epoch, or one row per metric."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from jupyterlab_journal.compose.metrics.measured import Reading
from jupyterlab_journal.compose.metrics.names import is_metric_name, word_set

_EPOCHS = word_set("epoch epochs step steps iter iteration round 轮次 轮数 轮 步数 训练轮次")
_FRAME = re.compile(r"[|│┃]")
_RULE = re.compile(r"^[\s|+\-=_:─━═┄┅┈┉┌┬┐├┼┤└┴┘│┃┏┳┓┡╇┩╞╪╡┢╈]*$")
_GAP = re.compile(r"\t|\s{2,}")
_NUMBER = re.compile(
    r"(?P<value>[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?|nan|NaN|inf|-inf)(?P<percent>\s?[%％])?"
)
_AVERAGES = re.compile(r"\s*(?P<name>macro avg|weighted avg|micro avg|samples avg|avg / total)\s")
_REPORT = ("precision", "recall", "f1-score", "support")
_VALUE = re.compile(r"[=:：]\s?[-+]?\.?\d|\d\.\d")  # in no header
_GROUP = re.compile(r"\|\s{0,4}[A-Za-z]\w{0,30}/\s*\|\s*\|\s*$")
_MAX_COLUMNS = 40


class Tables:
    """Takes the lines of an output one by one and knows whether they are in a table."""

    def __init__(self) -> None:
        self._form: _Form | None = None
        self._group = ""

    def read(self, line: str) -> list[Reading] | None:
        """Return the readings of a line; None when it belongs to no table.

        Parameters
        ----------
        line : str
            The next one.
        """
        if self._form is None and _VALUE.search(line):
            return self._grouped(line)
        if self._form is not None and _RULE.match(line):
            return []
        if _GROUP.match(line):
            self._group = line.strip(" |/") + " "
            return []
        cells = _cells(line)
        begun = _begin(cells)
        if begun is not None:
            self._form = begun
            return []
        found = None if self._form is None else _read_row(self._form, line, cells)
        if found is None:
            self._form = None
        return found

    def _grouped(self, line: str) -> list[Reading] | None:
        """Read ``|   loss   | 0.02  |``, below the name of a group when there was one."""
        if not line.startswith("|"):
            self._group = ""
            return None
        found = _pair_row(_cells(line))
        return found and [replace(reading, name=self._group + reading.name) for reading in found]


@dataclass(frozen=True, kw_only=True)
class _Form:
    """A table that has begun: a report, pairs of name and value, or one row per epoch."""

    report: bool = False
    pairs: bool = False
    columns: tuple[str, ...] = ()


def _begin(cells: Sequence[str]) -> _Form | None:
    """Return what a header begins; None for a line that is none."""
    if tuple(cells) == _REPORT:
        return _Form(report=True)
    if _is_header(cells):
        return _Form(columns=tuple(cell.lower() for cell in cells))
    if len(cells) == 2 and re.fullmatch(r"(?:test|validate|val)\s+metric", cells[0], re.IGNORECASE):
        return _Form(pairs=True)
    return None


def _read_row(form: _Form, line: str, cells: Sequence[str]) -> list[Reading] | None:
    if form.report:
        return _report_row(line, cells)
    return _pair_row(cells) if form.pairs else _epoch_row(form.columns, cells)


def number(text: str) -> tuple[float, str] | None:
    """Return a number with its unit, ``"%"`` or ``"1"``; None when a text is not just that.

    Examples
    --------
    >>> number("95.6%"), number("0.5"), number("00:12")
    ((95.6, '%'), (0.5, '1'), None)
    """
    found = _NUMBER.fullmatch(text.strip())
    if found is None:
        return None
    return float(found["value"]), "%" if found["percent"] else "1"


def _cells(line: str) -> list[str]:
    """Split a line at the frames of a table, else at tabs, else where it has gaps."""
    text = line.strip(" ")
    if len(_FRAME.findall(text)) >= 1 and "%|" not in text:
        return [cell.strip() for cell in _FRAME.split(text.strip("|│┃"))][:_MAX_COLUMNS]
    if "\t" in text:
        return [cell.strip() for cell in text.split("\t")][:_MAX_COLUMNS]
    return _GAP.split(text.strip())[:_MAX_COLUMNS]


def _is_header(cells: Sequence[str]) -> bool:
    """Whether cells name an epoch and metrics, and nothing else is a number."""
    return (
        len(cells) > 1
        and any(cell.lower() in _EPOCHS for cell in cells)
        and any(is_metric_name(cell) for cell in cells)
        and not any(number(cell) for cell in cells)
    )


def _epoch_row(columns: Sequence[str], cells: Sequence[str]) -> list[Reading] | None:
    """Read a row below a header; a frame of data has one more cell, its index."""
    if len(cells) == len(columns) + 1 and cells[0].isdecimal() and columns[0] != "":
        cells = cells[1:]
    if len(cells) != len(columns):
        return None
    values = dict(zip(columns, cells, strict=True))
    announced = next((values[name] for name in columns if name in _EPOCHS), "")
    counted = re.match(r"\d{1,7}", announced)
    if counted is None:
        return None
    found = []
    for name, cell in values.items():
        read = number(cell) if is_metric_name(name) else None
        if read is not None:
            found.append(Reading(name=name, value=read[0], unit=read[1], epoch=int(counted[0])))
    return found


def _pair_row(cells: Sequence[str]) -> list[Reading] | None:
    if len(cells) != 2:
        return None
    read = number(cells[1])
    if read is None:
        return None
    return [Reading(name=cells[0].lower(), value=read[0], unit=read[1])] if is_metric_name(cells[0]) else []


def _report_row(line: str, cells: Sequence[str]) -> list[Reading] | None:
    """Read a row of scikit-learn's report; those of single classes are passed over."""
    if not line.strip():
        return []
    averaged = _AVERAGES.match(line)
    values = [read[0] for read in map(number, line[averaged.end() if averaged else 0 :].split()) if read]
    if averaged and len(values) == len(_REPORT):
        return [
            Reading(name=f"{averaged['name']} {name}", value=value, unit="1")
            for name, value in zip(_REPORT[:-1], values, strict=False)
        ]
    if cells[0] == "accuracy" and len(values) == 2:
        return [Reading(name="accuracy", value=values[0], unit="1")]
    return [] if len(values) >= len(_REPORT) else None
