"""Capturing changes nothing that a user or a program could notice."""

from __future__ import annotations

import asyncio
import json
import logging

import pytest
import zmq.asyncio
from builders import snapshot_of

from jupyterlab_journal.watch.background import Background
from jupyterlab_journal.watch.channel import Channel, Listeners
from jupyterlab_journal.watch.shared_by_watches import Shared

MANY = 100
VERY_MANY = 1_000

STATE = """
def _state():
    import builtins, hashlib, json, random, sys, threading, warnings
    import numpy, torch
    ip = get_ipython()
    return json.dumps({
        "names": sorted(globals()), "builtins": sorted(vars(builtins)),
        "modules": sorted(sys.modules),
        "in": len(In), "out": sorted(Out), "last": repr(_), "count": ip.execution_count,
        "warnings": repr(warnings.filters), "threads": sorted(t.name for t in threading.enumerate()),
        "python": hashlib.sha256(repr(random.getstate()).encode()).hexdigest(),
        "numpy": hashlib.sha256(repr(numpy.random.get_state()[1].tolist()).encode()).hexdigest(),
        "torch": hashlib.sha256(torch.get_rng_state().numpy().tobytes()).hexdigest(),
        "errors": [repr(getattr(sys, name, None)) for name in ("last_type", "last_value", "last_traceback")],
        "hooks": [len(ip.events.callbacks[name]) for name in sorted(ip.events.callbacks)],
        "stdout": [id(sys.stdout), id(sys.stderr)], "path": sys.path, "cuda": torch.cuda.is_initialized(),
    })
"""


async def state(user):
    """Read the kernel's state through user_expressions: unlike a cell, that itself changes none of it."""
    client = user.client
    number = client.execute("", silent=True, store_history=False, user_expressions={"s": "_state()"})
    reply = await client.get_shell_msg(timeout=30)
    assert reply["parent_header"]["msg_id"] == number
    return json.loads(eval(reply["content"]["user_expressions"]["s"]["data"]["text/plain"]))


async def test_no_state_of_the_kernel_changes(kernel, watches):
    kernel_id, user = kernel
    await user.run(STATE)
    await user.run("import numpy, torch; _state()")
    await user.run("raise LookupError('mine')")
    await state(user)  # the first large reply starts a thread of pyzmq's
    before = await state(user)
    assert "LookupError('mine')" in before["errors"]
    for _ in range(VERY_MANY):
        snapshot = await snapshot_of(watches, kernel_id)
        assert snapshot.failed == ()
    assert await state(user) == before


async def test_planting_changes_nothing_but_five_builtins_and_two_hooks(start_user, late_watches):
    kernel_id, user = await start_user()
    await user.run(STATE)
    await user.run("import numpy, torch; _state()")
    await state(user)  # the first large reply starts a thread of pyzmq's
    before = await state(user)
    await snapshot_of(late_watches, kernel_id)
    after = await state(user)
    for name in ("", "_cells", "_earlier", "_ran", "_secrets"):
        after["builtins"].remove(f"__jupyterlab_journal{name}__")
    hooks = after["hooks"], before["hooks"]
    assert [now - then for now, then in zip(*hooks, strict=True)] == [
        0,
        1,
        0,
        1,
        0,
    ]  # before and after a cell
    assert {**after, "hooks": before["hooks"]} == before


async def test_training_is_bit_identical(start_user, watches):
    training = (
        "import torch\ntorch.manual_seed(1); net = torch.nn.Linear(64, 64)\n"
        "optimizer = torch.optim.SGD(net.parameters(), lr=0.1)\n"
        "for step in range(400):\n"
        "    loss = (net(torch.randn(32, 64)) ** 2).mean()\n"
        "    optimizer.zero_grad(); loss.backward(); optimizer.step()\n"
        "__import__('hashlib').sha256(net.weight.detach().numpy().tobytes()).hexdigest()"
    )
    _kernel_id, quiet = await start_user()
    expected = await quiet.run(training)
    kernel_id, watched = await start_user()
    cell = await watched.begin(training)
    captures = 0
    while not cell.done():
        await snapshot_of(watches, kernel_id)
        captures += 1
    assert captures > 3
    assert await cell == expected


async def test_history_and_last_result_stay_the_users(kernel, watches):
    kernel_id, user = kernel
    assert await user.run("6 * 7") == "42"
    for _ in range(MANY):
        await snapshot_of(watches, kernel_id)
    assert await user.run("(_, Out, In[1:])") == "(42, {1: 42}, ['6 * 7', '(_, Out, In[1:])'])"


async def test_input_in_a_running_cell_still_works(kernel, watches):
    kernel_id, user = kernel

    async def capture_then_answer(_message):
        await user.until("busy")
        snapshot = await snapshot_of(watches, kernel_id)
        assert snapshot.busy
        assert snapshot.failed == ()
        user.client.input("blue")

    assert await user.run("input('colour? ')", on_question=capture_then_answer) == "'blue'"


async def test_prints_of_threads_stay_with_their_cell(kernel, watches):
    kernel_id, user = kernel
    cell = await user.begin(
        "import threading, time\n"
        "def talk():\n    for i in range(50): print(i, flush=True); time.sleep(0.01)\n"
        "t = threading.Thread(target=talk); t.start(); t.join()"
    )
    while not cell.done():
        await snapshot_of(watches, kernel_id)
    assert (await cell).split() == [str(number) for number in range(50)]


async def test_interrupt_still_reaches_the_cell(kernel, kernels, watches):
    kernel_id, user = kernel
    cell = await user.begin("import time\nwhile True: time.sleep(0.01)")
    await snapshot_of(watches, kernel_id)
    await kernels.interrupt_kernel(kernel_id)
    await snapshot_of(watches, kernel_id)
    assert (await cell).startswith("KeyboardInterrupt")


async def test_reset_of_the_namespace_leaves_the_probes(kernel, watches):
    kernel_id, user = kernel
    await user.run("lr = 1")
    await user.run("%reset -f")
    snapshot = await snapshot_of(watches, kernel_id)
    assert snapshot.failed == ()
    assert await watches.parameters(kernel_id) == {}


async def test_no_message_reaches_the_user(kernel, watches):
    kernel_id, user = kernel
    await user.run("1")
    await snapshot_of(watches, kernel_id)
    for _ in range(MANY):
        await snapshot_of(watches, kernel_id)
    heard = []
    while await user.client.iopub_channel.msg_ready():
        message = await user.client.get_iopub_msg(timeout=1)
        heard.append((message["msg_type"], message["parent_header"].get("msg_type")))
    # Front ends and the server skip the status of these requests.
    assert {kind for kind in heard if kind != ("status", "debug_request")} <= {
        ("status", "kernel_info_request")
    }
    assert len(heard) >= 2 * MANY


async def test_clients_do_not_take_each_others_replies(kernel, watches, late_watches):
    kernel_id, user = kernel
    for number in range(30):
        snapshot, other, result = await _together(
            snapshot_of(watches, kernel_id), snapshot_of(late_watches, kernel_id), user.run(f"{number} + 1")
        )
        assert snapshot.failed == ()
        assert other.failed == ()
        assert result == str(number + 1)


async def _together(*awaitables):
    return await asyncio.wait_for(asyncio.gather(*awaitables), 20)


@pytest.mark.parametrize("socket", ["shell", "control"])
async def test_channels_of_one_manager_have_identities_of_their_own(kernel, watches, socket):
    _kernel_id, user = kernel
    context = zmq.asyncio.Context()
    background = Background()
    log = logging.getLogger(__name__)
    shared = Shared(context=context, log=log, background=background, watch_cells=False)
    listeners = Listeners(status=lambda *_: None, code=lambda _: None)
    channels = [Channel(user.manager, shared, listeners) for _ in range(2)]
    try:
        for channel in (*channels, *channels):
            assert (await channel.request(socket, "kernel_info_request", {}, 5))["status"] == "ok"
    finally:
        for channel in channels:
            channel.close()
        await background.end()
        context.destroy(linger=0)
