"""What one executed cell logged, in bounded memory."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from jupyterlab_journal.entry.logged import LARGEST_WHOLE, MAX_COLUMNS, MAX_ROWS, MAX_VALUES, MIN_ROWS

if TYPE_CHECKING:
    from jupyterlab_journal.kernel.numbers import Number


class Row(NamedTuple):
    """One call of ``log``.

    Parameters
    ----------
    number : int
        How many calls came before it.
    seconds : float
        Since the first row.
    """

    number: int
    step: int
    epoch: int | None
    seconds: float
    values: Mapping[str, Number]


class _Extremes:
    """The lowest and the highest value of a metric, and in which rows they are."""

    __slots__ = ("high", "high_row", "low", "low_row")

    def __init__(self, value: Number, row: int) -> None:
        self.low = self.high = value
        self.low_row = self.high_row = row

    def note(self, value: Number, row: int) -> None:
        # A comparison with NaN is false: the first number after it takes its place.
        if value < self.low or self.low != self.low:
            self.low, self.low_row = value, row
        if value > self.high or self.high != self.high:
            self.high, self.high_row = value, row


class Record:
    """The rows of one executed cell.

    When there are too many, every second one is left out, and from then on
    only every second new one is kept. The first row, the last, those with the
    lowest and the highest value of a metric, and the last of each epoch (while
    epochs are few) always stay.

    Examples
    --------
    >>> record = Record()
    >>> for step in range(5000):
    ...     row = record.add({"loss": 1 / (step + 1)})
    >>> record.logged, record.thinned, len(record.rows) <= 1000, record.rows[-1].step
    (5000, True, True, 5000)
    """

    def __init__(self) -> None:
        self.id = os.urandom(8).hex()
        self.started_at: datetime | None = None
        self.columns: list[str] = []
        self.rows: list[Row] = []
        self.logged = 0
        self.left_out = 0
        """Values of names beyond the first `MAX_COLUMNS`."""
        self._begun = 0.0
        self._extremes: dict[str, _Extremes] = {}
        self._stride = 1
        self._last_step = 0

    @property
    def thinned(self) -> bool:
        """Whether rows were left out."""
        return self.logged > len(self.rows)

    def add(self, values: Mapping[str, Number], *, step: int | None = None, epoch: int | None = None) -> Row:
        """Add a row; without a step it is the one after the last.

        Parameters
        ----------
        values : mapping of str to number
            By the name of the metric.
        """
        now = time.monotonic()
        if self.started_at is None:
            self.started_at, self._begun = datetime.now().astimezone(), now
        for name in values:
            if name not in self._extremes and len(self.columns) < MAX_COLUMNS:
                self._extremes[name] = _Extremes(values[name], self.logged)
                self.columns.append(name)
        kept = {name: value for name, value in values.items() if name in self._extremes}
        self.left_out += len(values) - len(kept)
        row = Row(
            number=self.logged,
            step=min(self._last_step + 1, LARGEST_WHOLE) if step is None else step,
            epoch=epoch,
            seconds=now - self._begun,
            values=kept,
        )
        for name, value in kept.items():
            self._extremes[name].note(value, row.number)
        self._append(row)
        self._last_step = row.step
        self.logged += 1
        return row

    def _append(self, row: Row) -> None:
        if self._stride > 1 and not self._stays(self.rows[-1], row.epoch):
            self.rows.pop()
        self.rows.append(row)
        limit = self._limit()
        if len(self.rows) <= limit:
            return
        ends = sum(one.epoch != next_.epoch for one, next_ in zip(self.rows, self.rows[1:], strict=False))
        while len(self.rows) > limit:
            self._stride *= 2
            following = [*(one.epoch for one in self.rows[1:]), None]
            if ends > limit // 4:  # too many to keep them all
                following = [one.epoch for one in self.rows]
            self.rows = [
                one
                for one, epoch in zip(self.rows, following, strict=True)
                if one is row or self._stays(one, epoch)
            ]

    def _limit(self) -> int:
        return max(MIN_ROWS, min(MAX_ROWS, MAX_VALUES // max(1, len(self.columns))))

    def _stays(self, row: Row, following_epoch: int | None) -> bool:
        """Whether a row is kept although it is not the last."""
        if row.number % self._stride == 0 or row.epoch != following_epoch:
            return True
        return any(
            row.number in (self._extremes[name].low_row, self._extremes[name].high_row) for name in row.values
        )
