"""The runs of a cell before one of them, on real kernels."""

from __future__ import annotations

import asyncio
import json

import pytest

from jupyterlab_journal.capture.code_before_edits import EarlierCode
from jupyterlab_journal.entry.run import digest
from jupyterlab_journal.errors import KernelUnavailable
from jupyterlab_journal.watch.earlier_runs import read_earlier
from jupyterlab_journal.watch.planting_program import EARLIER, EARLIER_MIME
from jupyterlab_journal.watch.watches import Watches


@pytest.fixture
def cell(kernel, watches):
    """Run the cell ``a``, or another; then ask for its earlier runs."""
    return Cell(kernel, watches)


class Cell:
    def __init__(self, kernel, watches):
        self.kernel_id, self.user = kernel
        self.watches = watches
        self.count = 0

    async def run(self, code, cell_id="a"):
        state = await self.user.replies([self.user.queue(code, cell_id)])
        self.count += 1
        return state[0]

    async def until_set(self, name, limit_s=60):
        """Wait until a running cell has set a variable; fail when it does not in time."""
        deadline = asyncio.get_running_loop().time() + limit_s
        while name not in await self.watches.parameters(self.kernel_id):
            assert asyncio.get_running_loop().time() < deadline, f"{name} was never set"
            await asyncio.sleep(0.01)

    async def before(self, code="", count=..., cell_id="a"):
        runs = await self.watches.earlier_runs(
            self.kernel_id,
            cell_id=cell_id,
            execution_count=self.count if count is ... else count,
            code=code,
        )
        return [(run.record.execution_count, run.code, before(run)) for run in runs]


def before(run):
    return None if run.later_changes is None else {change.name: change.before for change in run.later_changes}


async def test_a_run_is_told_with_its_code_and_what_was_set_after_it(cell):
    await cell.run("lr = 0.1; epochs = 3")
    await cell.run("lr = 0.01; epochs = 3")
    await cell.run("seed = 1; del epochs", "b")
    await cell.run("lr = 0.001; epochs = 5")
    assert await cell.before("lr = 0.001; epochs = 5") == [
        (2, "lr = 0.01; epochs = 3", {"lr": "0.01", "epochs": "3", "seed": None}),
        (1, "lr = 0.1; epochs = 3", {"lr": "0.1", "epochs": "3", "seed": None}),
    ]
    assert [run[0] for run in await cell.before(count=2)] == [1]
    assert await cell.before(count=1) == []
    assert await cell.before(count=9) == []
    assert await cell.before(cell_id="c") == []
    assert [run[0] for run in await cell.before(count=None)] == [4, 2, 1]  # it is running, or was cleared


async def test_code_that_was_not_edited_is_that_of_the_cell(cell):
    await cell.run("lr = 0.1\n\n")  # IPython's own history strips the end
    await cell.run("lr = 0.1\n\n")
    assert await cell.before("lr = 0.1\n\n") == [(1, "lr = 0.1\n\n", {})]
    assert await cell.before("lr = 0.2") == [(1, None, {})]  # edited since, and not run


async def test_code_outlives_what_ipythons_own_history_does_not(cell):
    await cell.run("lr = 1")
    await cell.run("%reset -f in", "b")
    await cell.run("lr = '学习率 \\\\ \"1\"'")
    await cell.run("lr = 3")
    assert [code for _, code, _ in await cell.before("lr = 3")] == ["lr = '学习率 \\\\ \"1\"'", "lr = 1"]


async def test_a_running_cell_has_its_last_version_before_it(cell):
    await cell.run("lr = 1; seed = 5")
    running = asyncio.ensure_future(cell.run("lr = 2; del seed; epochs = 3; import time; time.sleep(3)"))
    await cell.until_set("epochs")
    changed = {"lr": "1", "epochs": None, "seed": "5"}
    for _ in range(3):  # asking changes nothing
        assert await cell.before("lr = 2", count=None) == [(1, "lr = 1; seed = 5", changed)]
    await running
    assert changes_of(await last(cell)) == {"lr": ("1", "2"), "epochs": (None, "3"), "seed": ("5", None)}
    assert await cell.before("lr = 2", count=2) == [(1, "lr = 1; seed = 5", changed)]


async def last(cell):
    return (await cell.watches.cell_records(cell.kernel_id))[-1]


def changes_of(record):
    return {change.name: (change.before, change.after) for change in record.changes}


async def test_values_are_not_told_past_a_gap(cell):
    await cell.run("lr = 1")
    await cell.run("globals().update({f'v{i}': i for i in range(300)})", "b")  # more than a record holds
    await cell.run("lr = 2")
    await cell.run("lr = 3")
    assert await cell.before("lr = 3") == [(3, "lr = 2", {"lr": "2"}), (1, "lr = 1", None)]


async def test_after_a_restart_nothing_is_claimed(cell, kernels):
    await cell.run("lr = 1")
    await cell.run("lr = 2")
    assert len(await cell.before("lr = 2")) == 1
    await kernels.restart_kernel(cell.kernel_id)
    await cell.user.client.wait_for_ready(timeout=60)
    assert await cell.before("lr = 2", count=2) == []
    await cell.run("lr = 3")
    assert await cell.before("lr = 3", count=1) == []
    assert await cell.before("lr = 2", count=2) == []


async def test_cells_without_an_id_are_not_taken_for_each_other(cell):
    await cell.run("lr = 1", None)
    await cell.run("lr = 2", None)
    assert await cell.before("lr = 2") == []


async def test_cells_inside_a_cell_are_not_its_versions(cell):
    await cell.run("get_ipython().run_cell('lr = 1'); lr = 2")
    await cell.run("lr = 3")
    assert [code for _, code, _ in await cell.before("lr = 3")] == [
        "get_ipython().run_cell('lr = 1'); lr = 2"
    ]


async def test_the_value_of_a_cell_is_noted_where_it_is_a_number(cell, watches):
    await cell.run("import numpy, fractions")
    cases = {
        "0.92": "0.92",
        "numpy.float64(0.5)": "0.5",
        "(0.31, 92)": "(0.31, 92)",
        "float('nan')": "nan",
        "0.92;": None,
        "'hf_secret'": None,
        "True": None,
        "(1, 'a')": None,
        "fractions.Fraction(1, 2)": None,
        "numpy.ones(2)": None,
        "10 ** 100": None,
        "x = 1": None,
    }
    seen = {}
    for code in cases:
        await cell.run(code)
        seen[code] = (await watches.cell_records(cell.kernel_id))[-1].value
    assert seen == cases


async def test_the_reply_stays_small_and_long_code_is_left_out(cell):
    versions = [f"# {number}\ntext = '{'学' * 2000}'" for number in range(20)]
    for version in versions:
        await cell.run(version)
    await cell.run("'" + "x" * 20_000 + "'", "long")
    await cell.run("1", "long")
    told = [code for _, code, _ in await cell.before(versions[-1], count=20)]
    known = [code for code in told if code is not None]
    assert known == versions[-2 : -2 - len(known) : -1]
    assert 2 <= len(known) <= 5
    assert await cell.before("1", cell_id="long") == [(21, None, {})]
    bundle = await cell.user.run(f"len(__import__('json').dumps({EARLIER}._repr_mimebundle_()))")
    assert int(bundle) < 60_000


def test_a_thousand_short_versions_stay_a_small_reply():
    earlier = EarlierCode(dict)
    for number in range(3_000):
        code = f"f({number})"
        earlier.note("a", digest(code), code)
    bundle = earlier._repr_mimebundle_()
    assert len(json.dumps(bundle)) < 45_000
    assert digest("f(2998)") in bundle[EARLIER_MIME]


async def test_code_that_does_not_fit_its_hash_is_not_believed(cell):
    await cell.run("lr = 1")
    await cell.run("lr = 2")
    await cell.run(f"keeper = {EARLIER}; keeper._earlier = dict.fromkeys(keeper._earlier, 'lr = 7')", "b")
    assert await cell.before("lr = 2", count=2) == [(1, None, {"lr": "1"})]
    with pytest.raises(KernelUnavailable):
        read_earlier({EARLIER_MIME: "[]"})


async def test_without_the_hooks_there_are_none(jp_serverapp, root_folder, start_user):
    watches = Watches(
        jp_serverapp.kernel_manager,
        root_folder=str(root_folder),
        event_logger=jp_serverapp.event_logger,
        watch_cells=False,
    )
    try:
        alone = Cell(await start_user(), watches)
        await alone.run("lr = 1")
        await alone.run("lr = 2")
        assert await alone.before("lr = 2") == []
    finally:
        await watches.close()
