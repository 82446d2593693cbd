"""Entries are composed in a process of their own: it may die, and keeps nothing that is secret."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from datetime import datetime, timezone
from pathlib import Path

import pytest
from builders import cell_record
from tornado.httpclient import HTTPClientError

from jupyterlab_journal.entry.kernel_facts import KernelFacts
from jupyterlab_journal.entry.kinds import Kind
from jupyterlab_journal.entry.model import Change, Finding, Snapshot
from jupyterlab_journal.entry.run import EarlierRun, MeasuredTable
from jupyterlab_journal.server.entry_bodies import (
    decode_request,
    encode_request,
    read_request,
    with_outputs,
    without_bulk,
)
from jupyterlab_journal.server.worker import Frame, composing
from jupyterlab_journal.server.worker.objects import decode_object, encode_object

ROUTE = ("jupyterlab-journal", "api", "entries")
SECRET = "correct-horse-battery-staple-of-this-server"
NOW = datetime(2026, 11, 29, tzinfo=timezone.utc)


def body_of(printed, **more):
    output = {"output_type": "stream", "name": "stdout", "text": printed}
    cell = {"id": "c", "source": "train()", "outputs": [output], "execution_count": 1, "metadata": {}}
    return json.dumps({"kind": "step", "path": "a.ipynb", "cell": cell, **more})


def command_line(pid):
    return Path(f"/proc/{pid}/cmdline").read_bytes()


def kept_files(pid):
    return list(Path(f"/proc/{pid}/cwd").resolve().iterdir())


@pytest.fixture
def worker(jp_serverapp):
    return jp_serverapp.extension_manager.extension_apps["jupyterlab_journal"].copy().pop()._composer._worker


async def test_a_worker_that_died_is_an_error_and_the_next_entry_gets_a_new_one(jp_fetch, worker):
    first = await jp_fetch(*ROUTE, method="POST", body=body_of("loss: 0.5"))
    assert first.code == 201
    pid = worker.pid
    os.kill(pid, signal.SIGSTOP)
    waiting = asyncio.ensure_future(jp_fetch(*ROUTE, method="POST", body=body_of("loss: 0.4")))
    while not worker._turn.locked():  # noqa: ASYNC110 (until it is asked: it cannot answer)
        await asyncio.sleep(0.01)
    os.kill(pid, signal.SIGKILL)
    with pytest.raises(HTTPClientError) as caught:
        await waiting
    assert caught.value.code == 503
    told = json.loads(caught.value.response.body)
    assert told["code"] == "worker_died"
    assert "Try again" in told["hint"]
    again = await jp_fetch(*ROUTE, method="POST", body=body_of("loss: 0.3"))
    assert again.code == 201
    assert worker.pid not in {pid, None}


@pytest.mark.skipif(not Path("/proc").exists(), reason="needs /proc")
async def test_the_worker_stays_and_removes_what_the_server_knows(jp_fetch, worker, jp_serverapp):
    app = jp_serverapp.extension_manager.extension_apps["jupyterlab_journal"].copy().pop()
    app._secrets._values[SECRET] = None
    app._secrets.redactor = app._secrets._make()
    pids = set()
    for _ in range(2):
        reply = await jp_fetch(*ROUTE, method="POST", body=body_of(f"token: {SECRET}"))
        assert SECRET not in reply.body.decode()
        assert "[REDACTED" in reply.body.decode()
        pids.add(worker.pid)
    assert len(pids) == 1
    [pid] = pids
    assert SECRET.encode() not in command_line(pid)
    assert kept_files(pid) == []


async def test_the_worker_forgets_a_large_body_when_its_entry_is_written(jp_fetch, worker, monkeypatch):
    calls = []
    call = worker.call

    def noted(request, **more):
        calls.append(request.header["do"])
        return call(request, **more)

    monkeypatch.setattr(worker, "call", noted)
    for size in (10, 100_000):
        reply = await jp_fetch(*ROUTE, method="POST", body=body_of("loss: 0.5\n" * (size // 10)))
        assert reply.code == 201
    assert calls == ["write", "read", "write"]
    before = len(composing._kept)
    raw = body_of("loss: 0.5\n" * 10_000).encode()
    composing.answer(Frame(header={"do": "read"}, parts=[raw]), print)
    assert len(composing._kept) == before + 1
    header = {"facts": encode_object(KernelFacts()), "redact": True, "known_values": []}
    composing.answer(Frame(header={"do": "write", **header}, parts=[raw]), print)
    assert len(composing._kept) == before


@pytest.mark.parametrize(("body", "code"), [("{", "not_json"), ('{"kind": "step"}', "invalid_request")])
async def test_what_does_not_fit_is_refused_by_the_worker(body, code, jp_fetch):
    with pytest.raises(HTTPClientError) as caught:
        await jp_fetch(*ROUTE, method="POST", body=body)
    assert caught.value.code == 400
    assert json.loads(caught.value.response.body)["code"] == code


async def test_large_bodies_do_not_stall_the_server(jp_fetch, stall):
    await jp_fetch(*ROUTE, method="POST", body=body_of("x"))
    body = body_of("Epoch 1/10 loss=0.4321 acc=93.5%\n" * 100_000)
    async with stall() as measured:
        await jp_fetch(*ROUTE, method="POST", body=body)
    # The client shares this loop; the budget of 50 ms is proved in benchmarks/.
    assert measured.seconds < 0.25


def test_facts_come_out_as_they_went_in():
    facts = KernelFacts(
        parameters={"lr": "0.1", "\0": "odd"},
        snapshot=Snapshot(
            captured_at=NOW,
            busy=False,
            language="python",
            facts={"a": [1, {"b": None}]},
            findings=(Finding(code="a", message="m", remedy="r"),),
        ),
        measured=(MeasuredTable(name="h", kind="lists", epochs=(1, None), metrics={"l": (0.5, None)}),),
        runs=(
            EarlierRun(
                record=cell_record(
                    value="3", measured=(MeasuredTable(name="h", kind="lists", epochs=(), metrics={}),)
                ),
                later_changes=(Change(name="a", before=None, after="1", evidence=("value",)),),
            ),
        ),
        code=("x = 1",),
    )
    assert decode_object(json.loads(json.dumps(encode_object(facts)))) == facts
    assert decode_object(encode_object(Kind.STEP)) is Kind.STEP


def test_only_known_classes_come_out():
    with pytest.raises(KeyError):
        decode_object({"\0": ["Popen", {"args": ["ls"]}]})


def test_outputs_of_earlier_runs_stay_with_the_worker():
    outputs = [{"output_type": "stream", "name": "stdout", "text": "loss: 0.5"}]
    earlier = [{"execution_count": 3, "source": "x", "outputs": outputs}]
    body = {"kind": "step", "path": "a", "cell": {"source": "y", "outputs": outputs, "earlier": earlier}}
    request = read_request(json.dumps(body).encode())
    sent = json.dumps(encode_request(without_bulk(request)))
    assert "loss" not in sent
    [run] = decode_request(json.loads(sent)).cell.earlier
    known = EarlierRun(record=cell_record(3), outputs=run.outputs)
    assert with_outputs(KernelFacts(runs=(known,)), request).runs[0].outputs == tuple(outputs)
