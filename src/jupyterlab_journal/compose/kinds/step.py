"""A debug step: what was changed, what happened."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from jupyterlab_journal.compose.changes.values import changed_values
from jupyterlab_journal.compose.draft import Content, Draft
from jupyterlab_journal.compose.figures import collect_figures, figure_links
from jupyterlab_journal.compose.markdown import code, folded, inline, table
from jupyterlab_journal.compose.metrics.comparison import compared, comparison_table
from jupyterlab_journal.compose.metrics.numbers import NOTHING
from jupyterlab_journal.compose.metrics.reading import last_values, read_metrics
from jupyterlab_journal.compose.outputs.blocks import last_block
from jupyterlab_journal.compose.parameters import spellings_in
from jupyterlab_journal.compose.run import run_line
from jupyterlab_journal.compose.words import counted

if TYPE_CHECKING:
    from jupyterlab_journal.compose.words import Words
    from jupyterlab_journal.entry.model import Change

MAX_CHANGES = 40
_ROWS = 10  # more are folded
_VALUE_CHARACTERS = 80
_TITLE_CHARACTERS = 24
_OUTPUT_BYTES = 8 * 1024
_MAX_BLOCKS = 3


def step(draft: Draft) -> Content:
    """Compare with the entries before, and show the end of the output."""
    words = draft.words
    changes = _changes(draft)
    readings = last_values(read_metrics(draft.output.text))
    measured = [(reading.name, reading.value) for reading in readings.values()]
    metrics = compared(readings, draft.history.with_metrics(measured, draft.source))
    figures, attachments = collect_figures(draft)
    output = last_block(draft.printed, words, size=draft.room(_OUTPUT_BYTES))
    blocks = [block for _, block in draft.blocks[-_MAX_BLOCKS:]]
    return Content(
        title=_title(changes or ()),
        values={
            "changes": words.no_change if changes == () else changes_table(changes or (), words),
            "metrics": comparison_table(metrics, words),
            "facts": run_line(draft.request.cell, draft.snapshot, words),
            "output": "\n\n".join(filter(None, [output, *blocks, figure_links(figures)])),
        },
        changes=changes or (),
        metrics=metrics,
        figures=figures,
        attachments=attachments,
    )


def changes_table(changes: Sequence[Change], words: Words) -> str:
    """Return name, before and after; what goes beyond a short table is folded. Empty without changes."""
    rows = [[code(change.name), _value(change.before), _value(change.after)] for change in changes]
    if not rows:
        return ""
    shown = table(words.changed, rows[:_ROWS])
    if len(rows) <= _ROWS:
        return shown
    more = folded(counted(words.more_changes, len(rows) - _ROWS), table(words.changed, rows[_ROWS:]))
    return f"{shown}\n\n{more}"


def _changes(draft: Draft) -> tuple[Change, ...] | None:
    """Return what changed; None when there is nothing to compare with."""
    if draft.parameters is None:
        return None
    earlier = draft.history.with_parameters(draft.parameters, draft.source)
    if earlier is None:
        return None
    changes = changed_values(
        earlier.parameters or {},
        draft.parameters,
        draft.assignments,
        written_before=spellings_in(earlier),
        written_after=draft.spellings,
    )
    return changes[:MAX_CHANGES]


def _title(changes: Sequence[Change]) -> str | None:
    if not changes:
        return None
    first = changes[0]
    if first.before is None:
        return f"{first.name} = {_short(first.after or '', _TITLE_CHARACTERS)}"
    if first.after is None:
        return f"{first.name} → {NOTHING}"
    return (
        f"{first.name} {_short(first.before, _TITLE_CHARACTERS)} → {_short(first.after, _TITLE_CHARACTERS)}"
    )


def _value(value: str | None) -> str:
    return NOTHING if value is None else inline(_short(value, _VALUE_CHARACTERS))


def _short(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
