"""Work on demand."""

from __future__ import annotations

import asyncio

from jupyterlab_journal.watch.background import Background, OnDemand


async def test_work_is_done_once_for_all_who_want_it_meanwhile():
    background, begun, go = Background(), asyncio.Queue(), asyncio.Semaphore(0)

    async def work():
        begun.put_nowait("begun")
        await go.acquire()

    on_demand = OnDemand(work, 0, background)
    on_demand.want()
    await begun.get()
    on_demand.want()
    on_demand.want()
    go.release()
    await begun.get()
    go.release()
    await asyncio.wait_for(asyncio.shield(on_demand._task), 10)
    assert begun.empty()
    on_demand.cancel()
    on_demand.cancel()
    await background.end()


async def test_work_that_is_cancelled_is_begun_no_more():
    background, begun = Background(), asyncio.Queue()

    async def work():
        begun.put_nowait("begun")
        await asyncio.Event().wait()

    on_demand = OnDemand(work, 0, background)
    on_demand.want()
    await begun.get()
    on_demand.want()
    on_demand.cancel()
    await background.end()
    assert begun.empty()


async def test_who_hurries_does_not_wait_for_the_end_of_the_pause():
    background, begun = Background(), asyncio.Queue()

    async def work():
        begun.put_nowait("begun")

    on_demand = OnDemand(work, 600, background)
    on_demand.want()
    await begun.get()
    on_demand.want()
    on_demand.hurry()
    await asyncio.wait_for(begun.get(), 10)
    await background.end()
