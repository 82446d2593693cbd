"""Work on demand."""

from __future__ import annotations

import asyncio

from jupyterlab_journal.watch.background import Background, OnDemand


async def test_work_is_done_once_for_all_who_want_it_meanwhile():
    background, begun, go = Background(), [], asyncio.Semaphore(0)

    async def work():
        begun.append(len(begun))
        await go.acquire()

    on_demand = OnDemand(work, 0, background)
    on_demand.want()
    await asyncio.sleep(0)
    on_demand.want()
    on_demand.want()
    assert begun == [0]
    go.release()
    while len(begun) < 2:
        await asyncio.sleep(0)
    on_demand.cancel()
    on_demand.cancel()
    await background.end()
    assert begun == [0, 1]
