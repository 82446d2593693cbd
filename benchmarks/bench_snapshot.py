"""What a snapshot costs, beside the peer ``%watermark`` in the same kernel and the same run.

Run with ``python -m pytest benchmarks/bench_snapshot.py``. Budgets (shared
contract): p95 at most 50 ms while a training loop runs; at most 10 % over
the peer, which records a hundredth of it.
"""

from __future__ import annotations

import asyncio
import statistics
import time

import pytest
from builders import snapshot_of
from jupyter_client.multikernelmanager import AsyncMultiKernelManager

from jupyterlab_journal.watch.watches import Watches

ROUNDS = 100
TRAINING_BUDGET_MS = 50
PEER_FACTOR = 1.1
TRAINING = """
import torch
net = torch.nn.Sequential(torch.nn.Linear(256, 256), torch.nn.ReLU(), torch.nn.Linear(256, 10))
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
step = 0
while True:
    loss = net(torch.randn(64, 256)).square().mean(); optimizer.zero_grad(); loss.backward(); optimizer.step()
    step += 1
"""


class Bench:
    """One kernel with numpy and torch imported, one client that types, the watches under test."""

    def __init__(self, folder):
        self.loop = asyncio.new_event_loop()
        self.folder = folder

    def __enter__(self):
        self.call(self._start())
        return self

    def __exit__(self, *_):
        self.call(self._stop())
        self.loop.close()

    def call(self, awaitable):
        return self.loop.run_until_complete(awaitable)

    async def _start(self):
        self.kernels = AsyncMultiKernelManager()
        self.kernel_id = await self.kernels.start_kernel(kernel_name="python3", cwd=str(self.folder))
        self.client = self.kernels.get_kernel(self.kernel_id).client()
        self.client.start_channels()
        await self.client.wait_for_ready(timeout=60)
        # The peer's cells must not pay for our hooks; bench_cells.py weighs them.
        self.watches = Watches(self.kernels, root_folder=str(self.folder), watch_cells=False)
        await self.cell("import numpy, torch; lr = 0.1\n%load_ext watermark")
        await self.snapshot()

    async def _stop(self):
        await self.watches.close()
        self.client.stop_channels()
        await self.kernels.shutdown_all(now=True)

    async def cell(self, code):
        reply = await self.client.execute_interactive(code, output_hook=lambda _message: None, timeout=60)
        assert reply["content"]["status"] == "ok"

    async def snapshot(self):
        snapshot = await snapshot_of(self.watches, self.kernel_id, "benchmark.ipynb")
        assert snapshot.failed == ()

    async def step(self):
        """Return how far the training loop is."""
        return int((await self.watches.parameters(self.kernel_id)).get("step", 0))


@pytest.fixture(scope="module")
def bench(request):
    with Bench(request.config.rootpath) as bench:
        yield bench


def p95(benchmark):
    return statistics.quantiles(benchmark.stats.stats.data, n=20)[-1] * 1000


def measure(benchmark, bench, work):
    benchmark.pedantic(lambda: bench.call(work()), rounds=ROUNDS, warmup_rounds=5)
    benchmark.extra_info["p95_ms"] = round(p95(benchmark), 2)


results = {}


def test_peer_watermark(benchmark, bench):
    measure(benchmark, bench, lambda: bench.cell("%watermark -v -m -p torch,numpy"))
    results["watermark"] = p95(benchmark)


def test_snapshot_idle(benchmark, bench):
    measure(benchmark, bench, bench.snapshot)
    results["idle"] = p95(benchmark)


def test_snapshot_while_training(benchmark, bench):
    bench.client.execute(TRAINING)
    try:
        while (before := bench.call(bench.step())) < 10:
            time.sleep(0.1)  # torch's optimizers take a second to import
        measure(benchmark, bench, bench.snapshot)
        assert bench.call(bench.step()) > before  # it was really training all the while
    finally:
        bench.call(bench.kernels.interrupt_kernel(bench.kernel_id))
    results["training"] = p95(benchmark)
    assert results["training"] <= TRAINING_BUDGET_MS


def test_report():
    watermark = results["watermark"]
    print(f"\np95 %watermark -v -m -p torch,numpy: {watermark:.1f} ms")
    for name in ("idle", "training"):
        print(f"p95 snapshot, {name}: {results[name]:.1f} ms ({results[name] / watermark:.2f} x watermark)")
    assert results["idle"] <= PEER_FACTOR * watermark
