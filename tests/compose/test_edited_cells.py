"""Edits of other cells than the one a step stands below."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from jupyterlab_journal.compose import ActiveCell, EntryRequest, compose_entry
from jupyterlab_journal.entry.kernel_facts import KernelFacts
from jupyterlab_journal.entry.model import Kind
from jupyterlab_journal.entry.run import CellVersion
from jupyterlab_journal.redact import Redactor

from .conftest import NOON

STARTED = NOON - timedelta(hours=1)


@pytest.fixture
def second_step(snapshot):
    """Write two steps below one cell; in between, another cell ran in two versions."""

    def write(before, after, *, started=STARTED, counts=(1, 3), had=None, has=None, redactor=None):
        def step(count, parameters, versions, entries):
            cell = ActiveCell(source="fit(model)", id="fit", execution_count=count)
            return compose_entry(
                EntryRequest(kind=Kind.STEP, cell=cell, entries=tuple(entries)),
                KernelFacts(
                    snapshot=snapshot(host={"started_at": started.isoformat()}),
                    parameters=parameters,
                    versions=versions,
                ),
                redactor or Redactor(),
                clock=lambda: NOON,
            )

        versions = tuple(
            CellVersion(cell_id="model", execution_count=count, code=code)
            for count, code in zip(counts, (before, after), strict=True)
        )
        first = step(2, had or {"x": "1"}, (), []).cell
        composed = step(4, has or {"x": "1"}, versions, [first["metadata"]["journal"]])
        write.warnings = {notice.code for notice in composed.warnings}
        return composed.cell

    return write


def told(cell):
    changes = cell["metadata"]["journal"].get("changes", [])
    return [(change["name"], change["before"], change["after"], change["evidence"]) for change in changes]


def test_an_edit_of_another_cell_is_told(second_step):
    cell = second_step("def fit(model, epochs=3): ...", "def fit(model, epochs=9): ...")
    assert told(cell) == [("epochs", "3", "9", ["source"])]


def test_what_is_too_long_to_be_compared_is_said(second_step):
    long = "\n".join(f"v{n} = {n}" for n in range(1_000))
    assert told(second_step(long + "\nlr = 1", long + "\nlr = 2")) == []
    assert "other_cells_in_part" in second_step.warnings
    second_step("lr = 1", "lr = 2")
    assert "other_cells_in_part" not in second_step.warnings


def test_values_bear_it_out_and_what_follows_from_it_is_not_told(second_step):
    cell = second_step(
        "lr = 1e-2\nmodel = Net(width=4)",
        "lr = 1e-3\nmodel = Net(width=8)",
        had={"lr": "0.01", "model": "Net", "model.parameters": "17"},
        has={"lr": "0.001", "model": "Net", "model.parameters": "33"},
    )
    assert told(cell) == [("lr", "1e-2", "1e-3", ["value", "source"]), ("width", "4", "8", ["source"])]


@pytest.mark.parametrize(
    "options",
    [
        {"started": NOON + timedelta(minutes=1)},  # the entry is of another process
        {"counts": (0, 2)},  # edited before the entry was written
        {"counts": (3, 4)},  # it had not run yet then
    ],
)
def test_what_is_not_known_to_lie_between_is_not_told(second_step, options):
    assert told(second_step("width = f(4)", "width = f(8)", **options)) == []


def test_code_that_is_not_known_any_more_is_passed_over(second_step):
    assert told(second_step(None, "f(width=8)")) == []
    assert told(second_step("f(width=4)", None)) == []


def test_a_secret_in_another_cell_does_not_come_out(second_step):
    secret = "river-stone-42-lantern"
    cell = second_step(
        "connect(width=4, key='old')", f"connect(width=8, key='{secret}')", redactor=Redactor((secret,))
    )
    assert ("width", "4", "8", ["source"]) in told(cell)
    assert secret not in json.dumps(cell)
