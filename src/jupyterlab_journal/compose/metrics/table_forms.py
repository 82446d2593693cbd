"""The forms of printed tables of metrics, recognised by their headers, and how their rows are read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from jupyterlab_journal.compose.metrics.metric_reading import Reading
from jupyterlab_journal.compose.metrics.table_row import number
from jupyterlab_journal.reading.names import QUALIFIERS, is_metric_name, word_set

_EPOCHS = word_set("epoch epochs ep round 轮次 轮数 轮 训练轮次")
_STEPS = word_set("it iters step steps iter iteration 步数")
_ROUNDS = word_set("fold run seed trial split_id cv 折 折数 fold_id")
_SUBJECTS = word_set(
    """
    model method classifier algorithm estimator regressor architecture network backbone variant experiment
    split set subset dataset phase stage 模型 方法 算法 网络 数据集 分类器
    """
)
_SPLIT_COLUMNS = QUALIFIERS | word_set("训练集 验证集 测试集 训练 验证 测试")
_NAMES = word_set("metric metrics measure name score 指标 指标名 名称 评价指标")
_VALUES = word_set("value values score result val. 值 数值 结果 得分")
_BESIDE = re.compile(
    r"(?:lr|learning.?rate|time|duration|seconds|params|parameters|samples?|support|size|n|count|epochs?|steps?|rank"
    r"|memory|speed|latency|flops|std|.*_std|.*time.*|学习率|用时|耗时|时间|参数量|样本数)(?:\s?\(.*\))?"
)
_REPORT = ("precision", "recall", "f1-score", "support")
_AVERAGES = re.compile(r"\s*(?P<name>macro avg|weighted avg|micro avg|samples avg|avg / total)\s")


class Form(Protocol):
    """A table that has begun."""

    def read(self, line: str, cells: Sequence[str]) -> list[Reading] | None:
        """Return the readings of a row; None when the line is no row."""


def form_of_header(cells: Sequence[str], *, continued: bool = False) -> Form | None:
    """Return the form of a table by its header; None for any other line.

    Parameters
    ----------
    cells : sequence of str
        Of the line.
    continued : bool
        Whether a data frame above was too wide and continues here with other columns.
    """
    if tuple(cells) == _REPORT:
        return _Report()
    names = [cell.lower().rstrip("\\").strip() for cell in cells]
    if names and not names[-1]:
        names.pop()  # the backslash of a data frame that continues below
    if names and not names[0]:
        names.pop(0)  # above an index
    if any(number(name) for name in names):
        return None
    if _are_name_and_value(names):
        return _NameAndValue()
    splits = names[1:] if names and names[0] in _NAMES else names
    if len(splits) > 1 and all(name in _SPLIT_COLUMNS for name in splits):
        return _Splits(tuple(splits))
    if continued and names and _are_results(names):
        return _Indexed(tuple(names))
    return _with_columns(names)


def _with_columns(names: Sequence[str]) -> Form | None:
    """Return the form of a table that has a metric in each column."""
    metrics = [name for name in names if is_metric_name(name)]
    if len(names) < 2 or not metrics:
        return None
    if any(name in _EPOCHS | _STEPS for name in names):
        return _Places(tuple(names))
    if names[0] in _SUBJECTS | _ROUNDS and _are_results(names[1:]):
        return _Subjects(tuple(names), by_name=names[0] in _SUBJECTS)
    if len(metrics) > 1 and _are_results(names):
        return _Indexed(tuple(names))
    return None


def _are_name_and_value(names: Sequence[str]) -> bool:
    if len(names) != 2:
        return False
    is_trainer = re.fullmatch(r"(?:test|validate|val|runningstage\.\w+)\s+metric", names[0])
    return bool(is_trainer) or (names[0] in _NAMES and names[1] in _VALUES)


def _are_results(names: Sequence[str]) -> bool:
    """Whether columns hold metrics and what usually stands beside them, and nothing that could be data."""
    return all(is_metric_name(name) or _BESIDE.fullmatch(name) for name in names)


def _metrics(
    columns: Sequence[str],
    cells: Sequence[str],
    *,
    prefix: str = "",
    epoch: int | None = None,
    step: int | None = None,
) -> list[Reading]:
    found = []
    for name, cell in zip(columns, cells, strict=True):
        read = number(cell) if is_metric_name(name) else None
        if read is not None:
            found.append(Reading(name=prefix + name, value=read[0], unit=read[1], epoch=epoch, step=step))
    return found


def _place(columns: Sequence[str], cells: Sequence[str], words: frozenset[str]) -> int | None:
    """Return the number in the column under one of these words."""
    at = next((index for index, name in enumerate(columns) if name in words), None)
    announced = None if at is None else re.match(r"(?:[Ee]poch\s)?(\d{1,7})", cells[at])
    return int(announced[1]) if announced else None


def _is_elided(cells: Sequence[str]) -> bool:
    return all(cell in {"...", "..", "…", "⋮"} for cell in cells)


def _without_index(cells: Sequence[str], width: int) -> Sequence[str]:
    """Return the cells of a row without the index that a frame of data puts before them."""
    return cells[1:] if len(cells) == width + 1 and cells[0].isdecimal() else cells


@dataclass(frozen=True)
class _Report:
    """The report of scikit-learn; rows of single classes are skipped."""

    def read(self, line: str, cells: Sequence[str]) -> list[Reading] | None:
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


@dataclass(frozen=True)
class _NameAndValue:
    """A name and its value in each row."""

    def read(self, line: str, cells: Sequence[str]) -> list[Reading] | None:  # noqa: ARG002 (as all forms)
        return read_pair(cells[1:] if len(cells) == 3 and cells[0].isdecimal() else cells)


@dataclass(frozen=True)
class _Splits:
    """A metric in each row, measured on the data that the columns name."""

    splits: tuple[str, ...]

    def read(self, line: str, cells: Sequence[str]) -> list[Reading] | None:  # noqa: ARG002
        if len(cells) == 1 and cells[0] in _NAMES:
            return []  # the name of an index
        cells = _without_index(cells, len(self.splits) + 1)
        if len(cells) != len(self.splits) + 1:
            return None
        if not is_metric_name(cells[0]):
            return []
        values = map(number, cells[1:])
        return [
            Reading(name=f"{split} {cells[0].lower()}", value=read[0], unit=read[1])
            for split, read in zip(self.splits, values, strict=True)
            if read
        ]


@dataclass(frozen=True)
class _Places:
    """One row per epoch or step; a frame of data has one more cell, its index."""

    columns: tuple[str, ...]

    def read(self, line: str, cells: Sequence[str]) -> list[Reading] | None:  # noqa: ARG002
        if _is_elided(cells):
            return []
        cells = _without_index(cells, len(self.columns))
        if len(cells) != len(self.columns):
            return None
        epoch, step = (_place(self.columns, cells, words) for words in (_EPOCHS, _STEPS))
        if epoch is None and step is None:
            return None
        return _metrics(self.columns, cells, epoch=epoch, step=step)


@dataclass(frozen=True)
class _Subjects:
    """One row per model, split or fold; a frame of data has one more cell, its index."""

    columns: tuple[str, ...]
    by_name: bool

    def read(self, line: str, cells: Sequence[str]) -> list[Reading] | None:  # noqa: ARG002
        if _is_elided(cells):
            return []
        cells = _without_index(cells, len(self.columns))
        if len(cells) != len(self.columns):
            return None
        subject = cells[0].lower()
        is_round = not self.by_name and re.search(r"\d", subject)
        return _metrics(self.columns[1:], cells[1:], prefix="" if is_round else f"{subject} ")


@dataclass(frozen=True)
class _Indexed:
    """A data frame of metrics alone: its index numbers epochs or names models."""

    columns: tuple[str, ...]

    def read(self, line: str, cells: Sequence[str]) -> list[Reading] | None:  # noqa: ARG002
        if _is_elided(cells) or (len(cells) == 1 and cells[0] in _SUBJECTS):
            return []
        if len(cells) != len(self.columns) + 1:
            return None
        label, values = cells[0], cells[1:]
        if label.isdecimal():
            return _metrics(self.columns, values, epoch=int(label))
        return (
            _metrics(self.columns, values, prefix=f"{label.lower()} ")
            if re.match(r"[^\W\d]", label)
            else None
        )


def read_pair(cells: Sequence[str]) -> list[Reading] | None:
    """Return the reading of a name and its value; empty for what is no metric, None for other cells."""
    if len(cells) != 2:
        return None
    read = number(cells[1])
    if read is None:
        return None
    return [Reading(name=cells[0].lower(), value=read[0], unit=read[1])] if is_metric_name(cells[0]) else []
