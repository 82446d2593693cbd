"""A review looks, and leaves nothing behind: no file, no folder, no changed byte."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_markdown_cell, new_notebook
from tornado.httpclient import HTTPClientError

from jupyterlab_journal.server.checkpoints import _place, last_checkpoint

REVIEWS = ("jupyterlab-journal", "api", "reviews")
BASES = ["saved", "checkpoint", "git:HEAD", "git:nope", "file:sub/b.ipynb", "file:absent.ipynb"]


@pytest.fixture
def ask(jp_fetch):
    async def ask(path, base):
        body = json.dumps({"path": path, "base": base})
        try:
            return (await jp_fetch(*REVIEWS, method="POST", body=body)).code
        except HTTPClientError as error:
            return error.code

    return ask


def commit(folder):
    identity = ("-c", "user.name=t", "-c", "user.email=t@example.org")
    for command in (["init", "-q"], ["add", "."], [*identity, "commit", "-qm1"]):
        subprocess.run(["git", *command], cwd=folder, check=True, capture_output=True)


def tree(folder):
    """Return every file and folder below `folder`, hidden ones too, with what a change would show."""
    return {
        str(path.relative_to(folder)): (path.stat().st_mtime_ns, path.is_file() and path.read_bytes())
        for path in Path(folder).rglob("*")
    }


@pytest.mark.parametrize("with_git", [False, True])
async def test_no_base_leaves_anything_anywhere(ask, jp_root_dir, tmp_path, monkeypatch, with_git):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    (jp_root_dir / "sub").mkdir()
    for name in ("a.ipynb", "sub/b.ipynb"):
        nbformat.write(new_notebook(cells=[new_markdown_cell("x")]), jp_root_dir / name)
    if with_git:
        commit(jp_root_dir)
    await ask("a.ipynb", "saved")  # the worker has its folder by now
    above = jp_root_dir.parent
    before = tree(above)
    for path in ("a.ipynb", "sub/b.ipynb", "absent.ipynb", "../a.ipynb", "sub"):
        for base in BASES:
            assert await ask(path, base) in {200, 400, 404, 409}
    after = tree(above)
    assert sorted(set(after) - set(before)) == []
    assert after == before


async def test_the_place_is_where_the_server_puts_it(jp_serverapp, jp_root_dir, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "t"))
    contents = jp_serverapp.contents_manager
    (jp_root_dir / "sub").mkdir()
    real_access = os.access

    def read_only_access(path, mode):
        return not (mode == os.W_OK and Path(path).is_relative_to(jp_root_dir)) and real_access(path, mode)

    for read_only in (False, True):
        if read_only:
            monkeypatch.setattr("os.access", read_only_access)
        for path in ("a.ipynb", "sub/b.c.ipynb", "sub/无.ipynb"):
            ours = _place(contents.checkpoints, path)
            assert not ours.exists()
            assert ours == Path(contents.checkpoints.checkpoint_path("checkpoint", path))


async def test_a_checkpoint_that_was_made_is_found(jp_serverapp, jp_root_dir):
    contents = jp_serverapp.contents_manager
    nbformat.write(new_notebook(cells=[new_markdown_cell("x")]), jp_root_dir / "a.ipynb")
    assert await last_checkpoint(contents, "a.ipynb") is None
    made = await contents.create_checkpoint("a.ipynb")
    found = await last_checkpoint(contents, "a.ipynb")
    assert found.data == (jp_root_dir / "a.ipynb").read_bytes()
    assert found.made == made["last_modified"]
