"""Twice as much costs at most two and a half times as much; nothing fails by its size."""

from __future__ import annotations

import time

import pytest

from jupyterlab_journal.facts.code_mentions import mentions_in
from jupyterlab_journal.reading.parser import MAX_CELL_CHARACTERS

from .growing import ENTRIES, OUTPUTS, SOURCES

MOST = 2.5
SLACK_S = 0.003  # of processor time, which a busy machine stretches
SLACK_OF_DEPTH_S = 0.010  # what is nested is read to 200 levels at most
TRIES = 6
LONG_S = 2.0  # for 100,000 lines; the budgets themselves are measured in benchmarks/
STATEMENTS_IN_STATEMENTS = {"functions in functions", "loops in loops", "with in with"}


def processor_time(work, size):
    made = work(size)
    started = time.process_time()
    made()
    return time.process_time() - started


def check_growth(work, size, slack=SLACK_S):
    """Compare two sizes; what disturbed one measurement is gone in another."""
    one = two = float("inf")
    for _ in range(TRIES):
        one = min(one, processor_time(work, size))
        two = min(two, processor_time(work, 2 * size))
        if two <= MOST * one + slack:
            return
    raise AssertionError(f"{size}: {one * 1000:.1f} ms, {2 * size}: {two * 1000:.1f} ms")


def edited(source):
    return source.replace("1", "2").replace("a", "b", 1)


def long_enough(make, limit):
    """Return the size from which on twice as much is just within a limit."""
    size = 4
    while len(make(4 * size)) <= limit and size < limit:
        size *= 2
    return size


@pytest.fixture
def step_over(compose):
    """Return work that composes a step about a cell which was edited since the last one."""

    def work(make):
        def of_size(size):
            source = make(size)
            before = compose(source=source).cell["metadata"]["journal"]

            def run():
                mentions_in([edited(source)])
                return compose(source=edited(source), before=[before], execution_count=4)

            return run

        return of_size

    return work


@pytest.mark.parametrize("name", sorted(SOURCES.keys() - STATEMENTS_IN_STATEMENTS))
def test_a_longer_cell_costs_in_proportion(name, step_over):
    check_growth(step_over(SOURCES[name]), long_enough(SOURCES[name], MAX_CELL_CHARACTERS // 2))


@pytest.mark.parametrize("name", SOURCES)
def test_a_deeper_cell_costs_in_proportion(name, step_over):
    """Within the depth that is read: statements nest less, for each level is a character wider."""
    check_growth(step_over(SOURCES[name]), 20 if name in STATEMENTS_IN_STATEMENTS else 45, SLACK_OF_DEPTH_S)


@pytest.mark.parametrize("name", OUTPUTS)
def test_a_longer_output_costs_in_proportion(name, compose):
    def work(size):
        outputs = OUTPUTS[name](size)
        return lambda: compose("result", source="train()", outputs=outputs)

    check_growth(work, 400)


@pytest.mark.parametrize("name", ENTRIES)
def test_more_or_larger_entries_cost_in_proportion(name, compose):
    first = compose(source="lr = 1\nm = Net(a=1)", printed="loss: 0.5").cell["metadata"]["journal"]

    def work(size):
        before = ENTRIES[name](first, size)
        return lambda: compose(source="lr = 2\nm = Net(a=2)", printed="loss: 0.4", before=before)

    check_growth(work, 500)


@pytest.mark.parametrize("field", ["parameters", "as_written", "facts"])
def test_an_entry_larger_than_any_of_ours_is_passed_over(field, compose):
    """With what the kernel holds beside it: each foreign parameter would be compared."""
    first = compose(source="lr = 1", parameters={"lr": "1"}).cell["metadata"]["journal"]
    foreign = {**first, field: {f"p{n}": "{'a': 1}" for n in range(200_000)}}
    started = time.process_time()
    composed = compose(source="lr = 2", parameters={"lr": "2"}, before=[foreign], execution_count=4)
    assert time.process_time() - started <= 1.0
    assert "unreadable_entries" in {notice.code for notice in composed.warnings}


@pytest.mark.parametrize("size", [333, 20_000])
@pytest.mark.parametrize("name", sorted(SOURCES.keys() - STATEMENTS_IN_STATEMENTS))
def test_no_cell_is_too_much(name, size, step_over, valid):
    source = SOURCES[name]
    run = step_over(source)(size)
    started = time.process_time()
    valid(run())
    assert time.process_time() - started <= LONG_S


@pytest.mark.parametrize(
    "source",
    [
        "x = [0x" + "f" * 9_000 + ",\n1]",
        "x = f\"\"\"{'''\n'''}\"\"\" + [" + "1,\n" * 300 + "][0]",
        "x = " + "1 + " * 150 + "1",
        "df" + ".dropna()" * 90,
        "df" + ".dropna()" * 167,
        "x = " + " + ".join(["'a'"] * 329),
        "f = lambda " + ", ".join(f"a{n}=1" for n in range(300)) + ": 0\n",
        "x = '\ud800'",
        "\0",
        "%%time\n" + "-" * 5_000 + "1",
        "if x:\n  pass\n" + "elif x:\n  pass\n" * 900,
    ],
    ids=range(11),
)
def test_what_python_itself_can_hardly_write_is_no_error(source, step_over, valid):
    valid(step_over(lambda _: source)(1)())
