"""Which variables are parameters, and what is said of them."""

from __future__ import annotations

import pytest

from jupyterlab_journal.compose.changes.parameter_values import changed_values
from jupyterlab_journal.reading.spelling import same_value
from jupyterlab_journal.reading.variables import read_assignments

TRAINING = """\
%matplotlib inline
!pip list
import torch
lr: float = 1e-3
batch_size, hidden = 1_000, 64
optimizer_name = "adam"
correct = total = 0
best = 0.0
start = time.time()
steps = len(data) // batch_size
width = 2 * hidden
with open(path) as log_file:
    for epoch in range(10):
        for i, (x, y) in enumerate(loader):
            loss = criterion(model(x), y)
            correct += 1
            total = total + len(y)
        accuracy = correct / total
        if accuracy > best:
            best = accuracy
def inner():
    local = 5
"""


def changes(before, after, source=""):
    found = changed_values(before, after, read_assignments(source), written_before={}, written_after={})
    return {change.name: (change.before, change.after) for change in found}


def test_a_training_cell_tells_parameters_from_counters_and_results():
    found = read_assignments(TRAINING)
    assert found.written == {
        "lr": "1e-3",
        "batch_size": "1_000",
        "hidden": "64",
        "optimizer_name": '"adam"',
    }
    assert found.results == {
        *("start", "steps", "log_file", "epoch", "i", "x", "y", "loss", "correct", "total"),
        *("accuracy", "best"),
    }


@pytest.mark.parametrize("source", ["def f(:", "%%bash\nlr=3", "x <- 5 %>% y", "\0", "(" * 5000])
def test_a_cell_that_is_not_python_says_nothing(source):
    assert read_assignments(source).written == {}


def test_what_the_cell_computes_is_not_a_change():
    before = {"lr": "0.01", "epoch": "9", "correct": "90", "best": "0.9", "loss": "0.5", "n_layers": "2"}
    after = {"lr": "0.001", "epoch": "19", "correct": "95", "best": "0.95", "loss": "0.4", "n_layers": "3"}
    assert changes(before, after, TRAINING) == {"lr": ("0.01", "0.001"), "n_layers": ("2", "3")}


def test_a_metric_or_a_computed_number_from_another_cell_is_not_a_change():
    before = {"val_acc": "0.9", "elapsed": "12.345678901234", "dropout": "0.1"}
    after = {"val_acc": "0.95", "elapsed": "13.918273645566", "dropout": "0.2"}
    assert changes(before, after) == {"dropout": ("0.1", "0.2")}


def test_new_and_gone_parameters_come_after_changed_ones():
    before = {"old": "1", "lr": "0.1"}
    after = {"fresh": "True", "lr": "0.2"}
    assert list(changes(before, after).items()) == [
        ("lr", ("0.1", "0.2")),
        ("fresh", (None, "True")),
        ("old", ("1", None)),
    ]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("1e-3", "0.001", True),
        ('"adam"', "'adam'", True),
        ("1_000", "1000", True),
        ("True", "1", False),
        ("1", "1.0", False),
        ("(1, 2)", "(1, 2.0)", False),
        ("nan", "nan", True),
        ("x", "y", False),
        (None, None, True),
        (None, "0", False),
    ],
)
def test_spellings_of_one_value_are_one_value(one, other, same):
    assert same_value(one, other) is same


def test_a_cell_edited_after_it_ran_does_not_lend_its_spelling():
    found = changed_values(
        {"lr": "0.1"}, {"lr": "0.01"}, read_assignments("lr = 5e-3"), written_before={}, written_after={}
    )
    assert [(change.after, change.evidence) for change in found] == [("0.01", ("value",))]
