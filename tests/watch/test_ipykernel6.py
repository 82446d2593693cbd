"""The same promises in a kernel of the earlier generation, ipykernel 6."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from builders import snapshot_of

VERSION = "6.31.0"


@pytest.fixture(scope="module")
def ipykernel6(tmp_path_factory):
    """A folder that holds ipykernel 6 and nothing else."""
    folder = tmp_path_factory.mktemp("ipykernel6")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
    done = subprocess.run(
        [*pip, "--target", str(folder), f"ipykernel=={VERSION}"],
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    if done.returncode != 0:
        pytest.skip(f"ipykernel {VERSION} could not be installed: {done.stderr.strip()[-200:]}")
    return folder


@pytest.fixture
def kernel6(ipykernel6, jp_data_dir, start_user, watches, jp_asyncio_loop):
    """A kernel of ipykernel 6 with its probes, and a user at it."""
    folder = jp_data_dir / "kernels" / "six"
    folder.mkdir(parents=True)
    spec = {
        "argv": [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
        "display_name": "six",
        "language": "python",
        "metadata": {"debugger": True},
        "env": {"PYTHONPATH": str(ipykernel6)},
    }
    (folder / "kernel.json").write_text(json.dumps(spec))
    return jp_asyncio_loop.run_until_complete(start_user(kernel_name="six"))


async def test_facts_come_idle_and_busy(kernel6, watches):
    kernel_id, user = kernel6
    assert await user.run("import ipykernel; ipykernel.__version__") == repr(VERSION)
    assert (await snapshot_of(watches, kernel_id)).failed == ()
    cell = await user.begin("import time\nfor step in range(200): time.sleep(0.01)\nstep")
    for _ in range(20):
        snapshot = await snapshot_of(watches, kernel_id)
        assert snapshot.busy
        assert snapshot.failed == ()
        assert user.manager.execution_state == "busy"
    assert 0 <= int((await watches.parameters(kernel_id))["step"]) < 199
    assert await cell == "199"


async def test_queued_cells_are_each_noted_at_their_own_end(kernel6, watches):
    kernel_id, user = kernel6
    cells = {"a": "lr = 1", "b": "lr = 2", "c": "lr = 3", "d": "lr = 4", "e": "lr = 5; 1 / 0", "f": "lr = 6"}
    numbers = [user.queue(code, cell_id) for cell_id, code in cells.items()]
    assert await user.replies(numbers) == ["ok", "ok", "ok", "ok", "error", "aborted"]
    records = await watches.cell_records(kernel_id)
    assert [(record.cell_id, record.message_id) for record in records] == list(
        zip("abcde", numbers[:5], strict=True)
    )
    assert [record.changes[0].after for record in records] == ["1", "2", "3", "4", "5"]
    assert records[-1].error.type == "ZeroDivisionError"


async def test_input_and_interrupt_still_reach_the_cell(kernel6, kernels, watches):
    kernel_id, user = kernel6

    async def capture_then_answer(_message):
        await user.until("busy")
        assert (await snapshot_of(watches, kernel_id)).failed == ()
        user.client.input("blue")

    assert await user.run("input('colour? ')", on_question=capture_then_answer) == "'blue'"
    cell = await user.begin("import time\nwhile True: time.sleep(0.01)")
    await snapshot_of(watches, kernel_id)
    await kernels.interrupt_kernel(kernel_id)
    assert (await cell).startswith("KeyboardInterrupt")
    assert (await watches.cell_records(kernel_id))[-1].error.type == "KeyboardInterrupt"
