"""What `log` costs: each call beside tqdm's in the same kernel, and its import.

Run with ``python -m pytest benchmarks/bench_log.py -s``. Budgets: a call costs
no more than ``set_postfix`` of tqdm, which people call at the same place with
the same values, also beside training steps of 5 ms, showing included; the
import takes less than 20 ms in a kernel. Processor time, so that what else
runs on the machine does not count.
"""

from __future__ import annotations

import ast
import statistics

import pytest
from jupyter_client.manager import start_new_kernel

CALLS = 20_000
ROUNDS = 5
IMPORT_BUDGET_MS = 20
STEP_MS = 5

PEERS = """
import io, logging, time
from jupyterlab_journal import log
from tqdm import tqdm

logger = logging.getLogger("peer")
logger.addHandler(logging.StreamHandler(io.StringIO()))
logger.setLevel(logging.INFO)
logger.propagate = False
bar = tqdm(total=10**9, file=io.StringIO())

def ours(i):
    log(loss=1 / (i + 1), accuracy=i * 0.5)

def tqdm_(i):
    bar.set_postfix(loss=1 / (i + 1), accuracy=i * 0.5)
    bar.update()

def logging_(i):
    logger.info("step %d loss=%.6g accuracy=%.6g", i, 1 / (i + 1), i * 0.5)

def empty(i):
    dict(loss=1 / (i + 1), accuracy=i * 0.5)
"""
MEASURE = """
def measure(call):
    begun = time.thread_time()
    for i in range({calls}):
        call(i)
    return (time.thread_time() - begun) / {calls} * 1e6
costs = {{call.__name__: measure(call) for call in (ours, tqdm_, logging_, empty)}}
"""
IMPORT = """
import sys, time
for name in [name for name in sys.modules if name.startswith("jupyterlab_journal")]:
    del sys.modules[name]
begun = time.perf_counter()
from jupyterlab_journal import log
took = (time.perf_counter() - begun) * 1000
"""
TENSORS = """
import torch
tensor = torch.tensor(0.25)

def step_of(milliseconds):
    end = time.thread_time() + milliseconds / 1000
    while time.thread_time() < end:
        pass

def ours_(i):
    log(loss=tensor, accuracy=tensor)

def tqdm__(i):
    bar.set_postfix(loss=tensor.item(), accuracy=tensor.item())
    bar.update()

def share(call):
    spent = 0.0
    for i in range(200):
        step_of({step_ms})
        begun = time.thread_time()
        call(i)
        spent += time.thread_time() - begun
    return spent / (200 * {step_ms} / 1000)
"""


class Kernel:
    def __enter__(self):
        self.manager, self.client = start_new_kernel(kernel_name="python3")
        return self

    def __exit__(self, *_):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)

    def run(self, code):
        reply = self.client.execute_interactive(code, output_hook=lambda _: None, timeout=120)
        assert reply["content"]["status"] == "ok", reply["content"]

    def value(self, expression):
        self.client.execute("", silent=True, user_expressions={"value": expression})
        reply = self.client.get_shell_msg(timeout=60)
        return ast.literal_eval(reply["content"]["user_expressions"]["value"]["data"]["text/plain"])


@pytest.fixture(scope="module")
def kernel():
    with Kernel() as kernel:
        yield kernel


def test_import(kernel):
    times = []
    for _ in range(ROUNDS):
        kernel.run(IMPORT)
        times.append(kernel.value("took"))
    print(f"\nimport in a kernel: first {times[0]:.1f} ms, again {statistics.median(times[1:]):.1f} ms")
    assert statistics.median(times) < IMPORT_BUDGET_MS


def test_call(kernel):
    kernel.run(PEERS)
    rounds = []
    for _ in range(ROUNDS):
        kernel.run(MEASURE.format(calls=CALLS))
        rounds.append(kernel.value("costs"))
    cost = {name: statistics.median(round_[name] for round_ in rounds) for name in rounds[0]}
    print(
        f"\none call: log {cost['ours']:.1f} us, tqdm.set_postfix and update {cost['tqdm_']:.1f} us, "
        f"logging.info {cost['logging_']:.1f} us, the arguments alone {cost['empty']:.1f} us"
    )
    assert cost["ours"] <= cost["tqdm_"]


def test_share_of_a_training_loop(kernel):
    """Values of tensors, shown twice a second, called with the cold caches that a training step leaves."""
    kernel.run(PEERS)
    kernel.run(TENSORS.format(step_ms=STEP_MS))
    kernel.run(f"shares = [(share(ours_), share(tqdm__)) for _ in range({ROUNDS})]")
    # The best round: the others had to share the caches with what else runs on the machine.
    ours, peer = map(min, zip(*kernel.value("shares"), strict=True))
    print(f"\nsteps of {STEP_MS} ms with two tensors each: log {ours:.2%}, tqdm {peer:.2%}")
    assert ours <= peer
