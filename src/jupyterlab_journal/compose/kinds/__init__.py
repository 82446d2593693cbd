"""What each kind of entry says by itself; its template has the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from jupyterlab_journal.compose.draft import Content, Draft
from jupyterlab_journal.compose.kinds.environment import environment
from jupyterlab_journal.compose.kinds.error import error
from jupyterlab_journal.compose.kinds.result import figure, result
from jupyterlab_journal.compose.kinds.step import step
from jupyterlab_journal.entry.model import Kind


def written(draft: Draft) -> Content:  # noqa: ARG001 (the signature of all kinds)
    """Write nothing: goal, hypothesis, conclusion and note are the user's own words."""
    return Content(values={})


KINDS: Mapping[Kind, Callable[[Draft], Content]] = {
    Kind.GOAL: written,
    Kind.HYPOTHESIS: written,
    Kind.STEP: step,
    Kind.ERROR: error,
    Kind.RESULT: result,
    Kind.FIGURE: figure,
    Kind.ENVIRONMENT: environment,
    Kind.CONCLUSION: written,
    Kind.NOTE: written,
}

ABOUT_A_CELL = frozenset({Kind.STEP, Kind.ERROR, Kind.RESULT, Kind.FIGURE})
"""Kinds that take something from the active cell."""
