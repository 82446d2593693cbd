"""Kernels of other languages, of other makers, and without our package."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from builders import snapshot_of

LAUNCH = "from ipykernel import kernelapp as app; app.launch_new_instance()"


@pytest.fixture
def add_kernel(jp_data_dir):
    """Return a function that installs a kernel spec which runs some Python before ipykernel."""

    def add(name, language, prelude=""):
        folder = jp_data_dir / "kernels" / name
        folder.mkdir(parents=True)
        argv = [sys.executable, "-c", f"{prelude}\n{LAUNCH}", "-f", "{connection_file}"]
        (folder / "kernel.json").write_text(
            json.dumps({"argv": argv, "display_name": name, "language": language})
        )

    return add


SPY = (
    "from ipykernel.ipkernel import IPythonKernel\n"
    "seen = IPythonKernel.seen = []\n"
    "async def spy(self, message): seen.append(message)\n"
    "IPythonKernel.do_debug_request = spy"
)


NO_EXPRESSIONS = (
    "from ipykernel.zmqshell import ZMQInteractiveShell\n"
    "ZMQInteractiveShell.user_expressions = lambda self, expressions: {}"
)


async def test_other_language_gives_the_facts_that_exist_and_is_asked_nothing(
    start_user, watches, add_kernel
):
    add_kernel("deno", "Deno", SPY)
    kernel_id, user = await start_user(kernel_name="deno")
    snapshot = await snapshot_of(watches, kernel_id, "unsaved.ipynb")
    assert snapshot.language == "deno"
    assert snapshot.busy is False
    assert snapshot.failed == ()
    assert snapshot.facts["python"] is None
    assert snapshot.facts["frameworks"] == {}
    assert snapshot.facts["git"] is None
    assert await watches.parameters(kernel_id) == {}
    assert await user.run("get_ipython().kernel.seen") == "[]"
    assert await user.run("'__jupyterlab_journal__' in vars(__import__('builtins'))") == "False"


async def between_cells(watches, kernel_id):
    """Return the first whole snapshot: the server hears a moment later than the user that a cell ended."""
    for _ in range(100):
        snapshot = await snapshot_of(watches, kernel_id)
        if not snapshot.failed:
            return snapshot
        assert [failed.reason for failed in snapshot.failed] == ["this kernel answers only between cells"]
        await asyncio.sleep(0.1)
    pytest.fail(f"never a whole snapshot: {snapshot.failed}")


async def test_python_kernel_without_a_debugger_answers_between_cells(start_user, watches, add_kernel):
    add_kernel("plain", "python", SPY)
    kernel_id, user = await start_user(kernel_name="plain")
    await user.run("lr = 0.1")
    snapshot = await between_cells(watches, kernel_id)
    assert snapshot.facts["python"]["executable"] == sys.executable
    assert await watches.parameters(kernel_id) == {"lr": "0.1"}
    tried = await user.run("len(get_ipython().kernel.seen)")
    assert int(tried) >= 1  # the facts and the cells may be asked for before the first answer is there
    await snapshot_of(watches, kernel_id)
    await watches.cell_records(kernel_id)
    assert await user.run("len(get_ipython().kernel.seen)") == tried  # what it cannot is remembered
    cell = await user.begin("import time; time.sleep(1)")
    busy = await snapshot_of(watches, kernel_id)
    assert {failed.probe: failed.reason for failed in busy.failed} == {
        "kernel": "this kernel answers only between cells"
    }
    assert busy.facts["python"] == snapshot.facts["python"]
    assert busy.ages["python"] > 0
    await cell


async def test_kernel_without_a_package_of_ours_answers_fully(start_user, watches, add_kernel):
    add_kernel("bare", "python", "import sys; sys.modules['jupyterlab_journal'] = None")
    kernel_id, user = await start_user(kernel_name="bare")
    assert (await user.run("import jupyterlab_journal")).startswith("ModuleNotFoundError")
    snapshot = await snapshot_of(watches, kernel_id)
    assert snapshot.failed == ()
    assert snapshot.facts["packages"]["count"] > 10
    assert await user.run("[name for name in sys.modules if name.startswith('jupyterlab_journal.')]") == (
        "NameError: name 'sys' is not defined"
    )
    assert (
        await user.run("import sys; [n for n in sys.modules if n.startswith('jupyterlab_journal.')]") == "[]"
    )


async def test_python_kernel_that_evaluates_no_expressions_says_so(start_user, watches, add_kernel):
    add_kernel("odd", "python", NO_EXPRESSIONS)
    kernel_id, _user = await start_user(kernel_name="odd")
    snapshot = await snapshot_of(watches, kernel_id)
    (failed,) = snapshot.failed
    assert failed.probe == "kernel"
    assert failed.reason == "this kernel does not evaluate user_expressions"


@pytest.fixture(scope="module")
def r_kernel_spec(tmp_path_factory):
    """A folder with the kernel spec of the machine's own IRkernel."""
    if shutil.which("R") is None:
        pytest.skip("R is not installed (Debian: apt install r-cran-irkernel)")
    folder = tmp_path_factory.mktemp("r")
    script = "library(IRkernel); installspec(prefix=commandArgs(TRUE)[1], user=FALSE)"
    jupyter = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    }  # which installspec calls
    done = subprocess.run(
        ["Rscript", "-e", script, str(folder)],
        env={**os.environ, **jupyter},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    spec = folder / "share" / "jupyter" / "kernels" / "ir"
    if done.returncode != 0 or not spec.is_dir():
        pytest.skip(
            f"IRkernel cannot be used here (Debian: apt install r-cran-irkernel): {done.stderr[-200:]}"
        )
    return spec


async def test_r_kernel_gives_the_facts_that_exist(r_kernel_spec, start_user, watches, jp_data_dir):
    shutil.copytree(r_kernel_spec, jp_data_dir / "kernels" / "ir")
    kernel_id, user = await start_user(kernel_name="ir")
    snapshot = await snapshot_of(watches, kernel_id)
    assert snapshot.language == "r"
    assert snapshot.failed == ()
    assert snapshot.facts["python"] is None
    assert await watches.parameters(kernel_id) == {}
    cell = await user.begin("Sys.sleep(1); 6 * 7")
    assert (await snapshot_of(watches, kernel_id)).busy
    assert "42" in await cell
