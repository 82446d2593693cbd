"""The one door through which code is parsed."""

from __future__ import annotations

import ast
import time

import pytest

from jupyterlab_journal.facts.code_mentions import mentions_in
from jupyterlab_journal.reading.parser import (
    MAX_CELL_CHARACTERS,
    MAX_DEPTH,
    BeyondBounds,
    parse_cell,
    parse_expression,
    parse_within_bounds,
)


@pytest.mark.parametrize(
    "source",
    [
        "x = 1\n" * MAX_CELL_CHARACTERS,
        "x = " + "-" * MAX_DEPTH + "1",
        "df" + ".dropna()" * MAX_DEPTH,
        "x = " + " + ".join("a" * 2_000),
        "f = " + "lambda: " * 5_000 + "0",
    ],
    ids=["long", "signs", "chain", "sum", "lambdas"],
)
def test_what_is_beyond_the_bounds_is_refused(source):
    with pytest.raises(BeyondBounds):
        parse_within_bounds(source)
    with pytest.raises(BeyondBounds):  # the answer is kept, too
        parse_within_bounds(source)
    assert parse_cell(source) is None


def test_what_is_within_the_bounds_can_be_walked_by_recursion():
    tree, _ = parse_within_bounds("x = " + " + ".join(["'a'"] * (MAX_DEPTH - 4)))
    assert ast.unparse(tree).count("+") == MAX_DEPTH - 5


@pytest.mark.parametrize("text", ["(", "1 +", "\0", "'\ud800'", "-" * 9_000 + "1", "1" * 50_000])
def test_an_expression_that_cannot_be_read_is_an_error_of_two_kinds(text):
    with pytest.raises((SyntaxError, ValueError)):
        parse_expression(text)


def test_magics_leave_the_lines_in_their_places():
    tree, _ = parse_within_bounds("help?\n\n\n%matplotlib inline\nfiles = !ls\n!pip list\nx = 1\nx?")
    assert [statement.lineno for statement in tree.body] == [1, 4, 5, 6, 7, 8]


def test_a_timed_cell_is_python_and_a_shell_cell_is_none():
    assert parse_cell("%%time\nx = 1") is not None
    assert parse_cell("%%bash\nx=1") is None


@pytest.mark.parametrize("source", ["\n" * 30_000 + "!ls", " " * 30_000 + "x !", "a?" + " " * 30_000 + "b ("])
def test_blanks_are_passed_over_once(source):
    started = time.process_time()
    parse_cell(source)
    assert time.process_time() - started < 0.5


def test_of_too_much_code_the_last_cells_are_searched():
    cells = [f"torch.manual_seed({n})\n" + "x = 1\n" * 5_000 for n in range(20)]
    named = mentions_in(cells)
    assert named.unread > 0
    assert [call.seed for call in named.seeds] == [str(n) for n in range(named.unread, 20)]
