"""A server that is killed: its workers end, and the next server removes what is left."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from own_server import Server, until

from jupyterlab_journal.server.unfinished import Unfinished

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")

ENDS_WITHIN_S = 2.0
STUCK = """
import re
from jupyterlab_journal.server.worker.pipe_frames import Frame

def task(request, progress):
    progress(0.5)
    if request.header["do"] == "hold":  # one call into C: no other thread of the process runs
        re.match(r"(a|a)*b", "a" * 60)
    while True:
        pass
"""
PARENT = """
import sys
from jupyterlab_journal.server.worker import Frame, Worker
worker = Worker("stuck_task:task")
worker.call(Frame(header={"do": sys.argv[1]}), time_limit=600,
            on_progress=lambda _: print(worker.pid, flush=True))
"""


def runs(pid):
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


@pytest.mark.parametrize("do", ["spin", "hold"])
def test_a_worker_ends_with_its_parent_whatever_it_does(do, tmp_path):
    (tmp_path / "stuck_task.py").write_text(STUCK)
    path = os.pathsep.join([str(tmp_path), *filter(None, [os.environ.get("PYTHONPATH")])])
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, do],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": path},
    )
    worker = int(parent.stdout.readline())
    time.sleep(0.2)  # it is inside its task by now, in which it stays for good
    assert runs(worker)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    until(lambda: not runs(worker), ENDS_WITHIN_S)


@pytest.fixture
def server(tmp_path):
    made = Server(tmp_path)
    made.start()
    yield made
    made.kill()


def test_after_a_kill_no_worker_runs_and_the_next_server_removes_the_rest(server):
    cells = [new_code_cell("\n".join(f"v{i}_{j} = {i}" for j in range(12))) for i in range(4000)]
    nbformat.write(new_notebook(cells=cells), server.root / "long.ipynb")
    job = server.ask("exports", path="long.ipynb", format="html")
    until(lambda: server.ask(f"exports/{job['id']}")["stage"] == "rendering", 60)
    workers = server.workers()
    assert workers
    server.kill()
    until(lambda: not any(map(runs, workers)), ENDS_WITHIN_S)
    left = list(server.temporary.iterdir())
    assert left != []
    plant(server)
    server.start()  # its own workers have folders there too
    until(lambda: not any(folder.exists() for folder in left))
    until(lambda: [path.name for path in server.runtime.glob("jupyterlab-journal-*")] == [])
    assert sorted(path.name for path in server.root.iterdir()) == ["long.ipynb"]


def plant(server):
    """Leave what a server leaves that is killed while it writes a page."""
    temporary = ".journal-0123456789abcdef.tmp"
    page = server.root / "long.html"
    writing = Unfinished(server.runtime).writing(page)
    writing.__enter__()
    (note,) = server.runtime.glob("jupyterlab-journal-export-*")
    content = note.read_bytes()
    writing.__exit__(None, None, None)
    note.write_bytes(content)
    (server.root / temporary).write_bytes(b"half")


def test_what_a_living_server_has_in_hand_stays(server):
    nbformat.write(new_notebook(), server.root / "a.ipynb")
    job = server.ask("exports", path="a.ipynb", format="html")
    until(lambda: server.ask(f"exports/{job['id']}")["stage"] == "done", 60)
    folders = sorted(server.temporary.iterdir())
    assert folders
    with Unfinished(server.runtime).writing(server.root / "a.html"):
        notes = list(server.runtime.glob("jupyterlab-journal-export-*"))
        abandoned = server.temporary / "jupyterlab-journal-worker-abandoned"
        abandoned.mkdir()
        other = Server(server.root.parent)
        other.start()
        try:
            until(lambda: not abandoned.exists())  # the last thing that the other server removes
            assert list(server.runtime.glob("jupyterlab-journal-export-*")) == notes
            assert all(folder.exists() for folder in folders)
        finally:
            other.kill()
    assert server.ask("exports", path="a.ipynb", format="html", overwrite=True)["stage"] == "queued"
