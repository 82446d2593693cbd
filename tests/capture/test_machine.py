"""Host, environment, container and process group, each against an independent truth."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from jupyterlab_journal.capture import host
from jupyterlab_journal.capture.container import ContainerProbe
from jupyterlab_journal.capture.distributed import DistributedProbe
from jupyterlab_journal.capture.host import HostProbe
from jupyterlab_journal.capture.interpreter import PythonProbe
from jupyterlab_journal.capture.probe import Absent, Context, run_probes

EMPTY = Context(namespace={})
SOURCE = str(Path(__file__).parents[2] / "src")
READ = (
    "import json, sys; from jupyterlab_journal.capture.{module} import {probe}; "
    "from jupyterlab_journal.capture.probe import run_probes; "
    "print(json.dumps(run_probes([{probe}()], None)))"
)


def read_in(python, module, probe, **environment):
    """Run a probe in another interpreter."""
    done = subprocess.run(
        [str(python), "-c", READ.format(module=module, probe=probe)],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": SOURCE, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    ends = json.loads(done.stdout)
    assert ends["failed"] == {}
    return next(iter(ends["facts"].values()), None)


def output_of(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def test_host_is_the_one_that_the_systems_own_programs_name():
    facts = HostProbe().read(EMPTY)
    assert facts["name"] == output_of("hostname")
    assert facts["machine"] == output_of("uname", "-m")
    assert facts["cpus"] == int(output_of("nproc"))
    kibibytes = next(line for line in Path("/proc/meminfo").read_text().splitlines() if "MemTotal" in line)
    assert facts["memory_bytes"] == int(kibibytes.split()[1]) * 1024
    assert output_of("uname", "-r") in facts["platform"]
    assert (facts["folder"], facts["process_id"]) == (str(Path.cwd()), os.getpid())


def test_process_start_is_when_it_was_started():
    before = time.time()
    facts = read_in(sys.executable, "host", "HostProbe")
    began = datetime.fromisoformat(facts["started_at"])
    assert began.tzinfo is not None
    assert before - 2 <= began.timestamp() <= time.time()


def test_where_linux_does_not_tell_ipykernels_psutil_tells_when_the_process_began(monkeypatch):
    psutil = pytest.importorskip("psutil", reason="ipykernel brings psutil")

    def no_proc(*_args, **_options):
        raise FileNotFoundError("/proc/self/stat")

    told = datetime.fromisoformat(host._started_at())
    monkeypatch.setattr(host, "open", no_proc, raising=False)
    assert abs(datetime.fromisoformat(host._started_at()) - told) < timedelta(seconds=2)
    monkeypatch.delitem(sys.modules, psutil.__name__)
    assert host._started_at() is None


def test_a_folder_that_was_removed_is_unknown_and_costs_nothing_else(tmp_path, monkeypatch):
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    facts = HostProbe().read(EMPTY)
    assert facts["folder"] is None
    assert facts["process_id"] == os.getpid()


def test_a_virtual_environment_is_named_as_its_maker_named_it(tmp_path):
    for options, name in (((), "lab"), (("--prompt", "my study"), "my study")):
        folder = tmp_path / name / "lab"
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", *options, str(folder)], check=True)
        facts = read_in(folder / "bin" / "python", "interpreter", "PythonProbe")
        assert facts["environment"] == {"kind": "venv", "name": name}
        assert facts["prefix"] == str(folder)
        assert facts["ipykernel"] is None


def test_a_systems_own_python_is_no_environment():
    python = Path(sys.base_prefix) / "bin" / "python3"
    if not python.exists():
        pytest.skip(f"no interpreter at {python}")
    assert read_in(python, "interpreter", "PythonProbe")["environment"] == {"kind": None, "name": None}


def test_a_conda_environment_is_the_kernels_not_that_of_the_servers_shell(tmp_path):
    folder = tmp_path / "envs" / "vision"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    (folder / "conda-meta").mkdir()
    python = folder / "bin" / "python"
    other = {"CONDA_PREFIX": "/opt/conda", "CONDA_DEFAULT_ENV": "base"}
    assert read_in(python, "interpreter", "PythonProbe", **other)["environment"] == {
        "kind": "conda",
        "name": "vision",
    }
    own = {"CONDA_PREFIX": str(folder), "CONDA_DEFAULT_ENV": "my-vision"}
    assert read_in(python, "interpreter", "PythonProbe", **own)["environment"]["name"] == "my-vision"


IMAGES = {
    "quay.io/lab/torch:2.1": ("2.1", None),
    "quay.io/lab/torch": ("latest", None),
    "localhost:5000/torch": ("latest", None),
    "localhost:5000/torch:latest": ("latest", None),
    "lab/torch@sha256:" + "ab" * 32: (None, "sha256:" + "ab" * 32),
    "lab/torch:2.1@sha256:" + "ab" * 32: ("2.1", "sha256:" + "ab" * 32),
    "/images/torch.sif": (None, None),
}


@pytest.mark.parametrize("image", IMAGES)
def test_tag_and_digest_are_those_of_the_images_name(tmp_path, monkeypatch, image):
    monkeypatch.setenv("JUPYTER_IMAGE_SPEC", image)
    facts = ContainerProbe(str(tmp_path)).read(EMPTY)
    assert facts["image"] == image
    assert (facts["tag"], facts["digest"]) == IMAGES[image]


@pytest.mark.parametrize(
    ("path", "text", "kind"),
    [
        (".dockerenv", "", "docker"),
        ("run/.containerenv", "", "podman"),
        ("proc/1/cgroup", "12:pids:/kubepods/besteffort/pod1\n", "kubernetes"),
        ("proc/1/cgroup", "0::/docker/abc\n", "docker"),
        ("proc/1/cgroup", "0::/\n", None),
        ("etc/motd", "", None),
    ],
)
def test_the_kind_of_container_is_told_by_its_marks(tmp_path, monkeypatch, path, text, kind):
    for name in ("KUBERNETES_SERVICE_HOST", "APPTAINER_CONTAINER", "SINGULARITY_CONTAINER"):
        monkeypatch.delenv(name, raising=False)
    mark = tmp_path / path
    mark.parent.mkdir(parents=True, exist_ok=True)
    mark.write_text(text)
    assert ContainerProbe(str(tmp_path)).read(EMPTY)["kind"] == kind


def test_podman_tells_its_image_in_a_file(tmp_path):
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / ".containerenv").write_text(
        'engine="podman-4.9"\nname="lab"\nimage="quay.io/lab/jax:1"\n'
    )
    facts = ContainerProbe(str(tmp_path)).read(EMPTY)
    assert (facts["kind"], facts["image"], facts["tag"]) == ("podman", "quay.io/lab/jax:1", "1")


LAUNCHERS = {
    "torchrun": {"TORCHELASTIC_RUN_ID": "run7", "RANK": "3", "WORLD_SIZE": "8", "LOCAL_RANK": "1"},
    "slurm": {"SLURM_JOB_ID": "run7", "SLURM_PROCID": "3", "SLURM_NTASKS": "8", "SLURM_LOCALID": "1"},
}


@pytest.mark.parametrize("launcher", LAUNCHERS)
def test_launchers_tell_rank_and_size(launcher):
    hosts = {"SLURM_JOB_NODELIST": "node[01-02]"} if launcher == "slurm" else {"MASTER_ADDR": "node01"}
    facts = read_in(sys.executable, "distributed", "DistributedProbe", **LAUNCHERS[launcher], **hosts)
    assert (facts["launcher"], facts["source"]) == (launcher, "environment")
    assert (facts["rank"], facts["world_size"], facts["local_rank"], facts["job"]) == (3, 8, 1, "run7")
    assert facts["hosts"] == next(iter(hosts.values()))
    assert facts["host"] == socket.gethostname()


def test_numbers_that_are_none_are_unknown():
    facts = read_in(sys.executable, "distributed", "DistributedProbe", WORLD_SIZE="many", RANK="9" * 40)
    assert (facts["launcher"], facts["rank"], facts["world_size"]) == ("variables", None, None)


def test_a_run_on_one_process_is_absent():
    assert read_in(sys.executable, "distributed", "DistributedProbe") is None


def test_torchrun_itself_is_recognised(tmp_path):
    """The real launcher, and a real process group of two."""
    script = tmp_path / "train.py"
    script.write_text(
        "import json, sys\n"
        f"sys.path.insert(0, {SOURCE!r})\n"
        "import torch.distributed as dist\n"
        "from jupyterlab_journal.capture.distributed import DistributedProbe\n"
        "before = DistributedProbe().read(None)\n"
        "dist.init_process_group('gloo')\n"
        "truth = [dist.get_rank(), dist.get_world_size(), dist.get_backend()]\n"
        "facts = DistributedProbe().read(None)\n"
        "open(sys.argv[1] + str(dist.get_rank()), 'w').write(json.dumps([before, facts, truth]))\n"
        "dist.destroy_process_group()\n"
    )
    command = ["-m", "torch.distributed.run", "--standalone", "--nproc-per-node=2", str(script)]
    subprocess.run([sys.executable, *command, str(tmp_path / "rank")], check=True, capture_output=True)
    for rank in (0, 1):
        before, facts, truth = json.loads((tmp_path / f"rank{rank}").read_text())
        assert [facts["rank"], facts["world_size"], facts["backend"]] == truth == [rank, 2, "gloo"]
        assert (facts["source"], facts["launcher"]) == ("torch.distributed", "torchrun")
        assert (before["source"], before["rank"], before["backend"]) == ("environment", rank, None)


def test_without_a_launcher_the_group_is_absent(monkeypatch):
    for names in (("RANK", "WORLD_SIZE", "TORCHELASTIC_RUN_ID"), ("SLURM_PROCID", "OMPI_COMM_WORLD_RANK")):
        for name in names:
            monkeypatch.delenv(name, raising=False)
    with pytest.raises(Absent):
        DistributedProbe().read(EMPTY)
    assert run_probes([DistributedProbe()], EMPTY)["failed"] == {}
    assert PythonProbe().read(EMPTY)["version"] == "{}.{}.{}".format(*sys.version_info)
