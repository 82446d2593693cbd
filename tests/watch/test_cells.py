"""What the kernel notes about each cell, on real kernels."""

from __future__ import annotations

import asyncio
import hashlib
import json
import time
from datetime import datetime

import pytest
from builders import snapshot_of

from jupyterlab_journal.errors import NotFound
from jupyterlab_journal.watch.planting_program import CELLS
from jupyterlab_journal.watch.watches import Watches


def changes(record):
    return {change.name: (change.before, change.after) for change in record.changes}


def uses(record):
    return {name: (use.how, use.seed) for name, use in record.generators.items()}


async def last(watches, kernel_id):
    return (await watches.cell_records(kernel_id))[-1]


async def test_cells_queued_together_are_each_noted_at_their_own_end(kernel, watches):
    kernel_id, user = kernel
    cells = {
        "a": "lr = 0.1",
        "b": "lr = 0.2; import time; time.sleep(1.5)",
        "c": "lr = 0.3",
        "d": "del lr; epochs = 5",
        "e": "epochs = 6; 1 / 0",
        "f": "epochs = 7",
    }
    started = time.monotonic()
    numbers = [user.queue(code, cell_id) for cell_id, code in cells.items()]
    assert await user.replies(numbers) == ["ok", "ok", "ok", "ok", "error", "aborted"]
    waited = time.monotonic() - started
    records = await watches.cell_records(kernel_id)
    assert [record.cell_id for record in records] == list("abcde")
    assert [record.message_id for record in records] == numbers[:5]
    assert [record.execution_count for record in records] == [1, 2, 3, 4, 5]
    assert [changes(record) for record in records] == [
        {"lr": (None, "0.1")},
        {"lr": ("0.1", "0.2")},
        {"lr": ("0.2", "0.3")},
        {"epochs": (None, "5"), "lr": ("0.3", None)},
        {"epochs": ("5", "6")},
    ]
    assert [record.error is None for record in records] == [True, True, True, True, False]
    assert (records[4].error.type, records[4].error.message) == ("ZeroDivisionError", "division by zero")
    assert records[1].seconds >= 1.5
    assert all(record.seconds < 1 for record in records if record.cell_id != "b")
    assert sum(record.seconds for record in records) < waited
    assert records[0].source == hashlib.sha256(b"lr = 0.1").hexdigest()[:16]
    assert all(record.complete and record.epoch == 1 for record in records)


async def test_records_come_by_themselves_soon_after_each_cell(kernel, watches):
    kernel_id, user = kernel
    await user.run("1")
    await user.run("2")
    log = watches.logs.of(kernel_id)  # what is on the server: asking for the records would pull them
    deadline = time.monotonic() + 5
    while len(log.records) < 2:
        assert time.monotonic() < deadline, "no record came"
        await asyncio.sleep(0.02)
    assert [record.execution_count for record in log.records] == [1, 2]


async def test_one_run_is_found_by_its_cell_and_count(kernel, watches):
    kernel_id, user = kernel
    for code, cell_id in (("1", "a"), ("2", "b"), ("3", "a")):
        await user.replies([user.queue(code, cell_id)])

    async def count(**which):
        record = await watches.cell_record(kernel_id, **which)
        return None if record is None else record.execution_count

    assert await count(cell_id="a") == 3
    assert await count(cell_id="a", execution_count=1) == 1
    assert await count(cell_id="a", execution_count=2) is None
    assert await count(execution_count=2) == 2
    assert await count(cell_id="c") is None
    assert await count() is None
    with pytest.raises(NotFound):
        await watches.cell_record("9f2c0000-0000-0000-0000-000000000000", cell_id="a")


async def test_generators_that_a_cell_used_or_seeded(kernel, watches):
    kernel_id, user = kernel
    seen = []
    await user.run("import random, numpy.random, torch")
    imported = uses(await last(watches, kernel_id))
    assert (imported["numpy"][0], imported["torch"][0]) == ("new", "new")
    for code in (
        "rng = numpy.random.default_rng(5); g = torch.Generator()",
        "torch.manual_seed(42)",
        "torch.rand(3)",
        "numpy.random.seed(7); rng.random(3)",
        "random.random(); g.manual_seed(3)",
        "x = 1",
    ):
        await user.run(code)
        seen.append(uses(await last(watches, kernel_id)))
    unseeded = await user.run("torch.Generator().initial_seed()")
    assert seen == [
        {"numpy:rng": ("new", "5"), "torch:g": ("new", unseeded)},
        {"torch": ("seeded", "42")},
        {"torch": ("used", "42")},
        {"numpy": ("used", None), "numpy:rng": ("used", "5")},
        {"python": ("used", None), "torch:g": ("seeded", "3")},
        {},
    ]


async def test_secrets_and_foreign_objects_are_not_noted(kernel, watches):
    kernel_id, user = kernel
    await user.run(
        "class Odd(Exception):\n    def __str__(self): told.append(1); return 'told'\n"
        "told = []; password = 'hunter2'; api_key = 'abc'; model = object(); lr = float('nan')"
    )
    assert changes(await last(watches, kernel_id)) == {"lr": (None, "nan")}
    await user.run("lr = float('nan')")
    assert changes(await last(watches, kernel_id)) == {}
    told = "told.clear()\ntry: raise Odd\nexcept Odd as error: odd = error"
    await user.run(told)
    await user.run("get_ipython().showtraceback = lambda *a, **k: None; raise odd")
    record = await last(watches, kernel_id)
    assert (record.error.type, record.error.message) == ("Odd", None)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("d = {}; d['lr']", ("KeyError", "'lr'")),
        (
            "open('/no/such/file')",
            ("FileNotFoundError", "[Errno 2] No such file or directory: '/no/such/file'"),
        ),
        ("1 +", ("SyntaxError", "invalid syntax")),
        ("raise ValueError('x' * 10_000_000)", ("ValueError", "x" * 500)),
        ("raise RuntimeError(1, object())", ("RuntimeError", None)),
    ],
)
async def test_errors_are_noted_without_running_code(kernel, watches, code, expected):
    kernel_id, user = kernel
    await user.run(code)
    error = (await last(watches, kernel_id)).error
    assert (error.type, error.message) == expected


async def test_interrupted_cells_are_noted(kernel, kernels, watches):
    kernel_id, user = kernel
    # ipykernel 7 itself lets an awaited sleep end before it cancels the cell.
    for code in ("import time\nwhile True: time.sleep(0.01)", "import asyncio\nawait asyncio.sleep(1)"):
        cell = await user.begin(code)
        await asyncio.sleep(0.3)
        await kernels.interrupt_kernel(kernel_id)
        await cell
        record = await last(watches, kernel_id)
        assert record.error.type in {"KeyboardInterrupt", "CancelledError"}
        assert record.seconds >= 0.2


async def test_cells_inside_cells_and_empty_ones_count_once(kernel, watches):
    kernel_id, user = kernel
    await user.run("get_ipython().run_cell(''); get_ipython().run_cell('lr = 1'); lr = 2")
    await user.run("  ")
    await user.run("%%capture\nlr = 3")
    await user.run("%%time\nlr = 4")
    records = await watches.cell_records(kernel_id)
    assert [changes(record) for record in records] == [
        {"lr": (None, "2")},
        {"lr": ("2", "3")},
        {"lr": ("3", "4")},
    ]


async def test_a_huge_namespace_is_said_not_to_be_compared_to_its_end(kernel, watches):
    kernel_id, user = kernel
    await user.run("globals().update({f'v{i}': i for i in range(100_000)})")
    await user.run("v99999 = -1; new = 1")
    record = await last(watches, kernel_id)
    assert record.complete is False
    assert changes(record) == {"v99999": ("99999", "-1")}
    assert record.seconds < 1


async def test_many_changes_are_bounded_and_the_bound_is_told(kernel, watches):
    kernel_id, user = kernel
    await user.run("globals().update({f'v{i}': 'x' * 199 for i in range(300)})")
    record = await last(watches, kernel_id)
    assert record.complete is False
    assert 10 <= len(record.changes) <= 40


async def test_the_ring_holds_the_last_two_hundred_and_its_reply_stays_small(kernel, watches):
    kernel_id, user = kernel
    await snapshot_of(watches, kernel_id)
    await user.replies([user.queue(f"n = {number}", "c") for number in range(260)])
    truth = "import json; b = __import__('builtins')." + CELLS + "._repr_mimebundle_()"
    await user.run(truth)
    text = eval(await user.run("[v for v in b.values() if 'records' in v][0]"))
    ring = json.loads(text)
    assert len(json.dumps(text)) < 62_000
    assert ring["newest"] == 260
    assert 150 <= len(ring["records"]) <= 200
    assert ring["problem"] is None
    records = await watches.cell_records(kernel_id)
    numbers = [record.number for record in records]
    assert numbers == list(range(1, 263))  # the server has them all


async def test_quotes_and_backslashes_keep_the_reply_of_the_ring_small(kernel, watches):
    kernel_id, user = kernel
    await snapshot_of(watches, kernel_id)
    for letter in '"', "\\":
        await user.run(f"for i in range(20): globals()[f'v{{i}}'] = {letter!r} * 190")
        for _ in range(15):
            await user.run(f"raise ValueError({letter!r} * 500)")
    bundle = await user.run(
        f"len(__import__('json').dumps(__import__('builtins').{CELLS}._repr_mimebundle_()))"
    )
    assert 40_000 < int(bundle) < 62_000
    assert (await last(watches, kernel_id)).error is None


async def test_restart_begins_an_epoch_and_keeps_what_was(kernel, kernels, watches):
    kernel_id, user = kernel
    await user.replies([user.queue("lr = 1", "a")])
    await watches.cell_records(kernel_id)
    await kernels.restart_kernel(kernel_id)
    await user.client.wait_for_ready(timeout=60)
    await user.replies([user.queue("lr = 2", "b")])
    records = await watches.cell_records(kernel_id)
    assert [(record.epoch, record.cell_id, changes(record)) for record in records] == [
        (1, "a", {"lr": (None, "1")}),
        (2, "b", {"lr": (None, "2")}),
    ]
    assert (await watches.cell_record(kernel_id, execution_count=1)).cell_id == "b"
    assert (await watches.cell_record(kernel_id, cell_id="a", execution_count=1)).epoch == 1
    assert watches.deaths(kernel_id) == ()


async def test_killed_kernel_leaves_its_records_and_its_exit_status(kernel, watches):
    kernel_id, user = kernel
    await user.run("lr = 1")
    await watches.cell_records(kernel_id)
    before, former = datetime.now().astimezone(), user.manager.provisioner.pid
    number = user.queue("import os, signal, time; time.sleep(0.5); os.kill(os.getpid(), signal.SIGKILL)")
    deadline = time.monotonic() + 20
    while not watches.deaths(kernel_id):
        assert time.monotonic() < deadline, "the death was never noticed"
        await asyncio.sleep(0.05)
    (death,) = watches.deaths(kernel_id)
    assert (death.epoch, death.returncode, death.signal) == (1, -9, "SIGKILL")
    assert death.message_id == number
    assert death.noticed_at > before
    await user.until_restarted(former)
    await user.run("lr = 2")
    records = await watches.cell_records(kernel_id)
    assert [(record.epoch, changes(record)) for record in records] == [
        (1, {"lr": (None, "1")}),
        (2, {"lr": (None, "2")}),
    ]


async def test_death_that_nobody_repairs_is_noted_when_asked(kernel, watches):
    kernel_id, user = kernel
    await user.run("lr = 1")
    await watches.cell_records(kernel_id)
    user.manager.stop_restarter()
    user.queue("import os; os._exit(3)")
    user.manager.provisioner.process.wait(10)
    with pytest.raises(Exception, match="dead"):
        await snapshot_of(watches, kernel_id)
    (death,) = watches.deaths(kernel_id)
    assert (death.returncode, death.signal) == (3, None)
    assert len(await watches.cell_records(kernel_id)) == 1


async def test_without_the_hooks_explicit_capture_still_works(jp_serverapp, root_folder, start_user):
    watches = Watches(
        jp_serverapp.kernel_manager,
        root_folder=str(root_folder),
        event_logger=jp_serverapp.event_logger,
        watch_cells=False,
    )
    try:
        kernel_id, user = await start_user()
        await user.run("lr = 0.1")
        assert (await snapshot_of(watches, kernel_id)).failed == ()
        assert await watches.parameters(kernel_id) == {"lr": "0.1"}
        assert await watches.cell_records(kernel_id) == ()
        assert await watches.cell_record(kernel_id, execution_count=1) is None
        hooks = "[get_ipython().events.callbacks[name] for name in ('pre_run_cell', 'post_run_cell')]"
        assert await user.run(hooks) == "[[], []]"
    finally:
        await watches.close()


async def test_a_second_server_takes_over_without_a_gap(kernel, watches, late_watches):
    kernel_id, user = kernel
    await user.run("lr = 1")
    await watches.cell_records(kernel_id)
    await snapshot_of(late_watches, kernel_id)
    await user.run("lr = 2")
    for both in (watches, late_watches):
        assert changes(await last(both, kernel_id)) == {"lr": ("1", "2")}
    assert len(await watches.cell_records(kernel_id)) == 2
    assert await user.run("len(get_ipython().events.callbacks['post_run_cell'])") == "1"
