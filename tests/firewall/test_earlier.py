"""Secrets in what is compared and measured: earlier code and outputs, other cells, names of metrics."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from builders import cell_record
from firewall_carriers import left_of, stream

from jupyterlab_journal.compose import ActiveCell, EntryRequest, compose_entry
from jupyterlab_journal.entry.kernel_facts import KernelFacts
from jupyterlab_journal.entry.kinds import Kind
from jupyterlab_journal.entry.logged import METRICS_MIME
from jupyterlab_journal.entry.model import Change, Snapshot
from jupyterlab_journal.entry.run import CellVersion, EarlierRun, MeasuredTable
from jupyterlab_journal.redact import Redactor

REDACTOR = Redactor()
NOW = datetime(2026, 11, 20, 12, tzinfo=timezone.utc)
BEFORE = NOW - timedelta(hours=1)
CODE = "lr = 0.2\nclient = connect(key)\nfit(lr)\n"


def written(kind, facts, *, outputs=(), entries=()):
    """Return all that an entry would put into a notebook, and what it says."""
    cell = ActiveCell(source=CODE, id="c1", outputs=tuple(outputs), execution_count=3)
    request = EntryRequest(kind=Kind(kind), cell=cell, entries=tuple(entries))
    facts = replace(facts, parameters={"lr": "0.2", "x": "1"})
    composed = compose_entry(request, facts, REDACTOR, clock=lambda: NOW)
    told = [notice.message for notice in composed.warnings]
    return json.dumps([composed.cell, told], ensure_ascii=False).encode(), composed.cell


def earlier(code="lr = 0.1\nfit(lr)\n", **fields):
    changes = fields.pop("later_changes", ())
    later_changes = (Change(name="lr", before="0.1", after="0.2", evidence=("value",)), *changes)
    outputs = fields.pop("outputs", ())
    record = cell_record(2, started_at=BEFORE, **fields)
    run = EarlierRun(record=record, code=code, later_changes=later_changes, outputs=outputs)
    return KernelFacts(runs=(run,))


def table(text, kind):
    return MeasuredTable(
        name=text, kind=kind, epochs=(1, 2), metrics={f"{text} loss": (0.5, 0.25), "loss": (0.5, 0.25)}
    )


def logged(text):
    columns = [text, f"{text} loss", "loss"]
    record = {
        "version": 1,
        "id": "0123456789abcdef",
        "started_at": NOW.isoformat(),
        "columns": columns,
        "rows": [[0.5, 0.5, 0.5]],
        "steps": [1],
        "seconds": [0.0],
        "logged": 1,
        "thinned": False,
    }
    data = {METRICS_MIME: record, "text/plain": text, "text/html": f"<table><tr><td>{text}</td></tr></table>"}
    return [{"output_type": "display_data", "data": data, "metadata": {}}]


def other_cell(text, *, added):
    """Another cell that was edited since an entry: the text came in, or went out."""
    _, first = written("step", KernelFacts())
    entry = first["metadata"]["journal"]
    entry = {**entry, "source": {**entry["source"], "execution_count": 2}}
    codes = ["model = Net(kind='none')\n", f"model = Net(kind={text!r})\n"]
    before, after = codes if added else reversed(codes)
    versions = (
        CellVersion(cell_id="o", execution_count=1, code=before),
        CellVersion(cell_id="o", execution_count=4, code=after),
    )
    host = {"host": {"started_at": (BEFORE - timedelta(hours=1)).isoformat()}}
    snapshot = Snapshot(captured_at=NOW, busy=False, language="python", facts=host)
    facts = KernelFacts(snapshot=snapshot, code=(after, before), versions=versions)
    return written("step", facts, entries=(entry,))[0]


def changed(text):
    name, _, value = text.partition("=")
    is_assignment = name.strip().isidentifier()
    named, held = (name.strip(), value.strip()) if is_assignment else ("line", text)
    gone = [Change(name=named, before=repr(held), after=None, evidence=("value",))]
    return earlier(later_changes=(*gone, Change(name="x", before=repr(text), after="1", evidence=("value",))))


CARRIERS = {
    "code of an earlier run": lambda text: written("step", earlier(f"lr = 0.1\n{text}\nfit(lr)\n"))[0],
    "argument of an earlier run": lambda text: written(
        "step", earlier(f"lr = 0.1\nclient = connect({text!r})\nfit(lr)\n")
    )[0],
    "output of an earlier run": lambda text: written(
        "step", earlier(outputs=tuple(stream(f"{text}\nloss: 0.5\n"))), outputs=stream("loss: 0.25\n")
    )[0],
    "name in an earlier run": lambda text: written(
        "step",
        replace(earlier(measured=(table(text, "keras"),)), measured=(table(text, "keras"),)),
    )[0],
    "value before": lambda text: written("step", changed(text))[0],
    "new code of another cell": lambda text: other_cell(text, added=True),
    "old code of another cell": lambda text: other_cell(text, added=False),
    **{
        f"name of what a {kind} of {source} measured": lambda text, kind=kind, source=source: written(
            kind, KernelFacts(measured=(table(text, source),))
        )[0]
        for kind in ("step", "result")
        for source in ("keras", "table", "lightning")
    },
    **{
        f"name in a log in a {kind}": lambda text, kind=kind: written(
            kind, KernelFacts(), outputs=logged(text)
        )[0]
        for kind in ("step", "result")
    },
    "name in an earlier log": lambda text: written(
        "step", earlier(outputs=tuple(logged(text))), outputs=logged(text)
    )[0],
}


@pytest.mark.parametrize("carrier", CARRIERS)
def test_nothing_is_left_of_a_secret_in_what_is_compared_and_measured(carrier, planted):
    left = [kind for kind, text, secret in planted if left_of(secret, CARRIERS[carrier](text))]
    assert left == []


def test_what_is_no_secret_arrives_by_the_same_ways():
    only_numbers = {"code of an earlier run", "output of an earlier run"}
    arrived = {carrier for carrier, carry in CARRIERS.items() if b"platypus" in carry("platypus")}
    assert arrived == set(CARRIERS) - only_numbers
