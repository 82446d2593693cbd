"""Which earlier state a step is compared with: that of an entry, or of a run that no entry tells of.

A journal promises what changed since the entry before. Where none tells of
the cell, its own earlier runs in the kernel say what was edited: against an
entry about another cell, or none at all, everything would be new.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from jupyterlab_journal.compose.changes.elsewhere import edits_elsewhere
from jupyterlab_journal.compose.changes.pieces import CODE, encode_code
from jupyterlab_journal.compose.changes.since import values_since
from jupyterlab_journal.compose.changes.spelling import is_literal
from jupyterlab_journal.compose.history import same_run
from jupyterlab_journal.compose.parameters import AS_WRITTEN, spellings_in
from jupyterlab_journal.compose.unwritten import as_entry
from jupyterlab_journal.entry.model import Entry, Kind
from jupyterlab_journal.entry.template import find_template

if TYPE_CHECKING:
    from jupyterlab_journal.compose.draft import Draft
    from jupyterlab_journal.compose.metrics.measured import Reading
    from jupyterlab_journal.compose.request import EarlierRun
    from jupyterlab_journal.compose.words import Words
    from jupyterlab_journal.entry.model import Json, Metric

_ALIKE = 0.75  # share of common pieces from which on the code of another cell is a changed copy


@dataclass(frozen=True, kw_only=True)
class Baseline:
    """What each witness compares with; None when there is nothing.

    Parameters
    ----------
    values, code, metrics : Entry, optional
        Whose parameters, code and metrics.
    entry : Entry, optional
        The one in the notebook that is meant; its environment counts too,
        that of an earlier run is not known.
    run : int, optional
        Number of the earlier run that stands, in the form of an entry, for
        what the notebook does not tell.
    """

    values: Entry | None = None
    code: Entry | None = None
    metrics: Entry | None = None
    entry: Entry | None = None
    run: int | None = None


def find_baseline(draft: Draft, readings: Mapping[str, Reading]) -> Baseline:
    """Return what the state of a draft is compared with.

    Parameters
    ----------
    readings : mapping of str to Reading
        The last values that the cell measured, by key.
    """
    history, source, has = draft.history, draft.source, draft.parameters
    now = history.about_now(lambda entry: _is_about_now(entry, draft))
    values = None if has is None else history.with_parameters(now)
    code = history.with_code(source, now) if draft.told.pieces or not draft.told.whole else None
    found = Baseline(
        values=values,
        code=code,
        metrics=history.with_metrics(readings, source, now),
        entry=values or code,
    )
    run = None if history.tells_of(source, now) else _choose(draft.runs, found.entry)
    if run is not None:
        return _completed(found, run, draft, readings)
    if found.entry is None and has:
        around = _around(history.last(Kind.ENVIRONMENT), has)
        return replace(found, values=around, entry=around)
    return found


def _is_about_now(entry: Entry, draft: Draft) -> bool:
    """Whether an entry tells of the state that a draft is about: no parameter, no code has changed since."""
    source = draft.source
    if entry.kind is Kind.ERROR or not entry.parameters:
        return same_run(entry, source)
    then = entry.source
    if (
        source is not None
        and then is not None
        and then.cell_id == source.cell_id
        and then.sha256 != source.sha256
    ):
        return False
    return not values_since(draft, entry) and not edits_elsewhere(draft, entry).edits


def _choose(runs: Sequence[EarlierRun], entry: Entry | None) -> EarlierRun | None:
    """Return the run before; beside an entry, the one that was the last when that was written.

    A run that failed counts only where no other does: little follows from it.
    """
    then = [run for run in runs if entry is not None and run.started_at < entry.created]
    known = then or runs
    return next((run for run in known if not run.failed), known[0] if known else None)


def _completed(found: Baseline, run: EarlierRun, draft: Draft, readings: Mapping[str, Reading]) -> Baseline:
    """Let an earlier run say what the entries do not."""
    was = as_entry(run, draft, readings)
    values = was if found.values is None else _with_newer(found.values, was, draft.parameters or {})
    copied = found.code is not None and _is_copy(found.code.extra.get(CODE), encode_code(draft.told))
    complete = replace(
        found,
        values=None if values.parameters is None else values,
        code=_as_of(values, was) if was.extra.get(CODE) and not copied else found.code,
        metrics=found.metrics or (was if was.metrics else None),
    )
    return found if complete == found else replace(complete, run=run.execution_count)


def _with_newer(entry: Entry, was: Entry, has: Mapping[str, str]) -> Entry:
    """Add the parameters that came to be between an entry and a later run: now they are not new."""
    knew = entry.parameters or {}
    if was.parameters is None or was.created < entry.created:
        return entry
    newer = {name: value for name, value in was.parameters.items() if name in has and name not in knew}
    if not newer:
        return entry
    written = {name: text for name, text in spellings_in(was).items() if name in newer}
    return replace(
        entry,
        parameters={**knew, **newer},
        extra={**entry.extra, AS_WRITTEN: {**written, **spellings_in(entry)}},
    )


def _as_of(values: Entry, was: Entry) -> Entry:
    """Return an earlier run with its variables set to what they were at the moment of the parameters.

    The run may be later than the entry that knew these: a change has one value before.
    """
    knew = {**(values.parameters or {}), **spellings_in(values)}
    recorded = was.extra.get(CODE)
    if values is was or not isinstance(recorded, list):
        return was
    code = [_set_to(one, knew) if isinstance(one, dict) else one for one in recorded]
    return replace(was, parameters=values.parameters, extra={**was.extra, CODE: code})


def _set_to(recorded: dict[str, Json], knew: Mapping[str, str]) -> dict[str, Json]:
    """Return a piece of code; a variable that was set to a literal, with the value that is known."""
    name = str(recorded.get("set"))
    if recorded.get("in") or name not in knew or not is_literal(str(recorded.get("to"))):
        return recorded
    return {**recorded, "to": knew[name]}


def _around(entry: Entry | None, has: Mapping[str, str]) -> Entry | None:
    """Return an entry about no run with what it knew of the present parameters; None if nothing differs."""
    knew = (entry.parameters if entry else None) or {}
    was = {name: knew.get(name, value) for name, value in has.items()}
    return replace(entry, parameters=was) if entry is not None and was != dict(has) else None


def _is_copy(one: Json, other: Json) -> bool:
    """Whether the code of two cells has most pieces in common."""
    pieces = [_names(one), _names(other)]
    common = sum((pieces[0] & pieces[1]).values())
    return 2 * common >= _ALIKE * sum(sum(counter.values()) for counter in pieces)


def _names(recorded: Json) -> Counter[tuple[str, ...]]:
    records = [one for one in recorded if isinstance(one, Mapping)] if isinstance(recorded, list) else []
    keys = ("in", "set", "call")
    return Counter(
        tuple(str(one.get(key)) for key in keys) for one in records if "set" in one or "call" in one
    )


def no_change(baseline: Baseline, words: Words) -> str:
    """Return the sentence that no parameter changed since then."""
    if baseline.entry is None:
        return words.no_change_since_run.format(count=baseline.run)
    return words.no_change


def compared_with(draft: Draft, baseline: Baseline, metrics: Sequence[Metric]) -> tuple[str, ...]:
    """Return what a reader has to know of the comparison, where it is not with the step before."""
    words, entry = draft.words, baseline.entry
    if baseline.run is not None:
        since = words.since_run if entry is None else words.since_entry_and_run
        return (since.format(count=baseline.run),)
    remarks = []
    if entry is not None and entry.kind is not Kind.STEP:
        title = find_template(entry.kind, draft.request.locale).title
        remarks.append(words.since_entry.format(kind=title))
    elif entry is not None and entry is not draft.history.last(Kind.STEP):
        remarks.append(words.since_earlier_step)
    if any(metric.before is not None for metric in metrics) and baseline.metrics is not baseline.entry:
        remarks.append(words.metrics_since_earlier)
    return tuple(remarks)
