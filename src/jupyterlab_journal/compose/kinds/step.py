"""A debug step: what was changed, what happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jupyterlab_journal.compose.draft.content import Content, Writer
from jupyterlab_journal.compose.draft.run_metrics import read_run
from jupyterlab_journal.compose.figures.cell_figures import collect_figures, figure_links
from jupyterlab_journal.compose.metrics.before_after import compare_metrics
from jupyterlab_journal.compose.metrics.metric_reading import last_values
from jupyterlab_journal.compose.outputs.blocks import last_block
from jupyterlab_journal.compose.run_line import facts_of_run
from jupyterlab_journal.compose.step.baseline import compared_with, find_baseline, no_change
from jupyterlab_journal.compose.step.first_settings import settings_of
from jupyterlab_journal.compose.step.step_changes import find_changes, is_compared_in_full
from jupyterlab_journal.compose.tables.change_table import (
    changes_table,
    settings_table,
    title_of,
    title_of_settings,
)
from jupyterlab_journal.compose.tables.metric_table import comparison_table
from jupyterlab_journal.entry.model import Kind

if TYPE_CHECKING:
    from jupyterlab_journal.compose.draft.draft import Draft
    from jupyterlab_journal.compose.draft.room import Room
    from jupyterlab_journal.entry.model import Change, Metric

_OUTPUT_BYTES = 8 * 1024
_MAX_BLOCKS = 3


def step(draft: Draft) -> Writer:
    """Compare with what came before, and show the end of the output."""
    words = draft.words
    readings = last_values(read_run(draft, draft.output.text))
    baseline = find_baseline(draft, readings)
    changes = find_changes(draft, baseline)
    in_part = () if is_compared_in_full(draft, baseline, changes) else (words.code_in_part_remark,)
    metrics = compare_metrics(readings, baseline.earlier.metrics if baseline.earlier else ())
    with_what = compared_with(draft, baseline) if _is_compared(changes, metrics) else ()
    _notify_of_same_state(draft, metrics)
    figures, attachments = collect_figures(draft)
    settings = settings_of(draft) if changes is None else []
    values = {
        "changes": no_change(draft, baseline)
        if changes == () and not in_part
        else changes_table(changes or (), words) or settings_table(settings, words),
        "metrics": comparison_table(metrics, words),
        "facts": facts_of_run(draft, (*with_what, *in_part)),
    }

    def write(room: Room) -> Content:
        output = last_block(draft.printed, words, size=room.bytes(_OUTPUT_BYTES))
        shown = filter(None, [output, *draft.blocks(room, most=_MAX_BLOCKS), figure_links(figures)])
        return Content(
            title=title_of(changes) if changes else title_of_settings(settings),
            values={**values, "output": "\n\n".join(shown)},
            changes=changes or (),
            metrics=metrics,
            figures=figures,
            attachments=attachments,
        )

    return write


def _is_compared(changes: tuple[Change, ...] | None, metrics: tuple[Metric, ...]) -> bool:
    """Whether anything of the state before was known."""
    return changes is not None or any(metric.before is not None for metric in metrics)


def _notify_of_same_state(draft: Draft, metrics: tuple[Metric, ...]) -> None:
    """Notify when a step about this very run is there: the user may want to go on writing in it."""
    known = draft.history.about_run(draft.source, Kind.STEP)
    if known is None:
        return
    if draft.parameters is not None and dict(known.parameters or {}) != dict(draft.parameters):
        return
    then, now = ({metric.name: metric.after for metric in found} for found in (known.metrics, metrics))
    if then == now:
        number = draft.history.number_of(known)
        draft.notice("unchanged_step", draft.words.unchanged_step.format(number=number), known.id)
