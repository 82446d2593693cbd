"""What a snapshot costs through a gateway on this machine.

Run with ``python -m pytest benchmarks/bench_gateway.py -s``. Budget: p95 at
most 60 ms.
"""

from __future__ import annotations

import asyncio
import os
import socket
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request

from builders import snapshot_of
from jupyter_server.gateway.gateway_client import GatewayClient
from jupyter_server.gateway.managers import GatewayMappingKernelManager
from traitlets.config import Config

from jupyterlab_journal.watch.watches import Watches

ROUNDS = 100
BUDGET_MS = 60
TOKEN = "token-of-this-benchmark"


def start_gateway(folder):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "jupyter_server", "--no-browser", "--allow-root", f"--port={port}"]
    command += [f"--IdentityProvider.token={TOKEN}", "--ServerApp.jpserver_extensions={}"]
    folders = {f"JUPYTER_{name}_DIR": str(folder / name) for name in ("CONFIG", "RUNTIME")}
    process = subprocess.Popen(
        [*command, f"--ServerApp.root_dir={folder}"],
        env={**os.environ, **folders},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    for _ in range(300):
        try:
            urllib.request.urlopen(f"{address}/api?token={TOKEN}", timeout=5).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
        else:
            return address, process
    process.kill()
    raise AssertionError("the gateway never answered")


def test_snapshot_through_a_gateway(tmp_path):
    address, gateway = start_gateway(tmp_path)
    settings = Config({"GatewayClient": {"url": address, "auth_token": TOKEN}})
    GatewayClient.clear_instance()
    GatewayClient.instance(config=settings)

    async def run():
        kernels = GatewayMappingKernelManager()
        watches = Watches(kernels, root_folder=str(tmp_path))
        kernel_id = await kernels.start_kernel()
        times = []
        await snapshot_of(watches, kernel_id)  # waits until the probes are there
        for _ in range(ROUNDS):
            begun = time.perf_counter()
            assert (await snapshot_of(watches, kernel_id, "a.ipynb")).failed == ()
            times.append((time.perf_counter() - begun) * 1000)
        await kernels.shutdown_kernel(kernel_id)
        await watches.close()
        return times

    try:
        times = asyncio.run(run())
    finally:
        GatewayClient.clear_instance()
        gateway.terminate()
        gateway.wait(20)
    p95 = statistics.quantiles(times, n=20)[-1]
    print(f"\nsnapshot through a gateway: median {statistics.median(times):.1f} ms, p95 {p95:.1f} ms")
    assert p95 <= BUDGET_MS
