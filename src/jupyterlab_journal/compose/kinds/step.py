"""A debug step: what was changed, what happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jupyterlab_journal.compose.baseline import compared_with, find_baseline, no_change
from jupyterlab_journal.compose.changes.comparison import find_changes, is_compared_in_full
from jupyterlab_journal.compose.changes.table import changes_table, title_of
from jupyterlab_journal.compose.draft import Content, Draft
from jupyterlab_journal.compose.figures import collect_figures, figure_links
from jupyterlab_journal.compose.metrics.cell import read_cell
from jupyterlab_journal.compose.metrics.comparison import compared, comparison_table
from jupyterlab_journal.compose.metrics.measured import last_values
from jupyterlab_journal.compose.outputs.blocks import last_block
from jupyterlab_journal.compose.run import run_line
from jupyterlab_journal.entry.model import Kind

if TYPE_CHECKING:
    from jupyterlab_journal.entry.model import Metric

_OUTPUT_BYTES = 8 * 1024
_MAX_BLOCKS = 3


def step(draft: Draft) -> Content:
    """Compare with the entries before, and show the end of the output."""
    words = draft.words
    readings = last_values(read_cell(draft, draft.output.text))
    baseline = find_baseline(draft, readings)
    changes = find_changes(draft, baseline)
    in_part = () if is_compared_in_full(draft, baseline, changes) else (words.code_in_part_remark,)
    metrics = compared(readings, baseline.metrics)
    _tell_of_same_state(draft, metrics)
    figures, attachments = collect_figures(draft)
    output = last_block(draft.printed, words, size=draft.room(_OUTPUT_BYTES))
    blocks = [block for _, block in draft.blocks[-_MAX_BLOCKS:]]
    return Content(
        title=title_of(changes or ()),
        values={
            "changes": no_change(baseline, words)
            if changes == () and not in_part
            else changes_table(changes or (), words),
            "metrics": comparison_table(metrics, words),
            "facts": run_line(
                draft.request.cell,
                draft.snapshot,
                words,
                (*compared_with(draft, baseline, metrics), *in_part),
            ),
            "output": "\n\n".join(filter(None, [output, *blocks, figure_links(figures)])),
        },
        changes=changes or (),
        metrics=metrics,
        figures=figures,
        attachments=attachments,
    )


def _tell_of_same_state(draft: Draft, metrics: tuple[Metric, ...]) -> None:
    """Tell when the last step is about this very run: the user may want to go on writing there."""
    last = draft.history.last(Kind.STEP)
    if (
        last is None
        or draft.source is None
        or draft.source.execution_count is None
        or last.source != draft.source
    ):
        return
    then = {metric.name: metric.after for metric in last.metrics}
    if dict(last.parameters or {}) == dict(draft.parameters or {}) and then == {
        metric.name: metric.after for metric in metrics
    }:
        number = draft.history.count(Kind.STEP)
        draft.notice("unchanged_step", draft.words.unchanged_step.format(number=number), last.id)
