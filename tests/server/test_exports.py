"""Exports through the door: a real server, a real worker, real files."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import time

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from tornado.httpclient import HTTPClientError

EXPORTS = ("jupyterlab-journal", "api", "exports")


@pytest.fixture
def save(jp_root_dir):
    """Write a notebook below the root."""

    def write(name="digits.ipynb", cells=None):
        path = jp_root_dir / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if cells is None:
            cells = [new_markdown_cell("# 学习率 $x^2$"), new_code_cell("print(1)")]
        nbformat.write(new_notebook(cells=cells), path)
        return path

    return write


@pytest.fixture
def start(jp_fetch):
    """Start an export and return its state."""

    async def post(path="digits.ipynb", kind="html", **body):
        request = json.dumps({"path": path, "format": kind, **body})
        response = await jp_fetch(*EXPORTS, method="POST", body=request)
        assert response.code == 202
        return json.loads(response.body)

    return post


@pytest.fixture
def finish(jp_fetch):
    """Follow an export to its end."""

    async def follow(job, stages=None, limit=90.0):
        deadline = time.monotonic() + limit
        while job["stage"] not in {"done", "failed", "cancelled"}:
            assert time.monotonic() < deadline, job
            await asyncio.sleep(0.01)
            job = json.loads((await jp_fetch(*EXPORTS, job["id"])).body)
            if stages is not None:
                stages.append((job["stage"], job["fraction"]))
        return job

    return follow


async def refused(awaitable):
    with pytest.raises(HTTPClientError) as caught:
        await awaitable
    return caught.value.code, json.loads(caught.value.response.body)


def leftovers(folder, *expected):
    return sorted(path.name for path in folder.iterdir() if path.name not in expected)


async def test_html_is_written_beside_the_notebook(jp_root_dir, save, start, finish):
    save()
    stages = []
    job = await finish(await start(), stages)
    assert job["error"] is None
    assert job["result"]["path"] == "digits.html"
    page = (jp_root_dir / "digits.html").read_text(encoding="utf-8")
    assert job["result"]["bytes"] == len(page.encode())
    assert 'lang="zh-CN"' in page
    assert leftovers(jp_root_dir) == ["digits.html", "digits.ipynb"]
    fractions = [fraction for _, fraction in stages]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0


async def test_markdown_has_its_pictures_in_a_folder_beside_it(jp_root_dir, save, start, finish):
    picture = nbformat.v4.new_output("display_data", {"image/png": "iVBORw0KGgo="})
    save("sub/run.ipynb", [new_code_cell("plot()", outputs=[picture])])
    job = await finish(await start("sub/run.ipynb", "markdown"))
    assert job["result"]["path"] == "sub/run.md"
    (file,) = (jp_root_dir / "sub" / "run_files").iterdir()
    assert f"![Output](run_files/{file.name})" in (jp_root_dir / "sub" / "run.md").read_text()


async def test_an_existing_page_is_kept_unless_overwrite(jp_root_dir, save, start, finish):
    save()
    (jp_root_dir / "digits.html").write_text("mine")
    code, reply = await refused(start())
    assert (code, reply["code"]) == (409, "export_exists")
    assert (jp_root_dir / "digits.html").read_text() == "mine"
    job = await finish(await start(overwrite=True))
    assert job["stage"] == "done"
    assert "学习率" in (jp_root_dir / "digits.html").read_text()


@pytest.mark.parametrize(
    "path",
    [
        "../outside.ipynb",
        "%2e%2e/outside.ipynb",
        "%252e%252e/outside.ipynb",
        "..\\outside.ipynb",
        "C:\\outside.ipynb",
        "\\\\host\\share.ipynb",
        "a\0b.ipynb",
        "digits.ipynb ",
        "digits.ipynb.",
        "sub/../digits.ipynb",
        "absent.ipynb",
        ".hidden/secret.ipynb",
        ".hidden.ipynb",
        "",
    ],
)
async def test_what_may_not_be_seen_does_not_exist(jp_root_dir, save, start, path):
    save()
    save(".hidden/secret.ipynb")
    save(".hidden.ipynb")
    save("../outside.ipynb")
    before = sorted(jp_root_dir.parent.rglob("*"))
    code, reply = await refused(start(path))
    assert (code, reply["code"]) == (404, "not_found")
    assert str(jp_root_dir) not in json.dumps(reply)
    code, absent = await refused(start("no-such-notebook.ipynb"))
    assert absent == reply, "the answer must not tell why"
    assert sorted(jp_root_dir.parent.rglob("*")) == before


async def test_a_sibling_that_shares_the_roots_prefix_does_not_exist(jp_root_dir, start):
    evil = jp_root_dir.with_name(jp_root_dir.name + "-evil")
    evil.mkdir()
    nbformat.write(new_notebook(), evil / "x.ipynb")
    code, _ = await refused(start(f"../{evil.name}/x.ipynb"))
    assert code == 404
    assert leftovers(evil) == ["x.ipynb"]


@pytest.mark.parametrize("name", ["digits.html", "digits_files"])
async def test_no_page_is_written_through_a_link(jp_root_dir, save, start, name, tmp_path):
    save()
    victim = tmp_path / "victim"
    victim.write_text("precious")
    (jp_root_dir / name).symlink_to(victim)
    code, reply = await refused(start(overwrite=True))
    assert (code, reply["code"]) == (409, "export_symlink")
    assert victim.read_text() == "precious"


async def test_no_page_is_written_into_a_folder_that_leads_outside(jp_root_dir, start, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    nbformat.write(new_notebook(), outside / "x.ipynb")
    (jp_root_dir / "link").symlink_to(outside)
    code, reply = await refused(start("link/x.ipynb"))
    assert (code, reply["code"]) == (409, "export_symlink")
    assert leftovers(outside) == ["x.ipynb"]


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"", "line 1: the file is empty"),
        (b"{", "line 1, column 2"),
        (b"[]", "the top level"),
        (b'{"nbformat": 4}', "cells: it is missing"),
        (b"a\n\xff", "line 2: byte 3 of the file is not UTF-8"),
    ],
)
async def test_a_malformed_file_is_refused_with_the_place_of_its_fault(jp_root_dir, start, content, place):
    path = jp_root_dir / "bad.ipynb"
    path.write_bytes(content)
    code, reply = await refused(start("bad.ipynb"))
    assert (code, reply["code"]) == (400, "malformed_notebook")
    assert f"is malformed at {place}" in reply["message"]
    assert reply["hint"]
    assert path.read_bytes() == content
    assert leftovers(jp_root_dir) == ["bad.ipynb"]


async def test_a_file_of_another_kind_is_refused(jp_root_dir, start):
    (jp_root_dir / "notes.txt").write_text("x")
    code, reply = await refused(start("notes.txt"))
    assert (code, reply["code"]) == (400, "invalid_request")


@pytest.mark.parametrize("body", [{}, {"path": "digits.ipynb"}, {"path": "digits.ipynb", "format": "exe"}])
async def test_a_body_that_does_not_fit_is_refused(jp_fetch, save, body):
    save()
    code, reply = await refused(jp_fetch(*EXPORTS, method="POST", body=json.dumps(body)))
    assert (code, reply["code"]) == (400, "invalid_request")


@pytest.mark.parametrize("method", ["GET", "DELETE"])
async def test_an_unknown_export_does_not_exist(jp_fetch, method):
    code, reply = await refused(jp_fetch(*EXPORTS, "0123456789abcdef", method=method))
    assert (code, reply["code"]) == (404, "not_found")


def long_cells(count=3000):
    return [
        new_code_cell("\n".join(f"value_{i}_{line} = {i} * {line}" for line in range(12)))
        for i in range(count)
    ]


async def until(jp_fetch, job, stage, beyond=0.0):
    while job["stage"] != stage or job["fraction"] < beyond:
        assert job["stage"] not in {"done", "failed"}, f"too fast to be caught {stage}"
        await asyncio.sleep(0.005)
        job = json.loads((await jp_fetch(*EXPORTS, job["id"])).body)


async def test_a_cancelled_export_leaves_nothing_and_the_next_one_works(
    jp_root_dir, jp_fetch, save, start, finish
):
    save("long.ipynb", long_cells())
    save()
    job, waiting = await start("long.ipynb"), await start("digits.ipynb", "markdown")
    await until(jp_fetch, job, "rendering")
    for unwanted in (waiting, job):
        assert (await jp_fetch(*EXPORTS, unwanted["id"], method="DELETE")).code == 204
        assert (await finish(unwanted))["stage"] == "cancelled"
    assert leftovers(jp_root_dir) == ["digits.ipynb", "long.ipynb"]
    assert (await finish(await start()))["stage"] == "done"


async def test_a_killed_worker_fails_its_export_and_is_replaced(  # noqa: PLR0917 (fixtures)
    jp_root_dir, jp_serverapp, jp_fetch, save, start, finish
):
    save("long.ipynb", long_cells())
    save()
    job = await start("long.ipynb")
    await until(jp_fetch, job, "rendering", beyond=0.2)
    (extension,) = jp_serverapp.extension_manager.extension_apps["jupyterlab_journal"]
    worker = extension._renderer._worker
    assert worker.pid is not None
    os.kill(worker.pid, signal.SIGKILL)
    job = await finish(job)
    assert (job["stage"], job["error"]["code"]) == ("failed", "worker_died")
    assert (await finish(await start()))["stage"] == "done"
    assert leftovers(jp_root_dir) == ["digits.html", "digits.ipynb", "long.ipynb"]


async def test_the_server_answers_while_it_exports(save, start, finish, stall):
    save()
    await finish(await start())  # the worker is warm
    save("long.ipynb", long_cells(1000))
    async with stall() as measured:
        job = await finish(await start("long.ipynb"))
    assert job["stage"] == "done"
    # The budget of 20 ms is proved in benchmarks/; on a loaded test machine only a real stall counts.
    assert measured.seconds < 0.2


class TestTimeLimit:
    @pytest.fixture
    def jp_server_config(self, jp_server_config):
        return {**jp_server_config, "JournalApp": {"export_time_limit": 1.0}}

    async def test_an_export_that_takes_too_long_is_given_up(self, jp_root_dir, save, start, finish):
        save("long.ipynb", long_cells(8_000))
        job = await finish(await start("long.ipynb"))
        assert (job["stage"], job["error"]["code"]) == ("failed", "worker_timeout")
        assert leftovers(jp_root_dir) == ["long.ipynb"]
