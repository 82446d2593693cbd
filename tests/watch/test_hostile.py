"""Kernels that hold up, break or lie to the capture."""

from __future__ import annotations

import asyncio
import json
from typing import get_args, get_type_hints

import pytest
from builders import snapshot_of

from jupyterlab_journal.entry.fact_groups import FROM_SERVER, Device, FactGroups
from jupyterlab_journal.errors import KernelUnavailable
from jupyterlab_journal.watch.kernel_groups import GROUPS
from jupyterlab_journal.watch.patience import LIMIT_S
from jupyterlab_journal.watch.planting_program import MIME, NAME
from jupyterlab_journal.watch.probe_answer import read_reply


def failures(snapshot):
    return {failed.probe: failed.reason for failed in snapshot.failed}


async def test_shadowed_modules_and_streams_matter_nothing(kernel, watches):
    kernel_id, user = kernel
    await user.run(
        "import sys\njson = os = random = sys.modules['json'] = sys.modules['random'] = 5\n"
        "repr = str = type = dict = exec = compile = print = None\nlr = 0.5"
    )
    snapshot = await snapshot_of(watches, kernel_id)
    assert failures(snapshot) == {}
    assert snapshot.facts["python"]["implementation"] == "CPython"
    assert (await watches.parameters(kernel_id))["lr"] == "0.5"


async def test_objects_are_never_asked_anything(kernel, watches):
    kernel_id, user = kernel
    await user.run(
        "calls = []\n"
        "class Hostile:\n"
        "    def __getattribute__(self, name): calls.append(name); raise RuntimeError\n"
        "    def __repr__(self): calls.append('repr'); return 'x' * 10**9\n"
        "    def __eq__(self, other): calls.append('eq'); return True\n"
        "    __hash__ = None\n"
        "class Text(str):\n"
        "    def __repr__(self): calls.append('repr of text'); return 'lie'\n"
        "h = Hostile(); t = Text('a'); pair = (h, t)\n"
        "calls.clear()"
    )
    snapshot = await snapshot_of(watches, kernel_id)
    assert failures(snapshot) == {}
    assert await watches.parameters(kernel_id) == {}
    assert await user.run("calls") == "[]"


async def test_a_hundred_thousand_names_are_bounded(kernel, watches):
    kernel_id, user = kernel
    await user.run("globals().update({f'v{i}': i for i in range(100_000)})")
    snapshot = await snapshot_of(watches, kernel_id)
    assert failures(snapshot) == {}
    parameters = await watches.parameters(kernel_id)
    assert len(parameters) == 500
    assert parameters["v0"] == "0"


async def test_one_broken_probe_costs_only_its_own_facts(kernel, watches):
    kernel_id, user = kernel
    await user.run(
        "import torch\ndef broken(): raise ValueError('no seed today')\ntorch.initial_seed = broken"
    )
    snapshot = await snapshot_of(watches, kernel_id)
    assert failures(snapshot) == {"seeds": "ValueError: no seed today"}
    assert snapshot.facts["seeds"] == {}
    assert snapshot.facts["packages"]["count"] > 10
    assert await user.run("import sys; hasattr(sys, 'last_value')") == "False"


async def test_foreign_answer_is_refused_and_the_last_true_one_kept(kernel, watches):
    kernel_id, user = kernel
    good = await snapshot_of(watches, kernel_id)
    cell = await user.begin(  # at its end, our own object is put back
        "import builtins, time\n"
        "class Liar:\n    def _repr_mimebundle_(self, **k): return {'text/plain': 'x' * 400_000}\n"
        f"builtins.{NAME} = Liar(); time.sleep(2)"
    )
    while not failures(snapshot := await snapshot_of(watches, kernel_id)):
        assert not cell.done()
    assert "not that of the journal" in failures(snapshot)["kernel"]
    assert snapshot.facts["packages"] == good.facts["packages"]
    assert snapshot.ages["packages"] > 0
    with pytest.raises(KernelUnavailable):
        await watches.parameters(kernel_id)
    await cell
    await user.until("idle")
    assert failures(await snapshot_of(watches, kernel_id)) == {}


async def test_call_that_holds_the_interpreter_times_out_with_the_last_facts(kernel, watches, hold):
    kernel_id, user = kernel
    await snapshot_of(watches, kernel_id)
    cell = await hold.begin(user)
    started = asyncio.get_running_loop().time()
    snapshot = await snapshot_of(watches, kernel_id)
    waited = asyncio.get_running_loop().time() - started
    assert not cell.done()
    assert waited < 2 * LIMIT_S
    assert "within 2 s" in failures(snapshot)["kernel"]
    assert snapshot.ages["python"] >= 2
    assert snapshot.ages.get("git", 0) == 0
    await hold.end()
    assert await cell == ""
    assert failures(await snapshot_of(watches, kernel_id)) == {}


async def debug(user, command, **arguments):
    client = user.client
    request = {"type": "request", "seq": 1, "command": command, "arguments": arguments}
    message = client.session.msg("debug_request", request)
    client.control_channel.send(message)
    while True:
        reply = await client.get_control_msg(timeout=10)
        if reply["parent_header"].get("msg_id") == message["header"]["msg_id"]:
            return reply["content"]


async def test_user_at_a_breakpoint_is_left_alone(kernel, watches):
    kernel_id, user = kernel
    await snapshot_of(watches, kernel_id)
    code = "a = 1\nb = a + 1\nb"
    await debug(user, "initialize", clientID="test", adapterID="", pathFormat="path", linesStartAt1=True)
    await debug(user, "attach")
    source = (await debug(user, "dumpCell", code=code))["body"]["sourcePath"]
    await debug(
        user, "setBreakpoints", breakpoints=[{"line": 2}], source={"path": source}, sourceModified=False
    )
    await debug(user, "configurationDone")
    cell = await user.begin(code)
    for _ in range(200):
        stopped = (await debug(user, "debugInfo"))["body"]["stoppedThreads"]
        if stopped:
            break
        await asyncio.sleep(0.05)
    assert stopped
    snapshot = await snapshot_of(watches, kernel_id)
    assert "within 2 s" in failures(snapshot)["kernel"]
    assert snapshot.facts["python"]["implementation"] == "CPython"
    assert (await debug(user, "debugInfo"))["body"]["stoppedThreads"] == stopped
    await debug(user, "continue", threadId=stopped[0])
    assert await cell == "2"
    for _ in range(200):  # the debugger hears a little later that the thread goes on
        if not (await debug(user, "debugInfo"))["body"]["stoppedThreads"]:
            break
        await asyncio.sleep(0.05)
    assert failures(await snapshot_of(watches, kernel_id)) == {}


@pytest.mark.parametrize("text", ["", "[]", "null", "{", '{"facts": 3}', "[" * 100_000])
def test_answer_that_is_not_ours_is_refused(text):
    with pytest.raises(KernelUnavailable, match="not that of the journal"):
        read_reply({MIME: text})


@pytest.mark.parametrize(
    ("group", "value"),
    [
        ("python", {"version": 3}),
        ("python", {"implementation": "CPython"}),
        ("python", {"version": "x" * 5000}),
        ("devices", [{"index": "0", "name": "H100"}]),
        ("devices", {"index": 0}),
        ("seeds", {"torch": {"value": "42", "source": "a feeling"}}),
        ("seeds", {"torch": {"value": 42, "source": "state"}}),
        ("seeds", {"python": 7}),
        ("seeds", {"python": {}}),
        ("frames", {"error": {"type": "E", "message": None}, "frames": [{"function": "f", "line": 1}]}),
        ("determinism", {"flag": [1]}),
        ("packages", {"count": True, "sha256": "0"}),
        ("packages", {"count": 2**60, "sha256": "0"}),
        ("frameworks", {str(number): None for number in range(1_100)}),
        ("frameworks", {"torch": {"version": "2", "imported": True, "threads": "many"}}),
        ("libraries", {"scipy": 1}),
        ("host", {"name": "x" * 5_000}),
        ("host", {"process_id": 2**60}),
        ("cuda", {"driver": "550"}),
        ("distributed", {"source": "environment", "rank": -1.5}),
        ("packages", {"count": 1, "sha256": "0", "versions": {"torch": None}}),
        ("packages", {"count": 1, "sha256": "0", "folders": "/"}),
        ("python", {"version": "3.11", "environment": "conda"}),
        ("parameters", {"lr": 0.1}),
    ],
)
def test_group_of_the_wrong_shape_fails_alone(group, value):
    good = {"container": {"kind": None, "image": None}}
    reply = read_reply({MIME: json.dumps({"facts": {group: value, **good}})})
    assert reply.facts == good
    assert "does not fit" in reply.failed[group]


def test_unknown_groups_and_fields_are_dropped():
    facts = {"environment": {"TOKEN": "s3cret"}, "python": {"version": "3.11", "password": "s3cret"}}
    assert read_reply({MIME: json.dumps({"facts": facts})}).facts == {"python": {"version": "3.11"}}


def test_a_field_that_is_declared_for_snapshots_is_taken_from_kernels():
    """With no other list to add it to: what is declared of numbers, texts and flags arrives as it is."""
    hints = get_type_hints(Device)
    device = {name: 7 if int in (kind, *get_args(kind)) else "x" for name, kind in hints.items()}
    facts = {"devices": [device], "determinism": {"a": 1, "b": 0.5, "c": True, "d": "x", "e": None}}
    assert read_reply({MIME: json.dumps({"facts": facts})}).facts == facts
    assert set(GROUPS) == {*get_type_hints(FactGroups), "objects", "parameters", "frames"} - FROM_SERVER


@pytest.mark.parametrize("group", ["data", "git", "launch"])
def test_what_the_server_finds_no_kernel_may_give(group):
    assert read_reply({MIME: json.dumps({"facts": {group: {"commit": "0" * 40}}})}).facts == {}


def test_half_a_character_is_made_writable():
    reply = read_reply({MIME: json.dumps({"facts": {"parameters": {"name": "'\ud800'"}}})})
    reply.facts["parameters"]["name"].encode("utf-8")
