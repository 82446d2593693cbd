"""Each probe against an independent truth; what a kernel must hold is tested in tests/watch."""

from __future__ import annotations

import ast
import importlib
import importlib.metadata
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from jupyterlab_journal.capture.container import ContainerProbe
from jupyterlab_journal.capture.determinism import DeterminismProbe
from jupyterlab_journal.capture.devices import DevicesProbe, Driver
from jupyterlab_journal.capture.frameworks import FrameworksProbe
from jupyterlab_journal.capture.packages import PackagesProbe, installed, normalise
from jupyterlab_journal.capture.parameters import ParametersProbe
from jupyterlab_journal.capture.probe import Absent, Context, run_probes
from jupyterlab_journal.capture.seeds import SeedsProbe
from jupyterlab_journal.facts import findings
from jupyterlab_journal.watch import planting_program

EMPTY = Context(namespace={})


def test_packages_are_those_of_importlib_metadata():
    truth = {}
    for distribution in importlib.metadata.distributions():
        folder = Path(str(distribution.locate_file("")))
        if folder.name in {"site-packages", "dist-packages"}:
            truth.setdefault(normalise(distribution.metadata["Name"]), distribution.version)
    assert installed() == truth
    assert PackagesProbe().read(EMPTY)["count"] == len(truth) > 10


def test_package_hash_follows_a_change(tmp_path, monkeypatch):
    folder = tmp_path / "site-packages"
    folder.mkdir()
    monkeypatch.setattr(sys, "path", [str(folder), *sys.path])
    before = PackagesProbe().read(EMPTY)
    (folder / "Some_Package-1.0.dist-info").mkdir()
    added = PackagesProbe().read(EMPTY)
    assert added["count"] == before["count"] + 1
    assert installed()["some-package"] == "1.0"
    (folder / "Some_Package-1.0.dist-info").rename(folder / "Some_Package-1.1.dist-info")
    assert PackagesProbe().read(EMPTY)["sha256"] not in {before["sha256"], added["sha256"]}


def test_first_folder_on_the_path_wins(tmp_path, monkeypatch):
    folders = [tmp_path / name / "site-packages" for name in "ab"]
    for folder, version in zip(folders, ["2.0", "1.0"], strict=True):
        (folder / f"thing-{version}.dist-info").mkdir(parents=True)
    monkeypatch.setattr(sys, "path", [*map(str, folders), str(tmp_path / "absent" / "site-packages")])
    assert installed() == {"thing": "2.0"}


def test_interpreter_without_package_folders_is_absent(monkeypatch):
    monkeypatch.setattr(sys, "path", ["/nowhere"])
    with pytest.raises(Absent):
        PackagesProbe().read(EMPTY)


def test_lazy_module_is_not_loaded():
    class Lazy(ModuleType):
        def __getattribute__(self, name):
            raise AssertionError(f"asked for {name}")

    assert "jax" not in sys.modules
    sys.modules["jax"] = Lazy("jax")
    try:
        assert FrameworksProbe().read(EMPTY)["jax"] == {"version": None, "imported": True, "jaxlib": None}
    finally:
        del sys.modules["jax"]


def test_torch_that_is_being_imported_elsewhere_is_no_error(monkeypatch):
    monkeypatch.setitem(sys.modules, "torch", ModuleType("torch"))
    ends = run_probes([FrameworksProbe(), DevicesProbe(), DeterminismProbe()], EMPTY)
    assert ends["failed"] == {}
    assert ends["facts"]["frameworks"]["torch"]["version"] == importlib.metadata.version("torch")
    assert "cudnn.benchmark" not in ends["facts"]["determinism"]


def cuda(**attributes):
    """A stand-in for torch.cuda with two GPUs; no machine of the test suite has one."""
    module = ModuleType("torch.cuda")
    gpu = SimpleNamespace(name="NVIDIA H100", total_memory=85_000_000_000, major=9, minor=0)
    module.__dict__.update(
        device_count=lambda: 2,
        get_device_properties=lambda index: gpu,
        memory_allocated=lambda index: 100 + index,
        max_memory_allocated=lambda index: 200 + index,
        default_generators=[SimpleNamespace(initial_seed=lambda: 7)] * 2,
        **attributes,
    )
    return module


def test_devices_are_read_once_cuda_is_initialised(monkeypatch):
    monkeypatch.setitem(sys.modules, "torch.cuda", cuda(_initialized=True))
    first, second = DevicesProbe().read(EMPTY)
    assert first == {
        "index": 0,
        "name": "NVIDIA H100",
        "memory_bytes": 85_000_000_000,
        "capability": "9.0",
        "memory_used_bytes": 100,
        "memory_peak_bytes": 200,
        "source": "torch",
    }
    assert (second["index"], second["memory_used_bytes"]) == (1, 101)


def test_seeds_of_gpus_are_read_once_cuda_is_initialised(monkeypatch):
    importlib.import_module("torch")
    monkeypatch.setitem(sys.modules, "torch.cuda", cuda(_initialized=True))
    assert SeedsProbe().read(EMPTY)["cuda:1"] == {"value": "7", "source": "state", "confidence": "certain"}


def test_devices_are_not_asked_before(monkeypatch):
    monkeypatch.setitem(sys.modules, "torch.cuda", cuda(_initialized=False))
    with pytest.raises(Absent, match="not initialised"):
        DevicesProbe(Driver(library="libno-such-library.so", files="/nowhere")).read(EMPTY)
    assert not [name for name in SeedsProbe().read(EMPTY) if name.startswith("cuda")]


def test_hash_seed_is_the_one_the_interpreter_started_with():
    script = (
        "import os; from jupyterlab_journal.capture.determinism import DeterminismProbe as P; "
        "os.environ['PYTHONHASHSEED'] = '9'; print(P().read(None)['PYTHONHASHSEED'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={"PYTHONHASHSEED": "3", "PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "3"


def test_environment_is_read_by_allow_list_only(monkeypatch):
    monkeypatch.setenv("CUBLAS_WORKSPACE_CONFIG", ":4096:8")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "s3cret")
    monkeypatch.setenv("JUPYTER_IMAGE", "quay.io/lab/torch:latest")
    ends = run_probes([DeterminismProbe(), ContainerProbe()], EMPTY)
    assert ends["facts"]["determinism"]["CUBLAS_WORKSPACE_CONFIG"] == ":4096:8"
    assert ends["facts"]["container"]["image"] == "quay.io/lab/torch:latest"
    assert "s3cret" not in str(ends)
    assert [finding.code for finding in findings.find(ends["facts"])] == ["image-latest"]


def test_parameters_are_bounded_in_all():
    names = {f"text_{number}": "字" * 190 for number in range(500)}
    parameters = ParametersProbe().read(Context(namespace=names))
    assert 0 < len(parameters) < 40


@pytest.mark.parametrize(
    "name", ["password", "db_password", "hf_token", "api_key", "APIKEY", "client_secret"]
)
def test_texts_under_secret_names_stay_in_the_kernel(name):
    assert ParametersProbe().read(Context(namespace={name: "hunter2", "tokenizer": "bpe"})) == {
        "tokenizer": "'bpe'"
    }


class Broken:
    name = "broken"

    def read(self, context):
        class Nasty(BaseException):
            def __str__(self):
                raise RuntimeError

        raise Nasty


class Slow:
    name = "slow"

    def read(self, context):
        import time

        time.sleep(0.05)
        return 1


class Quick:
    name = "quick"

    def read(self, context):
        return 2


def test_each_probe_ends_alone():
    ends = run_probes([Broken(), Quick()], EMPTY)
    assert ends["failed"] == {"broken": "Nasty: (its message cannot be read)"}
    assert ends["facts"] == {"quick": 2}
    assert set(ends["milliseconds"]) == {"broken", "quick"}


def test_probes_after_the_limit_fail_unread():
    ends = run_probes([Slow(), Quick()], EMPTY, limit_s=0.02)
    assert ends["facts"] == {"slow": 1}
    assert "0.02 s" in ends["failed"]["quick"]


def test_every_module_of_the_folder_is_shipped():
    folder = Path(str(files("jupyterlab_journal.capture")))
    shipped = {name.rpartition(".")[2] for name in planting_program.planted_sources()}
    assert shipped == {path.stem for path in folder.glob("*.py")} - {"__init__"}
    assert "planted" in shipped


@pytest.mark.parametrize("name", planting_program.planted_sources())
def test_shipped_sources_are_complete_and_run_on_old_interpreters(name):
    sources = planting_program.planted_sources()
    tree = ast.parse(sources[name], feature_version=(3, 8))
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
    # Only this form of import is served from the sources; another would look for a package of ours.
    assert {module for module in imported if module.startswith("jupyterlab_journal")} <= {*sources}
    assert {module.split(".")[0] for module in imported} <= {*sys.stdlib_module_names, "jupyterlab_journal"}
