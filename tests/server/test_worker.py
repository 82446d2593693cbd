"""The worker process: answers, dies, is replaced, leaves nothing."""

from __future__ import annotations

import os
import sys
import threading
import time
from pathlib import Path

import pytest

from jupyterlab_journal.errors import ReviewFailed
from jupyterlab_journal.server.worker import Frame, Worker, WorkerDied, WorkerTimeout

TASK = """
import os, subprocess, sys, time
from jupyterlab_journal.errors import ReviewFailed
from jupyterlab_journal.locale import Message
from jupyterlab_journal.server.worker.pipe_frames import Frame

def task(request, progress):
    what = request.header["do"]
    if what == "echo":
        print("a stray print must not disturb the answers")
        progress(0.5)
        return Frame(header={"pid": os.getpid(), "cwd": os.getcwd()}, parts=request.parts)
    if what == "refuse":
        raise ReviewFailed("git_cannot_read", code="because", name=Message("the_notebook"), revision="HEAD")
    if what == "crash":
        raise KeyError("secret value")
    if what == "exit":
        os._exit(3)
    if what == "memory":
        return Frame(header={"size": len(bytearray(3 * 1024**3))})
    if what == "child":
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
        progress(child.pid / 10**9)
    time.sleep(600)
"""


@pytest.fixture
def worker(tmp_path, monkeypatch):
    folder = tmp_path / "tasks"
    folder.mkdir()
    (folder / "worker_task.py").write_text(TASK)
    monkeypatch.syspath_prepend(str(folder))
    made = Worker("worker_task:task", memory_bytes=2 * 1024**3)
    yield made
    made.close()


def ask(worker, do, *parts, time_limit=30.0, on_progress=None):
    return worker.call(Frame(header={"do": do}, parts=parts), time_limit=time_limit, on_progress=on_progress)


def test_parts_pass_unchanged_and_progress_is_heard(worker):
    heard = []
    parts = (b"", bytes(range(256)), "页\n".encode() * 1_000_000)
    reply = ask(worker, "echo", *parts, on_progress=heard.append)
    assert tuple(reply.parts) == parts
    assert heard == [0.5]


def test_one_process_answers_all_calls_in_an_empty_folder_of_its_own(worker, monkeypatch, tmp_path):
    (tmp_path / "json.py").write_text("raise SystemExit('a file beside a notebook was imported')")
    monkeypatch.chdir(tmp_path)
    replies = [ask(worker, "echo") for _ in range(3)]
    assert len({reply.header["pid"] for reply in replies} | {worker.pid}) == 1
    folder = Path(replies[0].header["cwd"])
    assert folder != tmp_path
    assert list(folder.iterdir()) == []
    worker.close()
    assert not folder.exists()
    assert worker.pid is None


def test_what_a_task_raises_on_purpose_arrives_as_it_is(worker):
    with pytest.raises(ReviewFailed) as caught:
        ask(worker, "refuse")
    assert (caught.value.message, caught.value.hint, caught.value.code) == (
        "git cannot read 'the notebook' in HEAD",
        "Run 'git fsck' in its folder on the server.",
        "because",
    )
    assert caught.value.sentence.written_in("zh-CN") == "git 无法读取 HEAD 中的“笔记本”。"
    assert ask(worker, "echo").header["pid"] == worker.pid


def test_what_a_task_raises_by_accident_is_told_without_its_values(worker):
    with pytest.raises(WorkerDied, match=r"KeyError at worker_task\.py") as caught:
        ask(worker, "crash")
    assert "secret value" not in caught.value.message
    ask(worker, "echo")


def test_a_worker_that_ends_is_replaced(worker):
    first = ask(worker, "echo").header["pid"]
    with pytest.raises(WorkerDied):
        ask(worker, "exit")
    assert ask(worker, "echo").header["pid"] != first


@pytest.mark.skipif(sys.platform != "linux", reason="address space is limited on Linux")
def test_too_much_memory_is_refused_and_the_worker_lives_on(worker):
    with pytest.raises(WorkerDied, match="out of memory"):
        ask(worker, "memory")
    ask(worker, "echo")


def test_after_the_time_limit_the_worker_and_what_it_started_are_gone(worker):
    started = []
    began = time.monotonic()
    with pytest.raises(WorkerTimeout):
        ask(worker, "child", time_limit=2.0, on_progress=started.append)
    assert time.monotonic() - began < 10
    assert worker.pid is None
    child = round(started[0] * 10**9)
    for _ in range(100):
        if not _runs(child):
            return
        time.sleep(0.05)
    pytest.fail("the worker's own child still runs")


def test_a_kill_from_another_thread_ends_the_call(worker):
    ask(worker, "echo")
    threading.Timer(0.3, worker.kill).start()
    with pytest.raises(WorkerDied) as caught:
        ask(worker, "wait")
    assert not isinstance(caught.value, WorkerTimeout)
    ask(worker, "echo")


def test_closing_ends_the_calls_in_line_and_starts_no_worker_for_them(worker):
    ask(worker, "echo")
    ended = []

    def call():
        try:
            ask(worker, "wait")
        except WorkerDied as error:
            ended.append(error)

    calls = [threading.Thread(target=call, daemon=True) for _ in range(3)]
    for one in calls:
        one.start()
    time.sleep(0.3)  # one has the worker, the others wait for their turn
    closing = threading.Thread(target=worker.close, daemon=True)
    closing.start()
    for thread in (closing, *calls):
        thread.join(20)
    assert not closing.is_alive()
    assert len(ended) == len(calls)
    assert worker.pid is None
    with pytest.raises(WorkerDied):
        ask(worker, "echo")


def _runs(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")
    return not (state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z")
