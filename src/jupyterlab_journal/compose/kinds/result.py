"""A result, with its numbers and pictures; a figure, with the picture alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jupyterlab_journal.compose.curve.curve_figures import draw_curves
from jupyterlab_journal.compose.draft.content import NOTHING_TO_RECORD, Content, Writer
from jupyterlab_journal.compose.draft.room import Room
from jupyterlab_journal.compose.draft.run_metrics import read_run
from jupyterlab_journal.compose.figures.cell_figures import collect_figures, figure_links
from jupyterlab_journal.compose.metrics.before_after import compare_metrics
from jupyterlab_journal.compose.metrics.metric_reading import last_values
from jupyterlab_journal.compose.outputs.blocks import all_blocks
from jupyterlab_journal.compose.outputs.parts import Form
from jupyterlab_journal.compose.outputs.svg import SVG_TYPE
from jupyterlab_journal.compose.run_line import facts_of_run
from jupyterlab_journal.compose.tables.metric_table import result_table

if TYPE_CHECKING:
    from jupyterlab_journal.compose.draft.draft import Draft

_OUTPUT_BYTES = 20 * 1024


def result(draft: Draft) -> Writer:
    """Show what the cell measured, drew and printed; what it did not draw is drawn from the numbers."""
    words = draft.words
    readings = list(read_run(draft, draft.whole_output.text))
    figures, attachments = collect_figures(draft)
    curves = [] if figures else draw_curves(draft, readings)
    shown = [figure_links(figures)] if figures else []
    for curve in curves:
        draft.notice("image_svg", words.image_svg)
        attachments[curve.figure.attachment] = {SVG_TYPE: curve.data}
        shown += [figure_links((curve.figure,)), curve.caption]
    if draft.request.cell is not None and not (draft.parts or readings):
        draft.notice(NOTHING_TO_RECORD, words.no_result)
    values = {
        "metrics": result_table(readings, words),
        "figures": "\n\n".join(shown),
        "facts": facts_of_run(draft),
    }
    metrics = compare_metrics(last_values(iter(readings)), ())

    def write(room: Room) -> Content:
        output = all_blocks(draft.texts, words, size=room.bytes(_OUTPUT_BYTES))
        blocks = filter(None, [*draft.blocks(room), output])
        return Content(
            values={**values, "output": "\n\n".join(blocks)},
            metrics=metrics,
            figures=(*figures, *(curve.figure for curve in curves)),
            attachments=attachments,
        )

    return write


def figure(draft: Draft) -> Writer:
    """Show the pictures of the cell, and name the figures that have none."""
    figures, attachments = collect_figures(draft)
    if not figures and not draft.blocks(Room(), Form.INTERACTIVE) and draft.request.cell is not None:
        draft.notice(NOTHING_TO_RECORD, draft.words.no_figure)

    def write(room: Room) -> Content:
        named = draft.blocks(room, Form.INTERACTIVE)
        return Content(
            values={"figures": "\n\n".join(filter(None, [figure_links(figures), *named]))},
            figures=figures,
            attachments=attachments,
        )

    return write
