"""The line that says what a run was: how long, with what, from which code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from jupyterlab_journal.compose.environment.package_drift import package_drift
from jupyterlab_journal.compose.environment.short_facts import commit, versions
from jupyterlab_journal.facts.snapshot_groups import group, seed, text

if TYPE_CHECKING:
    from jupyterlab_journal.compose.draft.draft import Draft
    from jupyterlab_journal.entry.model import Snapshot
    from jupyterlab_journal.locale import Words

_SEPARATOR = " · "


def run_line(draft: Draft, remarks: Sequence[str] = ()) -> str:
    """Return such as ``Ran 41 s · torch 2.13.0 · seed 42``, then the remarks; empty when nothing is known.

    Parameters
    ----------
    draft : Draft
        Gives the seconds, by the kernel's clock or else by the times in the cell's metadata; and versions,
        seed and commit where its snapshot is known.
    remarks : sequence of str
        Markdown that follows the facts, each a part of its own.
    """
    parts: list[str] = []
    words, cell, snapshot = draft.words, draft.request.cell, draft.snapshot
    seconds = None if cell is None else draft.seconds
    if cell is not None and seconds is None:
        seconds = run_seconds(cell.metadata)
    if seconds is not None:
        parts.append(words.ran.format(duration=duration(seconds, words)))
    if snapshot is not None:
        parts += versions(snapshot)
        number = seed(snapshot)
        parts += [words.seed.format(value=number)] if number else []
        parts.append(_commit(snapshot, words))
    return _SEPARATOR.join(filter(None, [*parts, *remarks]))


def _commit(snapshot: Snapshot, words: Words) -> str:
    """Return the commit, and that the code of the run is not in it where the notebook is no part of it."""
    shown = commit(snapshot, words)
    is_outside = text(group(snapshot, "git"), "notebook") in {"untracked", "ignored"}
    return words.without_notebook.format(commit=shown) if shown and is_outside else shown


def facts_of_run(draft: Draft, remarks: Sequence[str] = ()) -> str:
    """Return the line of a run, and below it the packages that differ, folded.

    Parameters
    ----------
    draft : Draft
        Of an entry about a cell.
    remarks : sequence of str
        What else belongs to the line, as Markdown.
    """
    line = run_line(draft, remarks)
    return "\n\n".join(filter(None, [line, packages_that_differ(draft)]))


def packages_that_differ(draft: Draft) -> str:
    """Return the packages that differ from those of the latest entry, folded; empty when none does."""
    latest = draft.history.last_snapshot
    return package_drift(
        None if latest is None else latest[1],
        draft.history.last_drift,
        draft.snapshot,
        draft.request.locale,
    )


def run_seconds(metadata: Mapping[str, Any]) -> float | None:
    """Return how long the cell ran, when the lab recorded it (its setting "Record timing")."""
    times = metadata.get("execution")
    if not isinstance(times, Mapping):
        return None
    start = _moment(times.get("iopub.execute_input") or times.get("iopub.status.busy"))
    end = _moment(times.get("shell.execute_reply") or times.get("iopub.status.idle"))
    if start is None or end is None or end < start:
        return None
    return (end - start).total_seconds()


def duration(seconds: float, words: Words) -> str:
    """Return a duration for people.

    Examples
    --------
    >>> from jupyterlab_journal.locale import words_in
    >>> [duration(seconds, words_in("en")) for seconds in (0.0421, 41.2, 130, 7384)]
    ['0.042 s', '41 s', '2 min 10 s', '2 h 3 min']
    """
    if seconds < 10:
        return words.seconds.format(seconds=f"{seconds:.2g}" if seconds >= 0.01 else "0.01")
    whole = round(seconds)
    if whole < 60:
        return words.seconds.format(seconds=whole)
    if whole < 3600:
        return words.minutes.format(minutes=whole // 60, seconds=whole % 60)
    return words.hours.format(hours=whole // 3600, minutes=whole % 3600 // 60)


def _moment(value: object) -> datetime | None:
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value.replace("Z", "+00:00"))
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None
