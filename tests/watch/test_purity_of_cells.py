"""The hooks at the end of each cell change nothing that a user or a program could notice."""

from __future__ import annotations

import asyncio
import json
import sys

import pytest
from builders import snapshot_of

SEQUENCE = (
    "import random, numpy, torch, warnings\nrandom.seed(1); numpy.random.seed(2); _g = torch.manual_seed(3)",
    "net = torch.nn.Linear(16, 16); optimizer = torch.optim.SGD(net.parameters(), lr=0.1)",
    (
        "def epoch():\n"
        "    for step in range(20):\n"
        "        batch = torch.randn(8, 16) * random.random() + float(numpy.random.rand())\n"
        "        loss = (net(batch) ** 2).mean()\n"
        "        optimizer.zero_grad(); loss.backward(); optimizer.step()\n"
        "    return loss.item()"
    ),
    *("epoch()",) * 5,
    "6 * 7",
    "history = {'epoch': [], 'loss': []}",
    "for number in range(3): history['epoch'].append(number); history['loss'].append(epoch())",
    (
        "from sklearn.neural_network import MLPRegressor; warnings.simplefilter('ignore')\n"
        "model = MLPRegressor(max_iter=5).fit(numpy.random.rand(20, 2), numpy.random.rand(20))"
    ),
    "with torch.device('meta'): ghost = torch.empty(3)",
    "raise LookupError('mine')",
    "_",
)
STATE = """
__import__('json').dumps({
    "names": [name for name in globals()],
    "in": In, "out": {k: repr(v) for k, v in Out.items()}, "last": [repr(_), repr(__), repr(___)],
    "count": get_ipython().execution_count,
    "result": [get_ipython().last_execution_result.execution_count, get_ipython().last_execution_succeeded],
    "warnings": repr(warnings.filters),
    "error": repr(getattr(__import__('sys'), 'last_value', None)),
    "exc_info": repr(__import__('sys').exc_info()),
    "threads": sorted(t.name.split('-')[0] for t in __import__('threading').enumerate()),
    "random": __import__('hashlib').sha256(repr((random.getstate(), numpy.random.get_state()[1].tolist(),
        torch.get_rng_state().tolist(), net.weight.tolist())).encode()).hexdigest(),
    "torch": [torch.get_default_dtype().__str__(), torch.cuda.is_initialized()],
    "modules": sorted(__import__('sys').modules),
})
"""


async def state_after(user, cells):
    for cell in cells:
        await user.run(cell)
    expressions = {"state": STATE.strip().replace("\n", " ")}
    user.client.execute("", silent=True, store_history=False, user_expressions=expressions)
    reply = await user.client.get_shell_msg(timeout=30)
    while "user_expressions" not in reply["content"] or not reply["content"]["user_expressions"]:
        reply = await user.client.get_shell_msg(timeout=30)
    answer = reply["content"]["user_expressions"]["state"]
    assert answer["status"] == "ok", answer
    return json.loads(eval(answer["data"]["text/plain"]))


async def test_a_training_run_in_cells_is_bit_identical_with_and_without_the_hooks(start_user, late_watches):
    _kernel_id, bare = await start_user()
    kernel_id, hooked = await start_user()
    await snapshot_of(late_watches, kernel_id)
    plain, noted = await state_after(bare, SEQUENCE), await state_after(hooked, SEQUENCE)
    loaded = set(noted.pop("modules")) - set(plain.pop("modules"))
    assert {name.partition(".")[0] for name in loaded} <= sys.stdlib_module_names
    assert plain["error"] == "LookupError('mine')"
    assert noted == plain
    records = await late_watches.cell_records(kernel_id)
    assert len(records) == len(SEQUENCE)
    assert all(set(record.generators) == {"python", "numpy", "torch"} for record in records[3:8])
    assert [len(record.measured) for record in records[8:13]] == [0, 0, 1, 1, 0]


async def test_figures_stay_in_their_cell(kernel, watches):
    kernel_id, user = kernel
    pytest.importorskip("matplotlib")
    await user.run("%matplotlib inline\nimport matplotlib.pyplot as plt, time")
    cell = await user.begin("plt.plot([1, 2]); time.sleep(0.5); plt.plot([2, 1]); print('end')")
    while not cell.done():
        await snapshot_of(watches, kernel_id)
    assert (await cell).startswith("end\n<Figure size")
    assert await user.run("len(plt.get_fignums())") == "0"


async def test_hooks_print_nothing_even_when_they_cannot_note(kernel, watches):
    kernel_id, user = kernel
    await user.run("__jupyterlab_journal_cells__._changes = None")
    assert await user.run("1 + 1") == "2"
    assert await user.run("import sys; hasattr(sys, 'last_value')") == "False"
    await watches.cell_records(kernel_id)
    ring = "__jupyterlab_journal_cells__._problem"
    assert "AttributeError" in await user.run(ring)


async def test_debugger_never_shows_the_hooks(kernel, watches):
    kernel_id, user = kernel
    await snapshot_of(watches, kernel_id)
    code = "a = 1\nb = a + 1"
    await debug(user, "initialize", clientID="t", adapterID="", pathFormat="path", linesStartAt1=True)
    await debug(user, "attach")
    source = (await debug(user, "dumpCell", code=code))["body"]["sourcePath"]
    lines = [{"line": 1}]
    await debug(user, "setBreakpoints", breakpoints=lines, source={"path": source}, sourceModified=False)
    await debug(user, "configurationDone")
    cell = await user.begin(code)
    places = []
    while not cell.done() and len(places) < 60:
        stopped = (await debug(user, "debugInfo"))["body"]["stoppedThreads"]
        if stopped and not cell.done():
            trace = await debug(user, "stackTrace", threadId=stopped[0])
            places.append([frame["source"].get("path", "") for frame in trace["body"]["stackFrames"]])
            await debug(user, "stepIn", threadId=stopped[0])
        await asyncio.sleep(0.02)
    if not cell.done():
        await debug(user, "disconnect", restart=False, terminateDebuggee=False)
    await cell
    assert any(source in place for place in places)
    assert not [path for place in places for path in place if "jupyterlab_journal" in path]


async def debug(user, command, **arguments):
    client = user.client
    request = {"type": "request", "seq": 1, "command": command, "arguments": arguments}
    message = client.session.msg("debug_request", request)
    client.control_channel.send(message)
    while True:
        reply = await client.get_control_msg(timeout=10)
        if reply["parent_header"].get("msg_id") == message["header"]["msg_id"]:
            return reply["content"]
