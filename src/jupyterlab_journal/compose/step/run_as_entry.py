"""A run that no entry tells of, in the form of an entry, so that it can be compared with like one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from jupyterlab_journal.compose.changes.parameter_values import MAX_CHARACTERS
from jupyterlab_journal.compose.draft.run_metrics import context_of, read_run, safe_tables
from jupyterlab_journal.compose.draft.stored_parameters import AS_WRITTEN, bounded_parameters
from jupyterlab_journal.compose.metrics.agreement import held_before
from jupyterlab_journal.compose.metrics.earlier_run_metrics import remembered
from jupyterlab_journal.compose.metrics.metric_reading import last_values
from jupyterlab_journal.compose.metrics.object_metrics import read_held
from jupyterlab_journal.entry.model import Entry, Kind, Metric, Source
from jupyterlab_journal.entry.storable import storable
from jupyterlab_journal.reading.code import read_code
from jupyterlab_journal.reading.parser import MAX_CELL_CHARACTERS
from jupyterlab_journal.reading.pieces import CODE, Code, encode_code
from jupyterlab_journal.reading.spelling import same_value
from jupyterlab_journal.reading.variables import read_assignments

if TYPE_CHECKING:
    from jupyterlab_journal.compose.draft.draft import Draft
    from jupyterlab_journal.compose.metrics.metric_reading import Reading
    from jupyterlab_journal.entry.model import Change, Json
    from jupyterlab_journal.entry.run import EarlierRun
    from jupyterlab_journal.redact.gate import Gate


def as_entry(run: EarlierRun, draft: Draft, readings: Mapping[str, Reading]) -> Entry:
    """Return what an entry about a run of the draft's cell would hold.

    Its parameters are those of now, less what was set since; None when that
    is not known to its end. Its metrics are those that are certain.

    Parameters
    ----------
    readings : mapping of str to Reading
        The last values that the cell measured now, by key.
    """
    source = run.code or ""
    too_long = len(source) > MAX_CELL_CHARACTERS
    code = "" if too_long else draft.gate.text(storable(source), "source")
    assignments = read_assignments(code)
    known = draft.parameters is not None and run.since is not None
    parameters = _taken_back(draft.parameters or {}, run.since or (), draft.gate) if known else None
    extra: dict[str, Json] = {AS_WRITTEN: _as_written(parameters or {}, assignments.written)}
    told = Code(whole=False) if too_long else read_code(code)
    if told.pieces or not told.whole:
        extra[CODE] = encode_code(told)
    return Entry(
        id="",
        kind=Kind.RESULT,
        created=run.record.started_at,
        source=Source(
            cell_id=draft.source.cell_id if draft.source else None,
            execution_count=run.record.execution_count,
            sha256="",
        ),
        parameters=parameters,
        metrics=_metrics(run, draft, readings, parameters or {}, code)
        if run.record.error is None and code
        else (),
        extra=extra,
    )


def _metrics(
    run: EarlierRun, draft: Draft, readings: Mapping[str, Reading], was: Mapping[str, str], code: str
) -> tuple[Metric, ...]:
    """Return what it showed, else what its objects held, else what its variables and its value tell."""
    now = draft.parameters or {}
    tables = safe_tables(run.record.measured, draft.gate)
    shown = _shown(run, replace(draft, parameters=was, measured=tables, code=code, notices={}), readings)
    before = read_held(tables, replace(context_of(draft), code=code, parameters=now), silent=True)
    held = held_before(readings, read_held(draft.measured, context_of(draft), silent=True), before)
    mentioned = read_assignments(code).mentioned & draft.assignments.mentioned
    told = remembered(readings, was=was, now=now, mentioned=mentioned, value=run.record.value, code=code)
    return tuple({metric.name: metric for metric in (*told, *held, *shown)}.values())


def _shown(run: EarlierRun, then: Draft, readings: Mapping[str, Reading]) -> Iterator[Metric]:
    """Yield what the run's own outputs say, where the front end still has them."""
    cell = then.request.cell
    if cell is None or not run.outputs:
        return
    shown = replace(cell, source=then.code, outputs=run.outputs)
    draft = replace(then, request=replace(then.request, cell=shown))
    found = last_values(read_run(draft, draft.output.text))
    for key, reading in readings.items():
        if key in found and found[key].unit == reading.unit:
            yield Metric(name=reading.name, before=None, after=found[key].value, unit=reading.unit)


def _as_written(parameters: Mapping[str, str], written: Mapping[str, str]) -> dict[str, Json]:
    return {
        name: text
        for name, text in written.items()
        if "\n" not in text and len(text) <= MAX_CHARACTERS and same_value(text, parameters.get(name))
    }


def _taken_back(now: Mapping[str, str], since: tuple[Change, ...], gate: Gate) -> dict[str, str]:
    """Return the parameters before some were set; one that is in neither state is left out."""
    before = {change.name: change.before for change in since if change.before is not None}
    safe = bounded_parameters(before, gate)
    was = dict(now)
    for change in since:
        if change.before is None:
            was.pop(change.name, None)
        elif change.name in safe and (change.name in now or change.after is None):
            was[change.name] = safe[change.name]
    return was
