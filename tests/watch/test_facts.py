"""Facts of real kernels, each against what the kernel or its machine says by other means."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import datetime

import pytest
from builders import snapshot_of

from jupyterlab_journal.facts.requirement_files import environment_files


def failures(snapshot):
    return {failed.probe: failed.reason for failed in snapshot.failed}


def output_of(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


async def test_machine_and_process_are_the_kernels(kernel, watches, tmp_path):
    kernel_id, user = kernel
    snapshot = await snapshot_of(watches, kernel_id)
    assert failures(snapshot) == {}
    host, python = snapshot.facts["host"], snapshot.facts["python"]
    await user.run("import os, ipykernel, socket")
    truth = eval(await user.run("(os.getpid(), ipykernel.__version__, socket.gethostname(), os.getcwd())"))
    assert (host["process_id"], python["ipykernel"], host["name"], host["folder"]) == truth
    began = datetime.fromisoformat(host["started_at"]).timestamp()
    assert abs(began - float(output_of("stat", "-c", "%.Y", f"/proc/{host['process_id']}"))) <= 3
    await user.run(f"os.chdir({str(tmp_path)!r})")
    assert (await snapshot_of(watches, kernel_id)).facts["host"]["folder"] == str(tmp_path)


async def test_torch_is_told_in_detail_and_in_words_of_this_moment(kernel, watches):
    kernel_id, user = kernel
    await user.run("import torch; torch.set_default_dtype(torch.float64)")
    torch = (await snapshot_of(watches, kernel_id)).facts["frameworks"]["torch"]
    assert torch["default_dtype"] == "float64"
    for threads in (1, 2):  # asked in the thread that answers, the number would be that of the first time
        await user.run(f"torch.set_num_threads({threads})")
        torch = (await snapshot_of(watches, kernel_id)).facts["frameworks"]["torch"]
        assert torch["threads"] == threads
    assert await user.run("torch.version.git_version") == repr(torch["git_commit"])
    await user.run("torch.backends.fp32_precision = 'tf32'")
    snapshot = await snapshot_of(watches, kernel_id)
    assert failures(snapshot) == {}
    truth = await user.run("torch.backends.cuda.matmul.fp32_precision")
    flags = snapshot.facts["determinism"]
    assert repr(flags.get("cuda.matmul.fp32_precision", "tf32")) == truth


async def test_generators_that_only_have_a_state_give_their_seed(kernel, watches):
    kernel_id, user = kernel
    await user.run(
        "import random, numpy\nlegacy = numpy.random.RandomState(11)\n"
        "own = random.Random(12); third = random.Random(13)\n"
        "_ = legacy.rand(100), own.random()"
    )
    seeds = (await snapshot_of(watches, kernel_id)).facts["seeds"]
    assert seeds["numpy:legacy"] == {"value": "11", "source": "recovered", "confidence": "certain"}
    assert seeds["python:own"] == {"value": "12", "source": "recovered", "confidence": "certain"}
    assert seeds["python:third"] == {"value": None, "source": "unknown"}  # no room for more states


@pytest.fixture
def other_environment(tmp_path):
    """A kernel's own virtual environment, with one package that the server's does not have."""
    folder = tmp_path / "study"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    packages = next(folder.glob("lib/*/site-packages"))
    servers = next(path for path in sys.path if path.endswith("site-packages"))
    (packages / "servers.pth").write_text(servers)
    metadata = packages / "only_here-1.5.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Name: only-here\nVersion: 1.5\n")
    spec = tmp_path / "kernels" / "study"
    spec.mkdir(parents=True)
    argv = [str(folder / "bin" / "python"), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    (spec / "kernel.json").write_text(
        json.dumps({"argv": argv, "display_name": "Study", "language": "python"})
    )
    return folder, spec.parent


async def test_the_environment_is_the_kernels_not_the_servers(
    other_environment, kernels, start_user, watches
):
    folder, specs = other_environment
    kernels.kernel_spec_manager.kernel_dirs.insert(0, str(specs))
    # The test server passes its own search path on to its kernels.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    kernel_id, _user = await start_user(kernel_name="study", env=environment)
    facts = (await snapshot_of(watches, kernel_id)).facts
    assert facts["python"]["environment"] == {"kind": "venv", "name": "study"}
    assert facts["python"]["prefix"] == str(folder) != sys.prefix
    assert facts["packages"]["versions"]["only-here"] == "1.5"
    assert facts["packages"]["folders"][0].startswith(str(folder))
    portable, exact = environment_files(facts)
    assert "only-here==1.5\n" in portable.text
    assert "only-here==1.5\n" in exact.text


async def test_a_launchers_variables_reach_the_snapshot(start_user, watches):
    variables = {"TORCHELASTIC_RUN_ID": "r1", "RANK": "2", "WORLD_SIZE": "4", "LOCAL_RANK": "0"}
    kernel_id, _user = await start_user(env={**os.environ, **variables, "MASTER_ADDR": "node01"})
    run = (await snapshot_of(watches, kernel_id)).facts["distributed"]
    assert (run["rank"], run["world_size"], run["launcher"], run["hosts"]) == (2, 4, "torchrun", "node01")


async def test_the_largest_answer_starts_no_thread_in_the_kernel(kernel, watches, tmp_path):
    """Frames over 64 kB are sent by pyzmq without a copy, for which it starts a thread."""
    kernel_id, user = kernel
    folder = tmp_path / "site-packages"
    for number in range(600):
        (folder / f"package_{number:03}-1.{number}.dist-info").mkdir(parents=True)
    await user.run(
        "import numpy, random, sys, builtins, json\n"
        f"sys.path[:] = [p for p in sys.path if not p.endswith('site-packages')] + [{str(folder)!r}]\n"
        "a, b = numpy.random.RandomState(1), random.Random(2)\n"
        "globals().update({f'generator_{i}': numpy.random.default_rng(i) for i in range(30)})\n"
        "globals().update({f'text_{i}': '\\\\\"' * 50 for i in range(1000)})"
    )
    script = "len(json.dumps({'data': builtins.__jupyterlab_journal__._repr_mimebundle_()}))"
    assert 30_000 < int(await user.run(script)) < 65_536
    snapshot = await snapshot_of(watches, kernel_id)
    assert failures(snapshot) == {}
    assert snapshot.facts["packages"]["count"] == 600


async def test_lazy_modules_and_proxies_stay_asleep(kernel, watches):
    kernel_id, user = kernel
    await user.run(
        "import sys, types\ncalls = []\n"
        "class Lazy(types.ModuleType):\n"
        "    def __getattribute__(self, name): calls.append(name); raise AttributeError(name)\n"
        "for name in ('jax', 'tensorflow', 'transformers', 'jax._src.xla_bridge', 'torch', 'torch._C',\n"
        "             'torch.cuda', 'torch.distributed', 'numpy.random', 'ipykernel.fake'):\n"
        "    sys.modules[name] = Lazy('x')\n"
        "class Proxy:\n"
        "    @property\n"
        "    def __class__(self): calls.append('class'); return int\n"
        "    def __getattr__(self, name): calls.append(name)\n"
        "proxy = Proxy(); calls.clear()"
    )
    snapshot = await snapshot_of(watches, kernel_id)
    assert failures(snapshot) == {}
    assert snapshot.facts["frameworks"]["jax"] == {"version": None, "imported": True, "jaxlib": None}
    assert await user.run("calls") == "[]"


async def test_settings_that_raise_cost_only_their_group(kernel, watches):
    kernel_id, user = kernel
    await user.run(
        "import torch, os\n"
        "def broken(): raise SystemExit('no')\n"
        "torch.get_default_dtype = broken\n"
        "os.getcwd = broken"
    )
    snapshot = await snapshot_of(watches, kernel_id)
    assert failures(snapshot) == {"frameworks": "SystemExit: no", "host": "SystemExit: no"}
    assert snapshot.facts["python"]["version"]
    assert snapshot.facts["packages"]["count"] > 10
    assert snapshot.facts["python"]["executable"] == sys.executable
