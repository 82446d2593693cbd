"""The end of a server: everything is stopped, whatever is still waiting and whatever fails."""

from __future__ import annotations

import asyncio
import contextlib

import pytest

from jupyterlab_journal.server.reviews import Reviewer, State
from jupyterlab_journal.server.worker import Worker

SLEEP = """
import time

def task(request, progress):
    time.sleep(600)
"""


@pytest.fixture
def worker(tmp_path, monkeypatch):
    (tmp_path / "sleeping_task.py").write_text(SLEEP)
    monkeypatch.syspath_prepend(str(tmp_path))
    made = Worker("sleeping_task:task")
    yield made
    made.kill()


async def until_it_runs(worker):
    for _ in range(600):
        if worker.pid is not None:
            return
        await asyncio.sleep(0.05)
    pytest.fail("the worker did not start")


async def test_closing_with_reviews_in_line_ends_them_all(worker):
    reviewer = Reviewer(worker, time_limit=600)
    base = State(data=b"{}", label="", name="")
    reviews = [
        asyncio.ensure_future(reviewer.review(base, b"{}", in_body=False, locale="en")) for _ in range(3)
    ]
    await until_it_runs(worker)
    await asyncio.wait_for(asyncio.to_thread(reviewer.close), 20)
    done, waiting = await asyncio.wait(reviews, timeout=20)
    assert not waiting
    assert [one for one in done if not one.cancelled() and one.exception() is None] == []
    assert worker.pid is None


async def test_one_service_that_fails_to_stop_keeps_no_other_running(jp_serverapp, monkeypatch):
    (journal,) = jp_serverapp.extension_manager.extension_apps["jupyterlab_journal"]
    stopped = []
    for name in ("_exports", "_facts", "_renderer", "_reviewer"):
        service = getattr(journal, name)
        close = service.close
        monkeypatch.setattr(
            service, "close", lambda name=name, close=close: (stopped.append(name), close())[1]
        )

    async def fail():
        raise OSError("no")

    with monkeypatch.context() as broken:
        broken.setattr(journal._watches, "close", fail)
        with contextlib.suppress(OSError):
            await journal.stop_extension()
    assert stopped == ["_exports", "_facts", "_renderer", "_reviewer"]
    assert journal._reviewer._worker.pid is None
