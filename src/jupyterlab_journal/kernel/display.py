"""A record as an output: for programs, for people in a notebook, for a terminal."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from jupyterlab_journal.entry.logged import METRICS_MIME

if TYPE_CHECKING:
    from jupyterlab_journal.kernel.numbers import Number
    from jupyterlab_journal.kernel.record import Record, Row

_LAST_ROWS = 10
_MAX_COLUMNS = 10


def bundle(record: Record) -> dict[str, Any]:
    """Return the output that shows a record."""
    grid = _Grid(record)
    return {METRICS_MIME: encode_record(record), "text/html": grid.html(), "text/plain": grid.text()}


def encode_record(record: Record) -> dict[str, Any]:
    """Return the JSON form of a record that has rows, as ``metrics.v1.json`` describes it."""
    encoded: dict[str, Any] = {
        "version": 1,
        "id": record.id,
        "started_at": record.started_at.isoformat(timespec="milliseconds") if record.started_at else None,
        "columns": list(record.columns),
        "rows": [[_json(row.values.get(name)) for name in record.columns] for row in record.rows],
        "steps": [row.step for row in record.rows],
        "seconds": [round(row.seconds, 3) for row in record.rows],
        "logged": record.logged,
        "thinned": record.thinned,
    }
    if any(row.epoch is not None for row in record.rows):
        encoded["epochs"] = [row.epoch for row in record.rows]
    if record.left_out:
        encoded["left_out"] = record.left_out
    return encoded


def line(row: Row) -> str:
    """Return a row as a line of a log.

    Examples
    --------
    >>> from jupyterlab_journal.kernel.record import Row
    >>> line(Row(number=0, step=3, epoch=None, seconds=1.25, values={"loss": 0.25, "accuracy": 0.5}))
    'step 3: loss=0.25 accuracy=0.5 (1.2 s)'
    """
    place = f"step {row.step}" if row.epoch is None else f"epoch {row.epoch}, step {row.step}"
    values = " ".join(f"{name}={_shown(value)}" for name, value in row.values.items())
    return f"{place}: {values} ({row.seconds:.1f} s)"


class _Grid:
    """The last rows of a record, as they are shown."""

    def __init__(self, record: Record) -> None:
        rows = record.rows[-_LAST_ROWS:]
        names = record.columns[:_MAX_COLUMNS]
        has_epochs = any(row.epoch is not None for row in rows)
        self.header = ["step", *(["epoch"] if has_epochs else []), *names, "seconds"]
        self.rows = [_cells(row, names, has_epochs=has_epochs) for row in rows]
        self.remarks: list[str] = []
        if record.logged > len(rows):
            self.remarks.append(f"the last {len(rows)} of {record.logged} rows")
        if len(record.columns) > len(names):
            self.remarks.append(f"the first {len(names)} of {len(record.columns)} metrics")
        if record.left_out:
            self.remarks.append(f"{record.left_out} values not recorded: too many names")

    def text(self) -> str:
        """Align the columns for a terminal."""
        lines = [self.header, *self.rows]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        shown = ["  ".join(map(str.rjust, cells, widths)) for cells in lines]
        return "\n".join([*shown, *self.remarks])

    def html(self) -> str:
        """Return a table without styles: the page has its own."""
        parts = ["<table><thead>", _row(self.header, "th"), "</thead><tbody>"]
        parts += [_row(cells, "td") for cells in self.rows]
        parts.append("</tbody></table>")
        parts += [f"<p>{_escape(remark)}</p>" for remark in self.remarks]
        return "".join(parts)


def _cells(row: Row, names: Sequence[str], *, has_epochs: bool) -> list[str]:
    epoch = [] if not has_epochs else ["" if row.epoch is None else str(row.epoch)]
    values = [_shown(row.values[name]) if name in row.values else "" for name in names]
    return [str(row.step), *epoch, *values, f"{row.seconds:.1f}"]


def _row(cells: Sequence[str], tag: str) -> str:
    return "<tr>" + "".join(f"<{tag}>{_escape(cell)}</{tag}>" for cell in cells) + "</tr>"


def _escape(text: str) -> str:
    from html import escape  # noqa: PLC0415 (its import takes longer than that of all of ours)

    return escape(text)


def _shown(value: Number) -> str:
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def _json(value: Number | None) -> Number | str | None:
    """Return a value as JSON has it: what is not finite is a string there."""
    if value is None or math.isfinite(value):
        return value
    if math.isnan(value):
        return "nan"
    return "inf" if value > 0 else "-inf"
