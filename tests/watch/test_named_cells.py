"""Runs whose cells the front end does not tell the kernel: only what is certain gets a cell."""

from __future__ import annotations

import pytest
from builders import cell_record

from jupyterlab_journal.entry.run import EarlierRun, ShownCell, digest
from jupyterlab_journal.watch.cell_log import CellLog
from jupyterlab_journal.watch.cell_records import Ring
from jupyterlab_journal.watch.earlier_runs import with_code
from jupyterlab_journal.watch.named_cells import _MAX_SIGHTINGS, NamedCells

TRAIN, PLOT = digest("train(lr)"), digest("plot()")


def run(count, source=TRAIN, *, cell_id=None, epoch=1):
    return cell_record(count, epoch=epoch, cell_id=cell_id, source=source)


def shown(cell_id, count, source=TRAIN):
    return ShownCell(cell_id=cell_id, source=source, execution_count=count)


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ([shown("a", 2)], "a"),
        ([shown("a", None)], "a"),
        ([shown("a", 2), shown("b", 3), shown("c", 2, PLOT)], "a"),
        ([shown("a", 2), shown("a", None), shown("b", None)], "a"),
        ([shown("a", 2), shown("b", None)], None),
        ([shown("a", 3)], None),
        ([shown("a", 2, PLOT)], None),
        ([shown("a", 2), shown("b", 2)], None),
        ([shown("a", None), shown("b", None)], None),
        ([], None),
    ],
    ids=[
        "shows number and code",
        "runs the code now",
        "beside others",
        "ran it and shows it, another runs the same code",
        "only another was seen to run it",
        "shows another run",
        "shows the number of an earlier process, or was edited",
        "two show it",
        "two could be it",
        "nothing was seen",
    ],
)
def test_a_run_gets_the_only_cell_that_it_can_be_of(cells, found):
    names = NamedCells()
    names.learn(cells)
    assert names.named(run(2)).cell_id == found


def test_what_the_front_end_told_stays():
    names = NamedCells()
    names.learn([shown("a", 2)])
    assert names.named(run(2, cell_id="b")).cell_id == "b"


def test_what_was_seen_last_is_kept():
    names = NamedCells()
    names.learn([shown("old", 1)])
    names.learn(shown("a", count) for count in range(2, _MAX_SIGHTINGS + 2))
    assert names.named(run(1)).cell_id is None
    assert names.named(run(2)).cell_id == "a"


def log_of(*records, look=None):
    log = CellLog(look)
    log.begin_epoch()
    log.take(Ring(series="s", records=records))
    return log


def test_a_log_names_runs_whether_the_cell_or_the_run_is_known_first():
    log = log_of(run(1))
    assert log.unnamed == {1}
    log.learn([shown("a", 1), shown("b", 2, PLOT)])
    log.take(Ring(series="s", records=(run(1), run(2, PLOT))))
    assert [record.cell_id for record in log.records] == ["a", "b"]
    assert log.unnamed == frozenset()


def test_a_new_process_counts_anew():
    log = log_of(run(1))
    log.learn([shown("a", 2)])
    log.begin_epoch()
    log.take(Ring(series="t", records=(run(2, epoch=2),)))
    assert [record.cell_id for record in log.records] == [None, None]
    log.learn([shown("b", 1), shown("b", 2)])
    assert [record.cell_id for record in log.records] == [None, "b"]  # the first is of the process before


async def test_notebooks_are_looked_at_only_where_cells_are_not_told():
    asked = []

    async def look(counts):
        asked.append(counts)
        return [shown("a", 2)]

    log = log_of(run(1, cell_id="a"), look=look)
    await log.look()
    assert asked == []
    log.take(Ring(series="s", records=(run(2),)))
    await log.look()
    assert asked == [{2}]
    assert log.find("a", 2) is log.records[-1]


def test_code_is_taken_by_its_hash_alone():
    runs = tuple(
        EarlierRun(record=run(count, source), later_changes=None) for count, source in ((2, PLOT), (1, TRAIN))
    )
    assert [one.code for one in with_code(runs, ["train(lr)", "other()"])] == [None, "train(lr)"]
