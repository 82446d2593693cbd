"""The curves of a result as attachments, each with a line that says what is what."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jupyterlab_journal.compose.curve.chart import draw_chart
from jupyterlab_journal.compose.curve.series import Group, groups_of
from jupyterlab_journal.compose.text.markdown_blocks import inline
from jupyterlab_journal.entry.model import Figure
from jupyterlab_journal.locale import named

if TYPE_CHECKING:
    from jupyterlab_journal.compose.draft.draft import Draft
    from jupyterlab_journal.compose.metrics.metric_reading import Reading
    from jupyterlab_journal.locale import Words


@dataclass(frozen=True, kw_only=True)
class Curve:
    """One drawn chart: its figure, its SVG in base64, and the line below it."""

    figure: Figure
    data: str
    caption: str


def draw_curves(draft: Draft, readings: Sequence[Reading]) -> list[Curve]:
    """Draw what the cell measured in three epochs or steps, or more.

    Parameters
    ----------
    draft : Draft
        Gives the id that the attachments are named after, and the language.
    readings : sequence of Reading
        In the order in which they were measured; their names have passed the gate.

    Returns
    -------
    list of Curve
        One chart per group of metrics that belong together, the first few; empty when none was
        measured often enough.
    """
    curves = []
    for number, group in enumerate(groups_of(readings), 1):
        alt = _alt(group, draft.words)
        # The names have passed the gate: in base64 it would not see them.
        picture = draw_chart([(series.name, series.points) for series in group.series], alt)
        curves.append(
            Curve(
                figure=Figure(attachment=f"{draft.entry_id.lower()}-curve-{number}.svg", alt=alt),
                data=base64.b64encode(picture.encode()).decode("ascii"),
                caption=_caption(group, draft.words),
            )
        )
    return curves


def _caption(group: Group, words: Words) -> str:
    title = named(_form(group, words), name=inline(group.name))
    if len(group.series) == 1:
        return title
    keys = [
        words.in_colour.format(name=inline(series.name), colour=colour)
        for series, colour in zip(group.series, words.curve_colours, strict=False)
    ]
    return f"{title}{words.colon}{words.comma.join(keys)}"


def _alt(group: Group, words: Words) -> str:
    """Describe each curve by its ends, for those who do not see it."""
    ends = [
        named(
            words.from_to,
            name=series.name,
            first=f"{series.points[0][1]:.4g}",
            last=f"{series.points[-1][1]:.4g}",
        )
        for series in group.series
    ]
    return f"{named(_form(group, words), name=group.name)}{words.colon}{words.comma.join(ends)}"


def _form(group: Group, words: Words) -> str:
    return words.by_step if group.by_step else words.by_epoch
