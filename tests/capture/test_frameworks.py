"""What the probes say of torch, TensorFlow and JAX, against what these say of themselves.

TensorFlow and JAX weigh half a gigabyte, so they have a stage of their own:
`JOURNAL_FRAMEWORKS_PYTHON=<an interpreter that has them>`, or
`JOURNAL_TEST_FRAMEWORKS=1` to install them into a throw-away environment,
and then `pytest -m frameworks`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = str(Path(__file__).parents[2] / "src")
FACTS = """
import json, sys
sys.path.insert(0, {source!r})
from jupyterlab_journal.capture.determinism import DeterminismProbe
from jupyterlab_journal.capture.frameworks import FrameworksProbe, LibrariesProbe
from jupyterlab_journal.capture.probe import Context, run_probes
from jupyterlab_journal.capture.seeds import SeedsProbe
def facts():
    ends = run_probes([FrameworksProbe(), LibrariesProbe(), DeterminismProbe(), SeedsProbe()], Context({{}}))
    assert ends["failed"] == {{}}, ends["failed"]
    return ends["facts"]
"""


def told_by(python, program, **environment):
    """Run a program that has `facts()`; return what it prints last, as JSON."""
    done = subprocess.run(
        [str(python), "-c", FACTS.format(source=SOURCE) + program],
        env={**os.environ, "CUDA_VISIBLE_DEVICES": "", "TF_CPP_MIN_LOG_LEVEL": "3", **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


def test_torchs_settings_are_those_it_tells_itself():
    before, after, truth = told_by(
        sys.executable,
        "before = facts(); assert 'torch' not in sys.modules\n"
        "import torch\n"
        "torch.set_default_dtype(torch.float64); torch.set_num_threads(1)\n"
        "torch.use_deterministic_algorithms(True, warn_only=True)\n"
        "torch.set_float32_matmul_precision('high')\n"
        "torch.backends.cudnn.deterministic = True; torch.backends.cudnn.allow_tf32 = False\n"
        "truth = [torch.__version__, torch.version.git_version, str(torch.get_default_dtype()),"
        " torch.get_num_threads(), torch.get_float32_matmul_precision(),"
        " torch.backends.cuda.matmul.allow_tf32, torch.backends.cudnn.allow_tf32,"
        " torch.is_deterministic_algorithms_warn_only_enabled(), torch.backends.cudnn.deterministic]\n"
        "print(json.dumps([before, facts(), truth]))",
    )
    torch, flags = after["frameworks"]["torch"], after["determinism"]
    assert [
        *(torch["version"], torch["git_commit"], f"torch.{torch['default_dtype']}", torch["threads"]),
        *(
            flags["torch.float32_matmul_precision"],
            flags["cuda.matmul.allow_tf32"],
            flags["cudnn.allow_tf32"],
        ),
        *(flags["torch.deterministic_warn_only"], flags["cudnn.deterministic"]),
    ] == truth
    unimported = before["frameworks"]["torch"]
    assert (unimported["version"], unimported["git_commit"]) == (torch["version"], torch["git_commit"])
    assert (unimported["imported"], "threads" in unimported) == (False, False)


def test_precision_set_in_torchs_newer_way_is_read_in_that_way():
    """Then torch refuses to answer in the older one, and once refused a whole group of facts."""
    flags, truth, refused = told_by(
        sys.executable,
        "import torch\n"
        "torch.backends.fp32_precision = 'tf32'\n"
        "flags = facts()['determinism']\n"
        "try: torch.backends.cuda.matmul.allow_tf32\n"
        "except RuntimeError: refused = True\n"
        "else: refused = False\n"
        "print(json.dumps([flags, torch.backends.cuda.matmul.fp32_precision, refused]))",
    )
    if not refused:
        pytest.skip("this torch answers in both ways")
    assert flags["cuda.matmul.fp32_precision"] == truth == "tf32"
    assert "cuda.matmul.allow_tf32" not in flags
    assert flags["torch.deterministic_algorithms"] is False


def test_threads_are_those_of_the_cells_not_of_the_thread_that_asks():
    """OpenMP keeps the number per thread, and the kernel's control thread is not the one that computes."""
    asked, truth = told_by(
        sys.executable,
        "import threading, torch\n"
        "torch.set_num_threads(2); facts()\n"
        "answers = []\n"
        "def ask():\n"
        "    answers.append(facts()['frameworks']['torch']['threads'])\n"
        "worker = threading.Thread(target=ask); worker.start(); worker.join()\n"
        "torch.set_num_threads(1)\n"
        "from jupyterlab_journal.capture.torch_facts import note_threads\n"
        "note_threads()\n"  # as the hook at the end of a cell does
        "worker = threading.Thread(target=ask); worker.start(); worker.join()\n"
        "print(json.dumps([answers, [2, torch.get_num_threads()]]))",
    )
    assert asked == truth == [2, 1]


def test_well_known_libraries_are_named_with_their_versions():
    facts = told_by(sys.executable, "print(json.dumps(facts()))")
    script = "import importlib.metadata as m; print(m.version('scikit-learn'))"
    truth = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert facts["libraries"]["scikit-learn"] == truth.strip()
    assert "tensorflow" not in facts["libraries"]


def test_flags_in_the_environment_are_named_when_they_are_set():
    program = "print(json.dumps(facts()['determinism']))"
    flags = told_by(sys.executable, program, OMP_NUM_THREADS="3", NVIDIA_TF32_OVERRIDE="0")
    assert (flags["OMP_NUM_THREADS"], flags["NVIDIA_TF32_OVERRIDE"]) == ("3", "0")
    assert "XLA_FLAGS" not in flags


@pytest.fixture(scope="module")
def python(tmp_path_factory):
    """An interpreter with TensorFlow and JAX."""
    given = os.environ.get("JOURNAL_FRAMEWORKS_PYTHON")
    if given is not None:
        return given
    if os.environ.get("JOURNAL_TEST_FRAMEWORKS") != "1":
        pytest.skip(
            "TensorFlow and JAX were not tried: set JOURNAL_TEST_FRAMEWORKS=1 to install them (0.5 GB)"
        )
    folder = tmp_path_factory.mktemp("frameworks")
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    pip = [str(folder / "bin" / "pip"), "install", "--quiet", "tensorflow-cpu", "jax"]
    subprocess.run(pip, check=True)
    return str(folder / "bin" / "python")


@pytest.mark.frameworks
@pytest.mark.timeout(900)
def test_tensorflow_is_read_as_it_tells_itself(python):
    before, fresh, after, truth, initialised = told_by(
        python,
        "before = facts(); assert 'tensorflow' not in sys.modules\n"
        "import tensorflow as tf\n"
        "fresh = facts()\n"
        "tf.random.set_seed(5); tf.config.experimental.enable_op_determinism()\n"
        "tf.config.experimental.enable_tensor_float_32_execution(False)\n"
        "after = facts()\n"
        "from tensorflow.python.eager import context\n"
        "initialised = context.context()._initialized\n"
        "truth = [tf.__version__, dict(tf.sysconfig.get_build_info())['is_cuda_build'],"
        " tf.config.experimental.tensor_float_32_execution_enabled()]\n"
        "print(json.dumps([before, fresh, after, truth, initialised]))",
    )
    tensorflow, flags = after["frameworks"]["tensorflow"], after["determinism"]
    assert [tensorflow["version"], tensorflow["gpu_build"], flags["tensorflow.tensor_float_32"]] == truth
    assert flags["tensorflow.op_determinism"] is True
    assert fresh["determinism"]["tensorflow.op_determinism"] is False
    assert fresh["seeds"]["tensorflow"] == {"value": None, "source": "unknown"}
    assert after["seeds"]["tensorflow"] == {"value": "5", "source": "state", "confidence": "certain"}
    unimported = before["frameworks"]["tensorflow"]
    assert (unimported["version"], unimported["gpu_build"]) == (truth[0], truth[1])
    assert (unimported["imported"], "tensorflow" in before["seeds"]) == (False, False)
    assert initialised is False  # no device was touched


@pytest.mark.frameworks
@pytest.mark.timeout(900)
def test_jax_is_read_as_it_tells_itself_without_choosing_a_backend(python):
    before, fresh, untouched, after, truth = told_by(
        python,
        "before = facts(); assert 'jax' not in sys.modules\n"
        "import jax\n"
        "jax.config.update('jax_enable_x64', True)\n"
        "jax.config.update('jax_default_matmul_precision', 'highest')\n"
        "fresh = facts()\n"
        "from jax._src import xla_bridge\n"
        "untouched = not xla_bridge.backends_are_initialized()\n"
        "dtype = str(jax.numpy.zeros(1).dtype)\n"
        "import jaxlib\n"
        "truth = [jax.__version__, jaxlib.__version__, jax.default_backend(), dtype == 'float64']\n"
        "print(json.dumps([before, fresh, untouched, facts(), truth]))",
    )
    assert untouched is True
    assert fresh["frameworks"]["jax"]["backend"] is None
    jax, flags = after["frameworks"]["jax"], after["determinism"]
    assert [jax["version"], jax["jaxlib"], jax["backend"], flags["jax.enable_x64"]] == truth
    assert flags["jax.default_matmul_precision"] == "highest"
    unimported = before["frameworks"]["jax"]
    assert (unimported["version"], unimported["jaxlib"], unimported["imported"]) == (
        truth[0],
        truth[1],
        False,
    )
