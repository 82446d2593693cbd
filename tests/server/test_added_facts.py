"""What the server adds to a kernel's facts, through the door."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys

import pytest
from shapes import check
from tornado.httpclient import HTTPClientError

from jupyterlab_journal.facts.launch import launch_command
from jupyterlab_journal.redact import Redactor

ENTRIES = ("jupyterlab-journal", "api", "entries")


@pytest.fixture
def kernel_id(jp_serverapp, jp_asyncio_loop):
    kernels = jp_serverapp.kernel_manager
    kernel_id = jp_asyncio_loop.run_until_complete(kernels.start_kernel())
    client = kernels.get_kernel(kernel_id).client()
    client.start_channels()
    jp_asyncio_loop.run_until_complete(client.wait_for_ready(timeout=60))
    client.stop_channels()
    yield kernel_id
    jp_asyncio_loop.run_until_complete(kernels.shutdown_kernel(kernel_id, now=True))


def output_of(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


async def insert(fetch, kernel_id, kind="environment", **body):
    full = {"kind": kind, "path": "studies/a.ipynb", "kernel_id": kernel_id, **body}
    check(full, "EntryRequest")
    answer = json.loads((await fetch(*ENTRIES, method="POST", body=json.dumps(full))).body)
    check(answer, "ComposedEntry")
    return answer["cell"]["source"], answer["cell"]["metadata"]["journal"]


async def test_an_environment_entry_can_be_made_again_and_names_its_data(jp_fetch, jp_root_dir, kernel_id):
    folder = jp_root_dir / "studies" / "data"
    folder.mkdir(parents=True)
    (folder / "train.csv").write_text("a,b\n1,2\n")
    code = ["import random\nrandom.seed(3)\nrows = open('data/train.csv')", "%pip list", "broken ("]
    source, journal = await insert(jp_fetch, kernel_id, code=code)
    snapshot = journal["snapshot"]
    check(snapshot, "Snapshot")
    (data,) = snapshot["data"]
    truth = output_of("sha256sum", str(folder / "train.csv"))
    assert (data["path"], data["bytes"], data["sha256"]) == ("data/train.csv", 8, truth.split()[0])
    assert "**Data.** `data/train.csv`" in source
    assert snapshot["seeds"]["python"] == {"value": "3", "source": "source text", "confidence": "likely"}
    assert "| Seed of python | 3 (written in the code, not checked) |" in source
    assert "<summary>requirements.txt: exact, " in source
    truth = json.loads(output_of(sys.executable, "-m", "pip", "list", "--format=json"))
    assert len(snapshot["packages"]["versions"]) == len(truth)
    assert len(source.encode()) + len(json.dumps(journal).encode()) < 64 * 1024


async def test_a_file_that_the_user_names_is_described(jp_fetch, jp_root_dir, kernel_id):
    (jp_root_dir / "corpus.txt").write_text("abc")
    source, journal = await insert(
        jp_fetch, kernel_id, path="a.ipynb", fields={"data": "We use `corpus.txt`."}
    )
    assert [file["path"] for file in journal["snapshot"]["data"]] == ["corpus.txt"]
    assert "**Data.** We use `corpus.txt`." in source


async def test_files_outside_the_root_are_not_looked_at(jp_fetch, jp_root_dir, kernel_id):
    (jp_root_dir.parent / "outside.csv").write_text("secret")
    code = ["open('../outside.csv'); open('../../outside.csv'); open('/etc/passwd')"]
    _, journal = await insert(jp_fetch, kernel_id, code=code)
    assert "data" not in journal["snapshot"]


async def test_a_kernel_elsewhere_reads_other_files_than_those_here(
    jp_fetch, jp_root_dir, jp_serverapp, kernel_id, monkeypatch
):
    """Of a kernel that another machine runs the server has no process."""
    (jp_root_dir / "corpus.txt").write_text("abc")
    body = {"path": "a.ipynb", "code": ["open('corpus.txt')"]}
    _, journal = await insert(jp_fetch, kernel_id, **body)
    assert [file["path"] for file in journal["snapshot"]["data"]] == ["corpus.txt"]
    monkeypatch.setattr(jp_serverapp.kernel_manager.get_kernel(kernel_id).provisioner, "pid", None)
    source, journal = await insert(jp_fetch, kernel_id, **body)
    assert "data" not in journal["snapshot"]
    assert "another machine" in journal["snapshot"]["absent"]["data"]
    assert "corpus.txt" not in source


async def test_in_chinese_the_entry_and_the_panel_say_the_same(jp_fetch, kernel_id):
    route = ("jupyterlab-journal", "api", "kernels", kernel_id, "snapshot")
    notebook = {"path": "studies/a.ipynb"}
    english = json.loads((await jp_fetch(*route, params=notebook)).body)
    chinese = json.loads((await jp_fetch(*route, params={**notebook, "locale": "zh-CN"})).body)
    check(chinese, "Snapshot")
    assert [finding["code"] for finding in chinese["findings"]] == [
        finding["code"] for finding in english["findings"]
    ]
    assert chinese["findings"]
    source, _ = await insert(jp_fetch, kernel_id, locale="zh-CN")
    for before, after in zip(english["findings"], chinese["findings"], strict=True):
        assert before["message"] != after["message"]
        assert after["message"].split("：")[0][:8] in source.replace("\\", "")
    with pytest.raises(HTTPClientError) as caught:
        await jp_fetch(*route, params={"locale": "xx"})
    assert caught.value.code == 400
    check(json.loads(caught.value.response.body), "Error")


async def test_the_snapshot_says_how_the_server_was_launched(jp_fetch, kernel_id):
    route = ("jupyterlab-journal", "api", "kernels", kernel_id, "snapshot")
    snapshot = json.loads((await jp_fetch(*route)).body)
    assert snapshot["launch"] == {"command": launch_command(sys.argv, Redactor())}


async def test_many_requests_at_once_hash_a_file_once_and_do_not_hold_the_server(
    jp_fetch, jp_root_dir, kernel_id
):
    with (jp_root_dir / "big.bin").open("wb") as file:
        file.truncate(300 * 2**20)
    started = asyncio.get_running_loop().time()
    requests = [
        insert(jp_fetch, kernel_id, path="a.ipynb", kind="step", code=["open('big.bin')"]) for _ in range(3)
    ]
    answers = await asyncio.gather(*requests)
    assert asyncio.get_running_loop().time() - started < 10
    for _, journal in answers:
        assert journal["snapshot"]["data"][0]["bytes"] == 300 * 2**20
