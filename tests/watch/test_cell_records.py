"""Records of cells: what is refused, how a run is found, how much is kept."""

from __future__ import annotations

import json
import tracemalloc
from datetime import datetime, timezone

import pytest

from jupyterlab_journal.entry.kernel_facts import KernelDeath
from jupyterlab_journal.entry.model import Change
from jupyterlab_journal.errors import KernelUnavailable
from jupyterlab_journal.watch.cell_log import MAX_RECORDS, CellLog
from jupyterlab_journal.watch.cell_records import read_ring
from jupyterlab_journal.watch.earlier_runs import MAX_RUNS, Earlier, earlier_runs
from jupyterlab_journal.watch.planting_program import CELLS_MIME

GOOD = {
    "number": 1,
    "count": 3,
    "cell": "a",
    "message": "m",
    "source": "0123456789abcdef",
    "started": 1.0,
    "seconds": 2.5,
    "error": {"type": "ValueError", "message": None},
    "changes": [["lr", "0.1", None]],
    "complete": True,
    "generators": {"torch": {"how": "seeded", "seed": "42"}, "python": {"how": "used"}},
    "memory": {"0": 1024},
    "value": "0.92",
}


def ring(*records, series="s", epoch=1):
    answer = {"series": series, "newest": 1, "problem": None, "records": list(records)}
    return read_ring({CELLS_MIME: json.dumps(answer)}, epoch)


def numbered(number, **fields):
    return {**GOOD, "number": number, **fields}


def test_a_record_is_read_as_it_was_noted():
    (record,) = ring(GOOD).records
    assert (record.number, record.execution_count, record.cell_id, record.message_id) == (1, 3, "a", "m")
    assert record.started_at == datetime(1970, 1, 1, 0, 0, 1, tzinfo=timezone.utc)
    assert (record.seconds, record.error.type, record.error.message) == (2.5, "ValueError", None)
    assert [(change.name, change.before, change.after) for change in record.changes] == [("lr", "0.1", None)]
    assert (record.memory, record.value, record.series) == ({"0": 1024}, "0.92", "s")
    assert {name: (use.how, use.seed) for name, use in record.generators.items()} == {
        "torch": ("seeded", "42"),
        "python": ("used", None),
    }


@pytest.mark.parametrize(
    "fields",
    [
        {"number": -1},
        {"number": True},
        {"number": 2**60},
        {"count": "3"},
        {"cell": 5},
        {"cell": "x" * 5000},
        {"seconds": None},
        {"seconds": float("nan")},
        {"seconds": float("inf")},
        {"started": 1e300},
        {"error": "ValueError"},
        {"error": {"type": None, "message": None}},
        {"changes": [["lr", 1, 2]]},
        {"changes": [["lr", "1"]]},
        {"changes": [["lr", "1", "2"]] * 200},
        {"generators": {"torch": {"how": "guessed"}}},
        {"generators": ["torch"]},
        {"memory": {"0": -1}},
        {"value": 0.92},
    ],
    ids=str,
)
def test_a_record_of_the_wrong_shape_is_refused(fields):
    with pytest.raises(KernelUnavailable, match="recorder"):
        ring({**GOOD, **fields})


@pytest.mark.parametrize("text", ["", "[]", "null", "{", '{"records": 3}', "[" * 100_000, '{"problem": "x"}'])
def test_an_answer_that_is_not_ours_is_refused(text):
    with pytest.raises(KernelUnavailable, match="recorder"):
        read_ring({CELLS_MIME: text}, 1)


def test_a_ring_that_is_pulled_again_adds_only_what_is_new():
    log = CellLog()
    log.begin_epoch()
    log.take(ring(numbered(1), numbered(2)))
    log.take(ring(numbered(2), numbered(3)))
    log.take(ring(numbered(1), series="of another plant"))
    assert [record.number for record in log.records] == [1, 2, 3, 1]


def test_what_an_earlier_process_says_too_late_is_not_taken_for_the_present_one():
    log = CellLog()
    log.begin_epoch()
    late = ring(numbered(1), epoch=1)
    log.begin_epoch()
    log.take(late)
    assert log.records == ()


def test_a_count_finds_only_the_present_process_and_no_other_cell():
    log = CellLog()
    log.begin_epoch()
    log.take(ring(numbered(1, cell="a", count=1), numbered(2, cell=None, count=2), epoch=1))
    assert log.find(None, 1).cell_id == "a"
    assert log.find("b", 1) is None
    assert log.find("b", 2).number == 2  # run by a front end that does not tell the cell
    log.begin_epoch()
    assert log.find(None, 2) is None
    assert log.find("a", 1).epoch == 1


@pytest.mark.parametrize(
    ("returncode", "signal"),
    [(-9, "SIGKILL"), (-11, "SIGSEGV"), (1, None), (0, None), (None, None), (-64, "signal 64")],
)
def test_a_death_names_its_signal(returncode, signal):
    if returncode == -64:
        signal = death(returncode).signal
        assert signal in {"SIGRTMAX", "signal 64"}
    else:
        assert death(returncode).signal == signal


def death(returncode, epoch=1):
    return KernelDeath(epoch=epoch, noticed_at=datetime.now(timezone.utc), returncode=returncode)


def test_a_process_dies_once():
    log = CellLog()
    log.add_death(death(-9))
    log.add_death(death(None))
    log.add_death(death(1, epoch=2))
    assert [known.returncode for known in log.deaths] == [-9, 1]


def test_a_log_full_of_the_largest_records_stays_under_five_megabytes():
    value = "'" + "x" * 150 + "'"
    changes = [[f"parameter_{number}", value, value] for number in range(9)]  # the kernel stops at 3,000
    log = CellLog()
    log.begin_epoch()
    tracemalloc.start()
    try:
        for number in range(1, MAX_RECORDS + 500):
            log.take(ring(numbered(number, changes=changes, cell=f"cell-{number}")))
        size, _peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(log.records) == MAX_RECORDS
    assert 1_000_000 < size < 5_000_000


def earlier(after, *pending, complete=True):
    return Earlier(
        code={},
        pending=tuple(Change(name=n, before=b, after=a, evidence=("value",)) for n, b, a in pending),
        after=after,
        complete=complete,
    )


def test_what_was_before_is_not_told_past_another_plant():
    """Between two plants cells may have run that nobody noted."""
    log = CellLog()
    log.begin_epoch()
    log.take(ring(numbered(1, changes=[["lr", None, "1"]]), numbered(2, changes=[["lr", "1", "2"]])))
    first, second = earlier_runs(log, "a", None, earlier(("s", 2)))
    assert first.later_changes == ()
    assert [(change.name, change.before, change.after) for change in second.later_changes] == [
        ("lr", "1", "2")
    ]
    log.take(ring(numbered(1, changes=[["lr", "5", "6"]]), series="t"))
    assert [run.later_changes for run in earlier_runs(log, "a", None, earlier(("t", 1)))] == [(), None, None]
    assert [run.later_changes for run in earlier_runs(log, "a", None, earlier(("s", 2)))] == [None] * 3


def test_what_changes_in_a_running_cell_is_taken_back_as_well():
    log = CellLog()
    log.begin_epoch()
    log.take(ring(numbered(1, changes=[]), numbered(2, changes=[["lr", "1", "2"]])))

    def told(*asked, **more):
        runs = earlier_runs(log, "a", None, earlier(*asked, **more))
        return [
            run.later_changes and [(one.name, one.before, one.after) for one in run.later_changes]
            for run in runs
        ]

    running = (("s", 2), ("lr", "2", "3"), ("k", None, "1"))
    assert told(*running) == [
        [("lr", "2", "3"), ("k", None, "1")],
        [("lr", "1", "3"), ("k", None, "1")],
    ]
    assert told(*running, complete=False) == [None, None]
    assert told(("s", 3)) == [None, None]  # a record is on its way
    assert [run.later_changes for run in earlier_runs(log, "a", None, None)] == [None, None]


def test_runs_that_are_told_are_bounded():
    log = CellLog()
    log.begin_epoch()
    log.take(ring(*(numbered(number) for number in range(1, 60))))
    assert [run.record.number for run in earlier_runs(log, "a", None, None)] == list(
        range(59, 59 - MAX_RUNS, -1)
    )
