"""The wheel, as a user gets it: an empty environment, no Node, no compiler."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

pytestmark = [pytest.mark.packaging, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def distributions(tmp_path_factory):
    """Build the source distribution, and the wheel from it, without Node in reach."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    result = subprocess.run(command, env=without_node(), capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout[-3000:] + result.stderr[-3000:]
    return folder


@pytest.fixture(scope="module")
def wheel(distributions):
    return next(distributions.glob("*.whl"))


@pytest.fixture(scope="module")
def environment(wheel, tmp_path_factory):
    """An environment with JupyterLab, Notebook and the wheel, and nothing else of ours."""
    folder = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    install = [folder / "bin" / "pip", "install", "--quiet", "--constraint", ROOT / "constraints.txt"]
    subprocess.run(
        [*install, wheel, "jupyterlab", "notebook"], env=without_node(), check=True, stdin=subprocess.DEVNULL
    )
    return folder


def without_node() -> dict[str, str]:
    """The environment of this process with every folder that holds Node taken out of PATH."""
    folders = [f for f in os.environ["PATH"].split(os.pathsep) if not shutil.which("node", path=f)]
    # A system folder such as /usr/bin may hold both Node and what pip needs; Python itself suffices here.
    return {**os.environ, "PATH": os.pathsep.join([str(Path(sys.executable).parent), *folders])}


def metadata_of(wheel: Path) -> list[str]:
    """Return the lines of the metadata, as a package index reads them."""
    archive = zipfile.ZipFile(wheel)
    return archive.read(next(n for n in archive.namelist() if n.endswith("/METADATA"))).decode().splitlines()


def listing(environment: Path, *words: str) -> str:
    command = [environment / "bin" / "jupyter", *words]
    result = subprocess.run(command, env=without_node(), capture_output=True, text=True, check=True)
    # The listings are coloured even when nobody looks.
    return re.sub(r"\x1b\[[0-9;]*m", "", result.stdout + result.stderr)


def test_the_wheel_holds_everything_it_needs_at_run_time(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    data = next(name.split("/")[0] for name in names if ".data/" in name)
    lab = f"{data}/data/share/jupyter/labextensions/jupyterlab-journal"
    assert f"{lab}/package.json" in names
    assert f"{lab}/install.json" in names
    assert f"{data}/data/etc/jupyter/jupyter_server_config.d/jupyterlab_journal.json" in names
    for needed in (
        "entry/schema/entry.v1.json",
        "locale/zh_CN/templates/step.md",
        "locale/zh_CN/words.toml",
        "locale/zh_CN/messages.toml",
        "server/openapi.json",
        "server/openapi.yaml",
        "export/assets/katex.js",
    ):
        assert f"jupyterlab_journal/{needed}" in names


def test_the_wheel_holds_no_tests_and_no_sources_of_the_front_end(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert [n for n in names if "tests/" in n or "node_modules" in n or n.endswith((".ts", ".tsx"))] == []


def test_the_wheel_needs_neither_torch_nor_jupyterlab_nor_ipywidgets(wheel):
    required = {
        re.split(r"[^\w-]", line.removeprefix("Requires-Dist: "))[0].lower()
        for line in metadata_of(wheel)
        if line.startswith("Requires-Dist: ") and "extra ==" not in line
    }
    assert required.isdisjoint({"torch", "jupyterlab", "ipywidgets", "numpy"})


def test_the_extension_manager_of_jupyterlab_finds_the_projects_addresses(wheel):
    prefix = "Project-URL: "
    lines = [line.removeprefix(prefix) for line in metadata_of(wheel) if line.startswith(prefix)]
    urls = dict(line.split(", ", 1) for line in lines)
    assert set(urls) == {"Homepage", "Documentation", "Source Code", "Bug Tracker"}
    assert all(url.startswith(urls["Source Code"]) for url in urls.values())
    archive = zipfile.ZipFile(wheel)
    shipped = next(
        n for n in archive.namelist() if n.endswith("labextensions/jupyterlab-journal/package.json")
    )
    front_end = json.loads(archive.read(shipped))
    assert front_end["homepage"] == urls["Homepage"]
    assert front_end["bugs"]["url"] == urls["Bug Tracker"]
    assert front_end["repository"]["url"] == f"{urls['Source Code']}.git"


def test_jupyterlab_shows_the_front_end_enabled_and_ok(environment):
    line = next(
        line
        for line in listing(environment, "labextension", "list").splitlines()
        if "jupyterlab-journal" in line
    )
    assert "enabled" in line
    assert "OK" in line


def test_the_server_shows_the_extension_enabled_and_ok_with_its_version(environment, wheel):
    lines = listing(environment, "server", "extension", "list").splitlines()
    version = wheel.name.split("-")[1]
    assert any(re.search(r"jupyterlab_journal\s+enabled", line) for line in lines)
    assert any(re.search(rf"jupyterlab_journal\s+{re.escape(version)}\s+OK", line) for line in lines)
