"""What the objects of a cell measured, noted at its end by a real kernel."""

from __future__ import annotations

import json

import pytest

from jupyterlab_journal.errors import KernelUnavailable
from jupyterlab_journal.watch.cell_records import read_ring
from jupyterlab_journal.watch.planting_program import CELLS_MIME

RECORD = {
    "number": 1,
    "count": 3,
    "cell": "a",
    "message": "m",
    "source": "0123456789abcdef",
    "started": 1.0,
    "seconds": 2.5,
    "error": None,
    "changes": [],
    "complete": True,
    "generators": {},
    "memory": {},
    "value": None,
}
GOOD = {"name": "h", "kind": "keras", "epochs": [1, None], "metrics": {"loss": [0.5, None], "mae": [1, 2.5]}}


def read(*tables):
    answer = {"series": "s", "newest": 1, "problem": None, "records": [{**RECORD, "measured": list(tables)}]}
    return read_ring({CELLS_MIME: json.dumps(answer)}, 1).records[0].measured


def test_a_table_is_read_as_it_was_noted():
    (table,) = read(GOOD)
    assert (table.name, table.kind, table.epochs) == ("h", "keras", (1, None))
    assert table.metrics == {"loss": (0.5, None), "mae": (1.0, 2.5)}


@pytest.mark.parametrize(
    "fields",
    [
        {"name": 3},
        {"kind": None},
        {"epochs": [1]},
        {"epochs": [1, "2"]},
        {"epochs": [1, -2]},
        {"epochs": [1] * 5_000},
        {"metrics": [0.5]},
        {"metrics": {"loss": [0.5, "x"]}},
        {"metrics": {"loss": [0.5, True]}},
        {"metrics": {"loss": [0.5, 0.5, 0.5]}},
        {"metrics": {"x" * 300: [0.5, 0.5]}},
        {"metrics": {str(number): [0.5, 0.5] for number in range(21)}},
    ],
    ids=lambda fields: str(fields)[:40],
)
def test_a_table_of_the_wrong_shape_is_refused(fields):
    with pytest.raises(KernelUnavailable, match="recorder"):
        read({**GOOD, **fields})


async def last(watches, kernel_id):
    return (await watches.cell_records(kernel_id))[-1]


async def test_each_cell_is_told_what_it_measured_itself(kernel, watches):
    kernel_id, user = kernel
    await user.run("history = {'epoch': [], 'loss': []}")
    for loss in (0.5, 0.25):
        await user.run(f"history['epoch'].append(len(history['epoch'])); history['loss'].append({loss})")
    await user.run("other = 1")
    tables = [record.measured for record in await watches.cell_records(kernel_id)]
    assert [[(table.epochs, dict(table.metrics)) for table in run] for run in tables] == [
        [],
        [((0,), {"loss": (0.5,)})],
        [((1,), {"loss": (0.25,)})],
        [],
    ]


async def test_what_came_to_be_between_two_cells_is_of_neither(kernel, watches):
    kernel_id, user = kernel
    await user.run(
        "import asyncio\nhistory = {'epoch': [1], 'loss': [0.5]}\nasync def later():\n"
        "    await asyncio.sleep(0.3)\n    history['epoch'].append(2); history['loss'].append(0.25)\n"
        "task = asyncio.ensure_future(later())"
    )
    await user.until("idle")
    while await user.run("task.done()") != "True":
        pass
    await user.run("x = len(history['loss'])")
    assert {record.measured for record in (await watches.cell_records(kernel_id))[1:]} == {()}


async def test_a_run_that_was_interrupted_tells_what_it_had_measured(kernel, kernels, watches):
    kernel_id, user = kernel
    cell = await user.begin(
        "import time\nhistory = {'epoch': [1], 'loss': [0.5]}\nbegun = True\nwhile True: time.sleep(0.01)"
    )
    while "begun" not in await watches.parameters(kernel_id):
        pass
    await kernels.interrupt_kernel(kernel_id)
    assert (await cell).startswith("KeyboardInterrupt")
    record = await last(watches, kernel_id)
    assert record.error.type == "KeyboardInterrupt"
    assert [dict(table.metrics) for table in record.measured] == [{"loss": (0.5,)}]


async def test_many_long_histories_leave_room_for_the_other_records(kernel, watches):
    kernel_id, user = kernel
    long = "h{} = {{f'loss {{n}}': [n / 7 + i for i in range(4_000)] for n in range(30)}}"
    await user.run("\n".join(long.format(number) for number in range(8)))
    text = await user.run("len(__jupyterlab_journal_cells__._ring[-1])")
    assert 1_000 < int(text) < 12_000
    assert (await watches.cell_records(kernel_id))[0].measured


async def test_objects_that_cannot_be_read_cost_no_record(kernel, watches):
    kernel_id, user = kernel
    await user.run(
        "class History: pass\nHistory.__module__ = 'keras.callbacks'\n"
        "odd = History(); odd.__dict__['epoch'] = [1]; odd.history = {'loss': [object()]}\n"
        "self_made = {}; self_made['loss'] = [self_made]"
    )
    record = await last(watches, kernel_id)
    assert record.measured == ()
    assert await user.run("__jupyterlab_journal_cells__._problem is None") == "True"
