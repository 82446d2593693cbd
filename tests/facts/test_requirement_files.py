"""Files of an environment: against pip itself, and against what conda writes."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from hashlib import sha256
from unittest import mock

import pytest

from jupyterlab_journal.capture.packages import PackagesProbe, installed, packages_in
from jupyterlab_journal.capture.probe import Context
from jupyterlab_journal.facts.requirement_files import environment_files


@pytest.fixture(scope="module")
def facts():
    return {"packages": PackagesProbe().read(Context(namespace={}))}


def pins(text):
    return {
        match[1].lower().replace("_", "-").replace(".", "-"): match[2]
        for match in re.finditer(r"^(?:# )?([\w.-]+)==(\S+)", text, re.MULTILINE)
    }


def test_the_exact_file_is_what_pip_lists(facts):
    portable, exact = environment_files(facts)
    listed = subprocess.run(
        [sys.executable, "-m", "pip", "list", "--format=json"], capture_output=True, text=True, check=True
    )
    truth = {
        re.sub(r"[-_.]+", "-", package["name"]).lower(): package["version"]
        for package in json.loads(listed.stdout)
    }
    assert pins(exact.text) == truth
    assert (exact.name, exact.exact, exact.count) == ("requirements.txt", True, len(truth))
    assert (portable.name, portable.exact) == ("requirements.in", False)
    assert set(pins(portable.text)) < set(truth)


def test_the_portable_file_leaves_out_what_others_bring_and_what_one_machine_needs(facts):
    portable, _ = environment_files(facts)
    assert "torch" in pins(portable.text)
    assert "+" not in pins(portable.text)["torch"]  # the build for one machine's GPU
    assert "markupsafe" not in pins(portable.text)  # jinja2 brings it


def test_pip_finds_both_files_satisfied_by_the_environment_they_describe(facts, tmp_path):
    for file in environment_files(facts):
        (tmp_path / file.name).write_text(file.text)
        command = [
            sys.executable,
            "-m",
            "pip",
            "install",
            "--dry-run",
            "--no-index",
            "-r",
            str(tmp_path / file.name),
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert "Would install" not in done.stdout
        assert done.stdout.count("already satisfied") > 10


def test_a_kernel_elsewhere_is_not_described_by_folders_of_this_machine(facts):
    """Its folders have the same names here, but not the same packages: only its own list counts."""
    elsewhere = {**facts["packages"], "sha256": "0" * 64, "versions": {"torch": "9.9"}}
    portable, exact = environment_files({"packages": elsewhere})
    assert exact.text == portable.text == "torch==9.9\n"
    assert environment_files({"packages": {**elsewhere, "versions": {}}}) == ()
    assert environment_files({}) == ()
    assert len(installed()) > 10


def package(folder, name, version, **texts):
    metadata = folder / f"{name}-{version}.dist-info"
    metadata.mkdir(parents=True)
    for file, text in texts.items():
        (metadata / file.replace("_json", ".json")).write_text(text)


def probe(folder, monkeypatch):
    monkeypatch.setattr(sys, "path", [str(folder)])
    return PackagesProbe().read(Context(namespace={}))


def test_where_a_package_came_from_is_kept_without_credentials(tmp_path, monkeypatch):
    folder = tmp_path / "site-packages"
    commit = {"vcs": "git", "commit_id": "f" * 40}
    origin = {"url": "https://ada:s3cret@example.org/lab/tool.git", "vcs_info": commit}
    package(folder, "tool", "1.0", direct_url_json=json.dumps(origin))
    package(
        folder, "mine", "2.0", direct_url_json=json.dumps({"url": "file:///home/ada/mine", "dir_info": {}})
    )
    package(folder, "odd", "3.0", direct_url_json="[")
    _, exact = environment_files({"packages": probe(folder, monkeypatch)})
    assert exact.text.splitlines() == [
        "# mine==2.0 came from a folder of this machine",
        "odd==3.0",
        f"tool @ git+https://example.org/lab/tool.git@{'f' * 40}",
    ]


def test_conda_gives_an_environment_file_and_an_explicit_list(tmp_path, monkeypatch):
    prefix = tmp_path / "envs" / "vision"
    folder = prefix / "lib" / "python3.11" / "site-packages"
    package(folder, "numpy", "2.1.0", INSTALLER="conda\n")
    package(folder, "einops", "0.8.0", INSTALLER="pip\n")
    meta = prefix / "conda-meta"
    meta.mkdir()
    (meta / "history").write_text("==> ...")
    for name, version, build in (("python", "3.11.9", "h1_0_cpython"), ("numpy", "2.1.0", "py311_0")):
        channel = "https://conda.anaconda.org/t/qu-53cret-70ken/conda-forge/linux-64"
        record = {"name": name, "version": version, "build": build, "channel": channel, "md5": "a" * 32}
        record["url"] = f"{channel}/{name}-{version}-{build}.conda"
        (meta / f"{name}-{version}-{build}.json").write_text(json.dumps(record))
    (meta / "broken.json").write_text("{")
    (meta / "odd.json").write_text(json.dumps({**record, "name": "a\nb: c"}))
    python = {"prefix": str(prefix), "environment": {"kind": "conda", "name": "vision"}}
    facts = {"packages": probe(folder, monkeypatch), "python": python}
    portable, exact, pip = environment_files(facts)
    assert portable.text == (
        "name: vision\nchannels:\n  - conda-forge\ndependencies:\n  - numpy=2.1.0\n  - python=3.11.9\n"
        "  - pip\n  - pip:\n      - einops==0.8.0\n"
    )
    assert exact.text.splitlines()[0] == "@EXPLICIT"
    assert exact.text.splitlines()[1] == (
        f"https://conda.anaconda.org/conda-forge/linux-64/numpy-2.1.0-py311_0.conda#{'a' * 32}"
    )
    assert pip.text == "einops==0.8.0\n"
    assert "53cret" not in portable.text + exact.text + pip.text


def test_what_conda_has_here_says_nothing_of_a_kernel_elsewhere(tmp_path):
    """Both machines have /opt/conda; the kernel's packages are not those of this one."""
    meta = tmp_path / "conda" / "conda-meta"
    meta.mkdir(parents=True)
    channel = "https://conda.anaconda.org/conda-forge/linux-64"
    record = {"name": "numpy", "version": "1.0.0", "build": "py311_0", "channel": channel}
    (meta / "numpy.json").write_text(json.dumps({**record, "url": f"{channel}/numpy-1.0.0-py311_0.conda"}))
    python = {"prefix": str(meta.parent), "environment": {"kind": "conda", "name": "base"}}
    folders = [str(meta.parent / "lib" / "site-packages")]
    packages = {"count": 1, "sha256": "0" * 64, "folders": folders, "versions": {"numpy": "2.1.0"}}
    files = environment_files({"packages": packages, "python": python})
    assert [file.name for file in files] == ["requirements.in", "requirements.txt"]
    assert {file.text for file in files} == {"numpy==2.1.0\n"}
    assert environment_files({"packages": {**packages, "versions": {}}, "python": python}) == ()


def test_folders_that_cannot_be_read_hold_nothing(facts, tmp_path):
    """The kernel names them, and anything may speak for a kernel."""
    file = tmp_path / "site-packages"
    file.write_text("no folder")
    odd = ["a\0b", str(file), "/proc/1/map_files", "x" * 5_000, "\ud800", ""]
    assert [packages_in(folder) for folder in odd] == [{}] * len(odd)
    known = facts["packages"]
    python = {"prefix": "/opt/\0", "environment": {"kind": "conda", "name": "base"}}
    found = environment_files({"packages": {**known, "folders": [*odd, *known["folders"]]}, "python": python})
    assert [file.name for file in found] == ["requirements.in", "requirements.txt"]
    assert environment_files({"packages": {"folders": odd, "sha256": sha256(b"").hexdigest()}}) == ()


def test_a_folder_that_may_not_be_listed_holds_nothing(tmp_path, monkeypatch):
    folder = tmp_path / "site-packages"
    folder.mkdir(mode=0o300)
    if os.access(folder, os.R_OK):  # root may list all: then the system call itself has to refuse
        refused = PermissionError(13, "Permission denied", str(folder))
        monkeypatch.setattr(os, "listdir", mock.Mock(side_effect=refused))
    assert packages_in(str(folder)) == {}


@pytest.mark.parametrize("text", ["[" * 100_000, '{"url": "https://e.org/a", "vcs_info": [1]}', "3"])
def test_a_broken_note_on_where_a_package_came_from_is_passed_over(text, tmp_path, monkeypatch):
    folder = tmp_path / "site-packages"
    package(folder, "tool", "1.0", direct_url_json=text)
    _, exact = environment_files({"packages": probe(folder, monkeypatch)})
    assert exact.text == "tool==1.0\n"
