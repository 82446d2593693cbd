"""What the user removes of the planted objects comes back."""

from __future__ import annotations

import asyncio

import pytest
from builders import snapshot_of

from jupyterlab_journal.errors import KernelUnavailable
from jupyterlab_journal.watch.patience import LIMIT_S
from jupyterlab_journal.watch.planting_program import CELLS, MIMES, NAME
from jupyterlab_journal.watch.watches import Watches

REMOVALS = {
    "deleted": "import builtins\n" + "\n".join(f"del builtins.{name}" for name in MIMES),
    "reassigned": "import builtins\n" + "\n".join(f"builtins.{name} = 'mine'" for name in MIMES),
    "reset": "%reset -f",
    "reset hard": "%reset -f -s\nimport builtins\n" + "\n".join(f"del builtins.{name}" for name in MIMES),
}
LAST = "import sys; hasattr(sys, 'last_value')"


@pytest.mark.parametrize("removal", REMOVALS.values(), ids=REMOVALS)
async def test_records_and_facts_go_on_as_if_nothing_had_been_removed(kernel, watches, removal):
    kernel_id, user = kernel
    await user.replies([user.queue("lr = 0.1", "a"), user.queue(removal, "b"), user.queue("lr = 0.2", "a")])
    assert (await watches.parameters(kernel_id))["lr"] == "0.2"
    records = await watches.cell_records(kernel_id)
    assert [record.cell_id for record in records] == ["a", "b", "a"]
    assert len({record.series for record in records}) == 1
    runs = await watches.earlier_runs(kernel_id, cell_id="a", execution_count=3, code="lr = 0.2")
    assert [run.code for run in runs] == ["lr = 0.1"]
    assert await user.run(LAST) == "False"


async def test_without_hooks_they_are_planted_again(start_user, kernels, root_folder):
    watches = Watches(kernels, root_folder=str(root_folder), watch_cells=False)
    try:
        kernel_id, user = await start_user()
        await snapshot_of(watches, kernel_id)
        await user.run(f"lr = 0.1\ndel __builtins__.{NAME}")
        await user.until("idle")
        assert await watches.parameters(kernel_id) == {"lr": "0.1"}
    finally:
        await watches.close()


async def test_nothing_is_forced_on_a_busy_kernel(kernel, watches):
    kernel_id, user = kernel
    good = await snapshot_of(watches, kernel_id)
    cell = await user.begin(f"import builtins, time\nbuiltins.{NAME} = 'mine'; gone = 1\ntime.sleep(2); 7")
    while not (snapshot := await snapshot_of(watches, kernel_id)).failed:
        assert not cell.done()  # it has not come to where it removes them
    with pytest.raises(KernelUnavailable):
        await watches.parameters(kernel_id)
    assert snapshot.facts["packages"] == good.facts["packages"]
    assert not cell.done()
    assert await cell == "7"
    await user.until("idle")
    assert (await watches.parameters(kernel_id))["gone"] == "1"
    assert await user.run(f"len([f for f in get_ipython().events.callbacks['post_run_cell']]), {CELLS}") == (
        "(1, <jupyterlab-journal>)"
    )


async def test_a_kernel_that_removes_them_all_the_time_is_asked_twice_and_no_more(kernel, watches):
    kernel_id, user = kernel
    await user.run(
        "import builtins, threading\nstop = threading.Event()\n"
        f"def remove():\n    while not stop.wait(0.0005): vars(builtins).pop('{NAME}', None)\n"
        "threading.Thread(target=remove, daemon=True).start()"
    )
    await user.until("idle")
    for _ in range(5):
        await asyncio.wait_for(snapshot_of(watches, kernel_id), 5)
    await user.run("stop.set()")
    await user.until("idle")
    assert (await snapshot_of(watches, kernel_id)).failed == ()


async def test_records_come_by_themselves_long_after_the_request_that_opened_the_line(
    start_user, late_watches
):
    kernel_id, user = await start_user()
    await snapshot_of(late_watches, kernel_id)
    await asyncio.sleep(LIMIT_S + 0.5)  # the limit of that request is over: what follows has none of it
    await user.run("1")
    log = late_watches.logs.of(kernel_id)  # what is on the server: asking for the records would pull them
    deadline = asyncio.get_running_loop().time() + 20
    while not log.records:
        assert asyncio.get_running_loop().time() < deadline, "no record came"
        await asyncio.sleep(0.02)
