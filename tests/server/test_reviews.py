"""Reviews through the door: every base, every failure."""

from __future__ import annotations

import json
import shutil
import subprocess

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from tornado.httpclient import HTTPClientError

REVIEWS = ("jupyterlab-journal", "api", "reviews")
ENTRY = {
    "version": 1,
    "id": "01KDVJ9W000000000000000000",
    "kind": "step",
    "created": "2026-01-01T00:00:00+00:00",
    "title": "Halve the rate",
}


def with_entry():
    return new_notebook(
        cells=[new_code_cell("lr = 0.1"), new_markdown_cell("### Step", metadata={"journal": ENTRY})]
    )


def without_entry():
    return new_notebook(cells=[new_code_cell("lr = 0.1")])


@pytest.fixture
def review(jp_fetch):
    async def post(path="a.ipynb", base="saved", **body):
        request = json.dumps({"path": path, "base": base, **body})
        return json.loads((await jp_fetch(*REVIEWS, method="POST", body=request)).body)

    return post


async def refused(awaitable):
    with pytest.raises(HTTPClientError) as caught:
        await awaitable
    return caught.value.code, json.loads(caught.value.response.body)


@pytest.fixture
def saved(jp_root_dir):
    nbformat.write(without_entry(), jp_root_dir / "a.ipynb")
    return jp_root_dir / "a.ipynb"


def git(folder, *arguments):
    identity = ("-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *identity, *arguments], cwd=folder, capture_output=True, check=True)


async def test_the_browsers_state_against_the_saved_file(review, saved):
    reply = await review(content=with_entry())
    assert reply["entries"] == [
        {"id": ENTRY["id"], "kind": "step", "title": "Halve the rate", "change": "added"}
    ]
    assert reply["cells"] == {"added": 1, "removed": 0, "changed": 0}
    assert len(reply["base"]["cells"]) == 1
    assert reply["diff"]
    assert (await review())["diff"] == []


async def test_against_another_file(review, saved, jp_root_dir):
    nbformat.write(with_entry(), jp_root_dir / "b.ipynb")
    reply = await review(base="file:b.ipynb")
    assert reply["base_label"] == "b.ipynb"
    assert [entry["change"] for entry in reply["entries"]] == ["removed"]


async def test_against_the_checkpoint(review, saved, jp_fetch):
    code, reply = await refused(review(base="checkpoint"))
    assert (code, reply["code"]) == (409, "no_checkpoint")
    await jp_fetch("api", "contents", "a.ipynb", "checkpoints", method="POST", body="")
    nbformat.write(with_entry(), saved)
    reply = await review(base="checkpoint")
    assert reply["base_label"].startswith("checkpoint (20")
    assert [entry["change"] for entry in reply["entries"]] == ["added"]


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
async def test_against_a_commit(review, saved):
    code, reply = await refused(review(base="git:HEAD"))
    assert (code, reply["code"]) == (409, "not_in_git")
    git(saved.parent, "init", "-q")
    code, reply = await refused(review(base="git:HEAD"))
    assert (code, reply["code"]) == (409, "not_committed")
    git(saved.parent, "add", "a.ipynb")
    git(saved.parent, "commit", "-q", "-m", "x")
    nbformat.write(with_entry(), saved)
    reply = await review(base="git:HEAD")
    assert reply["base_label"].startswith("HEAD (")
    assert [entry["change"] for entry in reply["entries"]] == ["added"]
    assert (await review(base="git:HEAD", content=without_entry()))["diff"] == []
    code, reply = await refused(review(base="git:--help"))
    assert (code, reply["code"]) == (400, "invalid_request")
    code, reply = await refused(review(base="git:nope"))
    assert (code, reply["code"]) == (409, "unknown_revision")


@pytest.mark.parametrize("base", ["saved", "checkpoint", "git:HEAD", "file:a.ipynb"])
@pytest.mark.parametrize(
    "path",
    ["../o.ipynb", "%2e%2e/o.ipynb", "..\\o.ipynb", "C:\\o.ipynb", "o\0.ipynb", ".h/o.ipynb", "absent.ipynb"],
)
async def test_what_may_not_be_seen_does_not_exist(review, saved, jp_root_dir, base, path):
    (jp_root_dir / ".h").mkdir()
    for hidden in (jp_root_dir / ".h" / "o.ipynb", jp_root_dir.parent / "o.ipynb"):
        nbformat.write(with_entry(), hidden)
    code, reply = await refused(review(path, base))
    assert (code, reply["code"]) == (404, "not_found")
    assert str(jp_root_dir) not in json.dumps(reply)


@pytest.mark.parametrize(
    "other", ["../o.ipynb", "/etc/passwd", ".h/o.ipynb", "http://169.254.169.254/x.ipynb"]
)
async def test_another_file_lies_inside_the_root_too(review, saved, jp_root_dir, other):
    (jp_root_dir / ".h").mkdir()
    for hidden in (jp_root_dir / ".h" / "o.ipynb", jp_root_dir.parent / "o.ipynb"):
        nbformat.write(with_entry(), hidden)
    code, reply = await refused(review(base=f"file:{other}"))
    assert (code, reply["code"]) == (404, "not_found")


@pytest.mark.parametrize("base", ["", "git:", "index", "saved:x", "http://example.org/x.ipynb"])
async def test_an_unknown_base_is_refused(review, saved, base):
    code, reply = await refused(review(base=base))
    assert (code, reply["code"]) == (400, "invalid_request")


@pytest.mark.parametrize("content", ["", "{", "[]", '{"nbformat": 4}', '{"nbformat": 4, "cells": [1]}'])
async def test_a_malformed_file_is_named_and_left_alone(review, saved, content):
    saved.write_text(content)
    code, reply = await refused(review(content=with_entry()))
    assert (code, reply["code"]) == (400, "malformed_notebook")
    assert "the saved file is malformed at " in reply["message"]
    assert saved.read_text() == content
    code, reply = await refused(review())
    assert code == 400


async def test_a_malformed_state_of_the_browser_is_named(review, saved):
    code, reply = await refused(review(content={"nbformat": 4}))
    assert (code, reply["code"]) == (400, "malformed_notebook")
    assert "the notebook is malformed at cells: it is missing" in reply["message"]


async def test_the_server_answers_while_it_compares(review, saved, stall):
    await review()  # the worker is warm
    cells = [new_code_cell("\n".join(f"a_{n}_{line} = {line}" for line in range(20))) for n in range(400)]
    nbformat.write(new_notebook(cells=cells), saved)
    for cell in cells:
        cell.source = cell.source.replace("= 7", "= 8")
    async with stall() as measured:
        reply = await review(content=new_notebook(cells=cells))
    assert reply["cells"]["changed"] == 400
    assert measured.seconds < 0.2


class TestTimeLimit:
    @pytest.fixture
    def jp_server_config(self, jp_server_config):
        return {**jp_server_config, "JournalApp": {"review_time_limit": 1.0}}

    async def test_a_review_that_takes_too_long_is_given_up(self, review, saved):
        cells = [new_code_cell("\n".join(f"a{n}_{line} = {line}" for line in range(60))) for n in range(600)]
        nbformat.write(new_notebook(cells=cells), saved)
        for number, cell in enumerate(cells):
            cell.id = f"other-{number}"
            cell.source = "\n".join(reversed(cell.source.splitlines()))
        code, reply = await refused(review(content=new_notebook(cells=cells)))
        assert (code, reply["code"]) == (409, "worker_timeout")
        assert (await refused(review("absent.ipynb")))[0] == 404
