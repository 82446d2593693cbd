"""What one kind of entry contributes to the entry."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from jupyterlab_journal.compose.draft.room import Room
    from jupyterlab_journal.entry.model import Change, ErrorFacts, Figure, Metric, RunState

NOTHING_TO_RECORD = "nothing_to_record"
"""Code of the notice that the entry would be empty; the front end asks before it inserts one."""


@dataclass(frozen=True, kw_only=True)
class Content:
    """What one kind of entry contributes: values for its template, facts for its metadata.

    Parameters
    ----------
    values : mapping of str to str
        Markdown by name of a place in the template.
    title : str, optional
        For an entry to which the user gave none; None when the kind has no title of its own.
    state : RunState, optional
        How the output relates to the code and the kernel; None when the code ran here as shown.
    first_line : str
        What a reader has to know before anything else, as Markdown; may be empty.
    error : ErrorFacts, optional
        None when the entry is about no error.
    attachments : mapping of str to mapping
        By name: MIME type to base64 data.
    """

    values: Mapping[str, str]
    title: str | None = None
    state: RunState | None = None
    first_line: str = ""
    changes: tuple[Change, ...] = ()
    metrics: tuple[Metric, ...] = ()
    error: ErrorFacts | None = None
    figures: tuple[Figure, ...] = ()
    attachments: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


Writer: TypeAlias = "Callable[[Room], Content]"
"""Writes what was read of a run, for as much room as there is.

Reading takes long and is done once; an entry that is too long is only written again.
"""
