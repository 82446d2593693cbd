"""Spoiled notebooks through every route and verb that reads one: a page, or 400 with the place."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys

import pytest
from mutators import EITHER, FINE, MALFORMED, spoiled
from tornado.httpclient import HTTPClientError

API = ("jupyterlab-journal", "api")
OK = {FINE: {200, 201, 202}, MALFORMED: {400}, EITHER: {200, 201, 202, 400}}


@pytest.fixture
def files(jp_root_dir):
    """Write every spoiled notebook below the root; return its name with what it must lead to."""
    made = {}
    for number, (label, content, mutator) in enumerate(spoiled()):
        name = f"{number:04}.ipynb"
        (jp_root_dir / name).write_bytes(content)
        made[name] = (label, content, mutator)
    return made


@pytest.fixture
def post(jp_fetch):
    async def post(route, **body):
        """Return status and answer."""
        try:
            reply = await jp_fetch(*API, route, method="POST", body=json.dumps(body))
        except HTTPClientError as error:
            return error.code, json.loads(error.response.body)
        return reply.code, json.loads(reply.body)

    return post


def unchanged(folder, files):
    found = {path.name for path in folder.iterdir() if path.suffix == ".ipynb"}
    assert found == set(files)
    assert [name for name in files if (folder / name).read_bytes() != files[name][1]] == []


def judge(label, mutator, status, reply):
    """Check one answer against what the mutator must lead to."""
    assert status in OK[mutator.leads_to], (label, status, reply)
    if status == 400:
        assert reply["code"] == "malformed_notebook", (label, reply)
        assert "is malformed at" in reply["message"], (label, reply)
        assert mutator.place in reply["message"], (label, reply)
        assert reply["hint"], label


@pytest.mark.timeout(300)
async def test_exports(post, files, jp_fetch, jp_root_dir):
    for name, (label, _, mutator) in files.items():
        status, reply = await post("exports", path=name, format="markdown")
        judge(label, mutator, status, reply)
        while status == 202 and reply["stage"] not in {"done", "failed"}:
            await asyncio.sleep(0.005)
            reply = json.loads((await jp_fetch(*API, "exports", reply["id"])).body)
        assert status == 400 or reply["stage"] == "done", (label, reply)
    unchanged(jp_root_dir, files)


@pytest.mark.timeout(300)
async def test_reviews_of_both_sides(post, files, jp_root_dir):
    good = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []}
    for name, (label, content, mutator) in files.items():
        status, reply = await post("reviews", path=name, base="saved", content=good)
        judge(label, mutator, status, reply)
        try:
            parsed = json.loads(content.decode())
        except (ValueError, RecursionError):
            continue
        if isinstance(parsed, dict) and b"1e999" not in content and b"NaN" not in content:
            (jp_root_dir / "good.ipynb").write_text(json.dumps(good))
            body = {"path": "good.ipynb", "base": "saved", "content": parsed}
            status, reply = await post("reviews", **body)
            if reply.get("code") not in {"not_json", "invalid_request"}:  # refused before it is read
                judge(label, mutator, status, reply)
            assert status in {200, 400}, (label, reply)
            (jp_root_dir / "good.ipynb").unlink()
    unchanged(jp_root_dir, files)


@pytest.mark.timeout(300)
async def test_the_cell_of_an_entry(post, files):
    for label, content, _ in files.values():
        try:
            cells = json.loads(content.decode())["cells"]
        except (ValueError, RecursionError, TypeError, KeyError):
            continue
        for cell in cells if isinstance(cells, list) else []:
            if isinstance(cell, dict) and cell.get("cell_type") == "code":
                sent = {**cell, "source": "x = 1"}
                status, reply = await post("entries", path="a.ipynb", kind="step", cell=sent)
                assert status in {201, 400}, (label, reply)
                assert reply.get("code") != "internal_error", (label, reply)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("verb", ["check", "list"])
def test_verbs_go_on_and_name_each_file(verb, files, jp_root_dir, tmp_path):
    folders = {f"JUPYTER_{name}_DIR": str(tmp_path / name) for name in ("CONFIG", "DATA", "RUNTIME")}
    done = subprocess.run(
        [sys.executable, "-c", "from jupyterlab_journal.cli.app import main; main()", verb, *files],
        capture_output=True,
        cwd=jp_root_dir,
        env={**os.environ, **folders, "PYTHONUTF8": "1"},
        text=True,
        timeout=200,
        check=False,
    )
    assert done.returncode == 2
    faults = dict(
        line.removeprefix(f"jupyter-journal-{verb}: ").split(" is malformed at ", 1)
        for line in done.stderr.splitlines()
        if " is malformed at " in line
    )
    for name, (label, _, mutator) in files.items():
        if mutator.leads_to != EITHER:
            assert (name in faults) is (mutator.leads_to == MALFORMED), (label, faults.get(name))
        assert name not in faults or mutator.place in faults[name], label
    assert "unexpected" not in done.stderr
    assert "Traceback" not in done.stderr
    unchanged(jp_root_dir, files)
