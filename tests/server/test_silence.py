"""A kernel that does not answer: one wait for everybody, then none, until it is heard again."""

from __future__ import annotations

import asyncio
import json
import signal
import time

import pytest

from jupyterlab_journal.server.composer import Composer
from jupyterlab_journal.watch.patience import LIMIT_S

ONE_WAIT_S = 2.5
ALL_WAITS_S = 3.0
NO_WAIT_S = 0.3
TOGETHER = 40
API = ("jupyterlab-journal", "api")
CELL = {"id": "a", "source": "lr = 0.1", "outputs": [], "execution_count": 1, "metadata": {}}


class Notebook:
    """A kernel with a variable, and what is known of it when an entry is asked for."""

    def __init__(self, fetch, kernel_id, process, facts):
        self.fetch = fetch
        self.kernel_id = kernel_id
        self.process = process
        self.facts = facts

    async def entry(self, kind="step"):
        """Ask for an entry; return what the kernel was known to be, and how long that took."""
        body = {"kind": kind, "path": "study.ipynb", "kernel_id": self.kernel_id, "cell": CELL, "entries": []}
        begun = time.monotonic()
        answer = await self.fetch(*API, "entries", method="POST", body=json.dumps(body))
        assert answer.code == 201
        return self.facts[-1], time.monotonic() - begun

    async def snapshot(self):
        begun = time.monotonic()
        answer = await self.fetch(*API, "kernels", self.kernel_id, "snapshot")
        return json.loads(answer.body), time.monotonic() - begun

    async def many(self):
        """Ask for many entries and snapshots at once; return the snapshots, and how long all took."""
        half = range(TOGETHER // 2)
        begun = time.monotonic()
        entries = asyncio.gather(*(self.entry() for _ in half))
        answers = await asyncio.gather(entries, *(self.snapshot() for _ in half))
        return [answer for answer, _ in answers[1:]], time.monotonic() - begun

    def stop(self):
        self.process.send_signal(signal.SIGSTOP)

    async def go_on(self):
        """Let the kernel run, and wait until the server has heard of that."""
        self.process.send_signal(signal.SIGCONT)
        deadline = time.monotonic() + 20
        while (await self.entry())[0].no_answer:
            assert time.monotonic() < deadline, "the kernel was never heard again"
            await asyncio.sleep(0.05)


@pytest.fixture
def facts(monkeypatch):
    """What was known at each entry that was composed."""
    seen = []
    write = Composer.write

    def note(composer, body, known):
        seen.append(known)
        return write(composer, body, known)

    monkeypatch.setattr(Composer, "write", note)
    return seen


@pytest.fixture
def notebook(jp_fetch, jp_serverapp, jp_asyncio_loop, facts):
    kernels = jp_serverapp.kernel_manager

    async def start():
        kernel_id = await kernels.start_kernel()
        client = kernels.get_kernel(kernel_id).client()
        client.start_channels()
        await client.wait_for_ready(timeout=60)
        await client.execute_interactive("lr = 0.1", timeout=60)
        client.stop_channels()
        notebook = Notebook(jp_fetch, kernel_id, kernels.get_kernel(kernel_id).provisioner.process, facts)
        known, _ = await notebook.entry()
        assert (known.no_answer, known.parameters) == (False, {"lr": "0.1"})
        return notebook

    notebook = jp_asyncio_loop.run_until_complete(start())
    yield notebook
    notebook.process.send_signal(signal.SIGCONT)
    jp_asyncio_loop.run_until_complete(kernels.shutdown_kernel(notebook.kernel_id, now=True))


@pytest.mark.parametrize("kind", ["step", "error", "environment"])
async def test_an_entry_waits_once_says_so_and_the_next_does_not_wait(notebook, kind):
    _, answering = await notebook.entry(kind)
    at_once = max(NO_WAIT_S, 2 * answering)  # the machine may be crowded
    notebook.stop()
    known, waited = await notebook.entry(kind)
    assert (known.no_answer, known.parameters, known.failure) == (True, None, None)
    assert known.snapshot.ages["python"] > 0
    assert waited < ONE_WAIT_S
    known, waited = await notebook.entry(kind)
    assert known.no_answer
    assert waited < at_once
    _, waited = await notebook.snapshot()
    assert waited < at_once


async def test_many_requests_at_once_wait_together(notebook):
    _, without_a_wait = await notebook.many()
    notebook.stop()
    answers, waited = await notebook.many()
    assert waited < max(ALL_WAITS_S, LIMIT_S + 2 * without_a_wait)  # the machine may be crowded
    assert all("did not answer" in answer["failed"][0]["reason"] for answer in answers)
    assert all(known.no_answer for known in notebook.facts[-TOGETHER // 2 :])


async def test_facts_come_again_when_the_kernel_goes_on(notebook):
    notebook.stop()
    assert (await notebook.entry())[0].no_answer
    await notebook.go_on()
    known, waited = await notebook.entry()
    assert (known.no_answer, known.parameters) == (False, {"lr": "0.1"})
    assert known.snapshot.failed == ()
    assert waited < NO_WAIT_S


async def test_a_dead_kernel_is_not_one_that_does_not_answer(notebook, jp_serverapp):
    jp_serverapp.kernel_manager.get_kernel(notebook.kernel_id).stop_restarter()
    notebook.process.kill()
    notebook.process.wait(10)
    known, waited = await notebook.entry()
    assert (known.no_answer, known.parameters) == (False, None)
    assert waited < ONE_WAIT_S
