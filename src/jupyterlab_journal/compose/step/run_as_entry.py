"""A run without an entry, in the form of one, so that a step can be compared with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from jupyterlab_journal.compose.changes.parameter_values import MAX_CHARACTERS
from jupyterlab_journal.compose.draft.run_metrics import context_of, read_run, safe_tables
from jupyterlab_journal.compose.draft.stored_parameters import AS_WRITTEN, bounded_parameters
from jupyterlab_journal.compose.metrics.agreement import earlier_object_metrics
from jupyterlab_journal.compose.metrics.earlier_run_metrics import metrics_from_kernel
from jupyterlab_journal.compose.metrics.metric_reading import last_values
from jupyterlab_journal.compose.metrics.object_metrics import read_unprinted
from jupyterlab_journal.entry.kinds import Kind
from jupyterlab_journal.entry.model import Entry, Metric, Source
from jupyterlab_journal.entry.storable import storable
from jupyterlab_journal.reading.code import read_code
from jupyterlab_journal.reading.code_records import CODE, encode_code
from jupyterlab_journal.reading.parser import MAX_CELL_CHARACTERS
from jupyterlab_journal.reading.pieces import Code
from jupyterlab_journal.reading.spelling import same_value
from jupyterlab_journal.reading.variables import read_assignments

if TYPE_CHECKING:
    from jupyterlab_journal.compose.draft.draft import Draft
    from jupyterlab_journal.compose.metrics.metric_reading import Reading
    from jupyterlab_journal.entry.model import Change, Json
    from jupyterlab_journal.entry.run import EarlierRun
    from jupyterlab_journal.redact.gate import Gate


def entry_of_run(run: EarlierRun, draft: Draft, readings: Mapping[str, Reading]) -> Entry:
    """Return what an entry about an earlier run of the draft's cell would hold.

    Its parameters are the present ones without the changes since that run;
    None when these are not completely known. Its metrics are those that are certain.

    Parameters
    ----------
    run : EarlierRun
        The earlier run.
    draft : Draft
        The entry being written, about the present run.
    readings : mapping of str to Reading
        The last values that the cell measured now, by key.
    """
    source = run.code or ""
    too_long = len(source) > MAX_CELL_CHARACTERS
    code = "" if too_long else draft.gate.text(storable(source), "source")
    assignments = read_assignments(code)
    known = draft.parameters is not None and run.later_changes is not None
    parameters = (
        _parameters_before(draft.parameters or {}, run.later_changes or (), draft.gate) if known else None
    )
    extra: dict[str, Json] = {AS_WRITTEN: _as_written(parameters or {}, assignments.written)}
    parsed = Code(whole=False) if too_long else read_code(code)
    if parsed.pieces or not parsed.whole:
        extra[CODE] = encode_code(parsed)
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
    """Return metrics from its outputs, else from its objects, else from its variables and its value."""
    now = draft.parameters or {}
    tables = safe_tables(run.record.measured, draft.gate)
    shown = _shown(run, replace(draft, parameters=was, measured=tables, code=code, notices={}), readings)
    context = context_of(draft)
    held_now = read_unprinted(draft.measured, context, nothing_printed=True)
    held_then = read_unprinted(tables, replace(context, code=code, parameters=now), nothing_printed=True)
    held = earlier_object_metrics(readings, held_now, held_then)
    mentioned = read_assignments(code).mentioned & draft.assignments.mentioned
    from_kernel = metrics_from_kernel(
        readings, was=was, now=now, mentioned=mentioned, value=run.record.value, code=code
    )
    return tuple({metric.name: metric for metric in (*from_kernel, *held, *shown)}.values())


def _shown(run: EarlierRun, then: Draft, readings: Mapping[str, Reading]) -> Iterator[Metric]:
    """Yield metrics from the run's own outputs, where the front end still has them."""
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


def _parameters_before(now: Mapping[str, str], changes: tuple[Change, ...], gate: Gate) -> dict[str, str]:
    """Undo changes of parameters; a changed one whose earlier value is not safe to store is left out."""
    before = {change.name: change.before for change in changes if change.before is not None}
    safe = bounded_parameters(before, gate)
    was = dict(now)
    for change in changes:
        if change.before is None:
            was.pop(change.name, None)
        elif change.name in safe and (change.name in now or change.after is None):
            was[change.name] = safe[change.name]
    return was
