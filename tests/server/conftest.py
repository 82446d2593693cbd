"""A user at a notebook, and how long a server's loop stood still, whatever else the machine did."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from contextlib import asynccontextmanager

import pytest
from notebook_user import Notebook

TICK_S = 0.005
BESIDE = f"""
import select, sys, time
print(flush=True)
worst = 0.0
while True:
    before = time.perf_counter()
    ended = select.select([sys.stdin], [], [], {TICK_S})[0]
    if ended:
        break
    worst = max(worst, time.perf_counter() - before - {TICK_S})
print(worst)
"""


def start_beside():
    command = [sys.executable, "-c", BESIDE]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    process.stdout.readline()
    return process


class Stall:
    """The longest moment in which the loop did nothing else; `seconds` when it is over.

    Another process, which has nothing to do with the server, is measured
    beside it: what that had to wait for the machine is taken off.
    """

    seconds = 0.0

    async def tick(self):
        while True:
            before = time.perf_counter()
            await asyncio.sleep(TICK_S)
            self.seconds = max(self.seconds, time.perf_counter() - before - TICK_S)


@pytest.fixture
def stall():
    """Return what measures the loop inside an ``async with``."""

    @asynccontextmanager
    async def measure():
        beside = await asyncio.to_thread(start_beside)
        measured = Stall()
        ticker = asyncio.create_task(measured.tick())
        try:
            yield measured
            await asyncio.sleep(2 * TICK_S)  # a stall at the very end is one too
        finally:
            ticker.cancel()
            waited, _ = await asyncio.to_thread(beside.communicate)
        measured.seconds = max(0.0, measured.seconds - float(waited))

    return measure


@pytest.fixture
def study(jp_fetch, jp_serverapp, jp_asyncio_loop):
    """Return a user at a notebook whose kernel runs."""
    kernels = jp_serverapp.kernel_manager
    kernel_id = jp_asyncio_loop.run_until_complete(kernels.start_kernel())
    user = jp_asyncio_loop.run_until_complete(Notebook(jp_fetch, kernels, kernel_id).arrive())
    yield user
    user.client.stop_channels()
    jp_asyncio_loop.run_until_complete(kernels.shutdown_kernel(kernel_id, now=True))
