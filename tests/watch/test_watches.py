"""A snapshot of real kernels: idle, busy, restarted, gone."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys

import pytest
from builders import snapshot_of

from jupyterlab_journal.entry.codec import decode_snapshot, encode_snapshot
from jupyterlab_journal.errors import KernelUnavailable, NotFound
from jupyterlab_journal.watch import patience


def failures(snapshot):
    return {failed.probe: failed.reason for failed in snapshot.failed}


def output_of(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


async def test_interpreter_is_that_of_the_kernel(kernel, watches):
    kernel_id, user = kernel
    truth = eval(
        await user.run(
            "import sys, platform\n(platform.python_version(), platform.python_implementation(), "
            "sys.executable, sys.prefix)"
        )
    )
    python = (await snapshot_of(watches, kernel_id)).facts["python"]
    assert (python["version"], python["implementation"], python["executable"], python["prefix"]) == truth


async def test_torch_not_imported_is_read_from_its_files_and_stays_so(kernel, watches):
    kernel_id, user = kernel
    script = (
        "import torch as t, json; print(json.dumps([t.__version__, t.version.cuda, t.version.git_version]))"
    )
    truth = json.loads(output_of(sys.executable, "-c", script))
    torch = (await snapshot_of(watches, kernel_id)).facts["frameworks"]["torch"]
    assert [torch["version"], torch["cuda"], torch["git_commit"]] == truth
    assert torch["imported"] is False
    assert await user.run("import sys; 'torch' in sys.modules") == "False"


async def test_imported_torch_gives_its_flags_and_stays_without_cuda(kernel, watches):
    kernel_id, user = kernel
    await user.run(
        "import torch; torch.use_deterministic_algorithms(True); torch.backends.cudnn.benchmark = True"
    )
    snapshot = await snapshot_of(watches, kernel_id)
    assert snapshot.facts["frameworks"]["torch"]["imported"] is True
    assert snapshot.facts["determinism"]["torch.deterministic_algorithms"] is True
    assert snapshot.facts["determinism"]["cudnn.benchmark"] is True
    assert "cudnn-benchmark" in {finding.code for finding in snapshot.findings}
    assert snapshot.facts["devices"] == []
    assert "not initialised" in snapshot.facts["absent"]["devices"]
    assert await user.run("torch.cuda.is_initialized()") == "False"


async def test_seeds_are_those_that_were_planted(kernel, watches):
    kernel_id, user = kernel
    await user.run(
        "import random, numpy, torch\n"
        "random.seed(7); numpy.random.seed(2**32 - 1); torch.manual_seed(2**63 - 25)\n"
        "rng = numpy.random.default_rng(1234); g = torch.Generator(); g.manual_seed(99);\n"
        "_ = [random.random() for _ in range(5000)], numpy.random.rand(5000), torch.rand(5000), rng.random(9)"
    )
    snapshot = await snapshot_of(watches, kernel_id)
    seeds = {name: (seed["value"], seed["source"]) for name, seed in snapshot.facts["seeds"].items()}
    assert seeds == {
        "python": ("7", "recovered"),
        "numpy": (str(2**32 - 1), "recovered"),
        "torch": (str(2**63 - 25), "state"),
        "numpy:rng": ("1234", "state"),
        "torch:g": ("99", "state"),
    }


async def test_seeds_nobody_set_are_unknown_not_guessed(kernel, watches):
    kernel_id, user = kernel
    await user.run("import numpy.random, torch")
    snapshot = await snapshot_of(watches, kernel_id)
    assert snapshot.facts["seeds"]["python"] == {"value": None, "source": "unknown"}
    assert snapshot.facts["seeds"]["numpy"] == {"value": None, "source": "unknown"}
    assert snapshot.facts["seeds"]["torch"]["value"] == await user.run("torch.initial_seed()")
    codes = {finding.code for finding in snapshot.findings}
    assert {"python-unseeded", "numpy-unseeded", "torch-unseeded"} <= codes


async def test_parameters_are_the_scalars_as_python_writes_them(kernel, watches):
    kernel_id, user = kernel
    await user.run(
        "lr = 1e-3; epochs = 10; name = 'LeNet'; betas = (0.9, 0.999); amp = True; clip = None\n"
        "import math; model = object(); layers = [1]; _private = 1; long = 'x' * 5000; huge = 10 ** 5000\n"
        "hf_token = 'abc'; max_tokens = 5\n"
        "def f(): pass"
    )
    assert await watches.parameters(kernel_id) == {
        "lr": "0.001",
        "epochs": "10",
        "name": "'LeNet'",
        "betas": "(0.9, 0.999)",
        "amp": "True",
        "clip": "None",
        "max_tokens": "5",
        "layers": "[1]",
    }


async def test_settings_of_objects_have_dotted_names(kernel, watches):
    kernel_id, user = kernel
    await user.run(
        "import torch\n"
        "model = torch.nn.Linear(4, 2)\n"
        "opt = torch.optim.SGD(model.parameters(), lr=0.1)\n"
        "for group in opt.param_groups: group['lr'] = 0.05"
    )
    settings = await watches.parameters(kernel_id)
    assert settings["opt"] == "SGD"
    assert settings["opt.lr"] == "0.05"
    assert settings["model.parameters"] == "10"


async def test_busy_kernel_answers_with_present_facts_and_stays_busy(kernel, watches):
    kernel_id, user = kernel
    cell = await user.begin("import time\nfor step in range(300): time.sleep(0.01)\nstep")
    for _ in range(20):
        snapshot = await snapshot_of(watches, kernel_id)
        assert snapshot.busy
        assert failures(snapshot) == {}
        assert user.manager.execution_state == "busy"
    assert await cell == "299"


async def test_idle_kernel_stays_idle_for_the_culler(kernel, watches):
    kernel_id, user = kernel
    await user.run("1")
    await snapshot_of(watches, kernel_id)
    await asyncio.sleep(0.2)  # until the server has heard all about the cell
    activity = user.manager.last_activity
    for _ in range(20):
        await snapshot_of(watches, kernel_id)
    await asyncio.sleep(0.2)
    assert user.manager.last_activity == activity


async def test_busy_kernel_without_probes_says_so_and_gets_them_later(start_user, late_watches):
    kernel_id, user = await start_user()
    cell = await user.begin("import time; time.sleep(2)")
    early = await snapshot_of(late_watches, kernel_id)
    assert early.busy
    assert "busy or starting" in failures(early)["kernel"]
    assert early.facts["python"]["version"] == "{}.{}.{}".format(*sys.version_info)
    with pytest.raises(KernelUnavailable, match="busy or starting"):
        await late_watches.parameters(kernel_id)
    assert await cell == ""
    late = await snapshot_of(late_watches, kernel_id)
    assert failures(late) == {}
    assert late.facts["packages"]["count"] > 10


async def test_probes_queued_behind_a_failing_cell_arrive(start_user, late_watches):
    kernel_id, user = await start_user()
    cell = await user.begin("import time; time.sleep(1); 1 / 0")
    await snapshot_of(late_watches, kernel_id)
    assert await cell == "ZeroDivisionError: division by zero"
    assert failures(await snapshot_of(late_watches, kernel_id)) == {}
    assert await user.run("import sys; type(sys.last_value).__name__") == "'ZeroDivisionError'"


async def test_kernel_has_its_probes_before_the_first_cell(start_user, watches):
    _kernel_id, user = await start_user()
    assert await user.run("'__jupyterlab_journal__' in vars(__import__('builtins'))") == "True"


async def test_restart_plants_again(kernel, kernels, watches):
    kernel_id, user = kernel
    await user.run("lr = 1")
    await kernels.restart_kernel(kernel_id)
    await user.client.wait_for_ready(timeout=60)
    assert await user.run("'__jupyterlab_journal__' in vars(__import__('builtins'))") == "True"
    assert await watches.parameters(kernel_id) == {}


async def test_restart_without_events_is_noticed_by_the_process(start_user, kernels, late_watches):
    kernel_id, user = await start_user()
    await user.run("lr = 1")
    assert await late_watches.parameters(kernel_id) == {"lr": "1"}
    await kernels.restart_kernel(kernel_id)
    await user.client.wait_for_ready(timeout=60)
    assert await late_watches.parameters(kernel_id) == {}
    assert await user.run("import sys; hasattr(sys, 'last_value')") == "False"


async def test_restart_ends_a_request_that_waits(kernel, kernels, watches, hold, monkeypatch):
    kernel_id, user = kernel
    await snapshot_of(watches, kernel_id)
    cell = await hold.begin(user)
    monkeypatch.setattr(patience, "LIMIT_S", 60.0)  # that it waits, however slow the restart
    request = asyncio.ensure_future(snapshot_of(watches, kernel_id))
    await asyncio.sleep(0.1)
    await kernels.restart_kernel(kernel_id, now=True)
    with pytest.raises(KernelUnavailable, match="stopped or restarted"):
        await asyncio.wait_for(request, 20)
    cell.cancel()
    await user.client.wait_for_ready(timeout=60)
    assert failures(await snapshot_of(watches, kernel_id)) == {}


async def test_restarted_kernel_is_not_busy_with_the_cell_of_its_former_process(kernel, kernels, watches):
    kernel_id, user = kernel
    await snapshot_of(watches, kernel_id)
    cell = await user.begin("import time; time.sleep(600)")
    # As it happens now and then: the server's own ear is connected again too late to hear of the plant.
    kernels.stop_watching_activity(kernel_id)
    cell.cancel()
    await kernels.restart_kernel(kernel_id, now=True)
    await user.client.wait_for_ready(timeout=60)
    assert user.manager.execution_state == "busy"
    snapshot = await snapshot_of(watches, kernel_id)
    assert (snapshot.busy, failures(snapshot)) == (False, {})
    kernels.start_watching_activity(kernel_id)
    while user.manager.execution_state != "idle":  # until the ear hears again; the state was an old one
        await user.run("1")
    cell = await user.begin("import time; time.sleep(2)")
    assert (await snapshot_of(watches, kernel_id)).busy
    assert await cell == ""


async def test_dead_kernel_is_unavailable(kernel, watches):
    kernel_id, user = kernel
    user.manager.stop_restarter()
    user.manager.provisioner.process.kill()
    user.manager.provisioner.process.wait(10)
    with pytest.raises(KernelUnavailable, match="dead") as caught:
        await snapshot_of(watches, kernel_id)
    assert "Restart" in caught.value.hint


async def test_unknown_kernel_is_not_found(watches):
    with pytest.raises(NotFound):
        await snapshot_of(watches, "9f2c0000-0000-0000-0000-000000000000")


@pytest.mark.parametrize("path", ["../elsewhere.ipynb", "a/../../b.ipynb", "a\0b.ipynb"])
async def test_path_outside_the_root_is_not_found(kernel, watches, path):
    with pytest.raises(NotFound):
        await snapshot_of(watches, kernel[0], path)


async def test_git_is_that_of_the_notebooks_folder_even_unsaved(kernel, watches, root_folder):
    folder = root_folder / "project"
    folder.mkdir()
    git = ("git", "-C", str(folder), "-c", "user.name=a", "-c", "user.email=a@b")
    output_of(*git, "init", "-q", "-b", "main")
    output_of(*git, "commit", "-q", "--allow-empty", "-m", "start")
    commit = output_of(*git, "rev-parse", "HEAD")
    snapshot = await snapshot_of(watches, kernel[0], "project/new/unsaved.ipynb")
    assert snapshot.facts["git"] == {"commit": commit, "branch": "main", "dirty": False, "remote": None}
    outside = await snapshot_of(watches, kernel[0], "unsaved.ipynb")
    assert outside.facts["git"] is None
    assert "git" in outside.facts["absent"]


async def test_snapshot_survives_the_codec(kernel, watches):
    snapshot = await snapshot_of(watches, kernel[0])
    text = json.dumps(encode_snapshot(snapshot))
    assert encode_snapshot(decode_snapshot(json.loads(text))) == encode_snapshot(snapshot)
