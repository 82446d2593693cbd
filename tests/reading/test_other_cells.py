"""What the code of other cells adds to a comparison."""

from __future__ import annotations

import pytest

from jupyterlab_journal.reading.other_cells import OtherCells
from jupyterlab_journal.reading.variables import read_assignments


def completed(codes, cell="", **values):
    return OtherCells(codes).complete(read_assignments(cell), values)


def test_the_cell_that_bound_a_variable_last_says_what_it_is():
    codes = ["rows = len(data)\nshare = rows / 2", "rows = 5\nlr = 1e-3", "lr = compute()"]
    known = completed(codes, rows="7", share="3.5", lr="0.001")
    assert known.results == {"rows", "share"}
    assert known.written == {"lr": "1e-3"}


def test_what_the_cell_itself_binds_is_not_asked_of_others():
    known = completed(["lr = measure()"], cell="lr = 0.1", lr="0.1")
    assert (known.written, known.results) == ({"lr": "0.1"}, frozenset())


def test_a_value_that_is_no_longer_what_was_written_is_not_confirmed():
    assert completed(["losses = []"], losses="[0.5, 0.4]").written == {}


@pytest.mark.parametrize(
    ("code", "name", "value", "text"),
    [
        ("lr = 1e-3", "lr", "0.001", "1e-3"),
        ("size = 2 * 64", "size", "128", "2 * 64"),
        ("steps = 10_000", "steps", "10000", "10_000"),
        ("config = {'optim': {'lr': 3e-4}}", "config.optim.lr", "0.0003", "3e-4"),
        ("config = dict(lr=3e-4)", "config.lr", "0.0003", "3e-4"),
        ("args = Arguments('out', rate=2e-5)", "args.rate", "2e-05", "2e-5"),
        ("rate = 2e-5\nargs = Arguments(rate=rate)", "args.rate", "2e-05", "2e-5"),
        ("class Settings:\n    lr: float = .5", "settings.lr", "0.5", ".5"),
        ("学习率 = 5e-3", "学习率", "0.005", "5e-3"),
    ],
)
def test_numbers_are_told_as_they_were_written(code, name, value, text):
    others = OtherCells([code, "lr = 0.5e-3\nx = 1e9"])
    assert others.spellings({name: value}) == {name: text}
    assert others.spellings({name: "7"}) == {}


def test_code_that_is_no_python_is_passed_over():
    assert completed(["%%bash\nlr=1e-3", "lr = (1e-3"], lr="0.001").written == {}
