"""Entries over the wire: a real server, a real kernel with torch."""

from __future__ import annotations

import asyncio
import json
import time

import pytest
from shapes import validator
from tornado.httpclient import HTTPClientError

ROUTE = ("jupyterlab-journal", "api", "entries")


class Notebook:
    """A user at a notebook: cells run in a real kernel, entries are asked of the real server."""

    def __init__(self, fetch, kernel_id, client):
        self.fetch = fetch
        self.kernel_id = kernel_id
        self.client = client
        self.cell = None
        self.entries = []

    async def run(self, source):
        """Run a cell and keep it, with its outputs, as the active one."""
        outputs = []

        def keep(message):
            kind, content = message["msg_type"], message["content"]
            if kind in {"stream", "error", "execute_result", "display_data"}:
                outputs.append({"output_type": kind, **content})

        reply = await self.client.execute_interactive(
            source, output_hook=keep, timeout=60, allow_stdin=False, stop_on_error=False
        )
        self.cell = {
            "id": "cell-1",
            "source": source,
            "outputs": outputs,
            "execution_count": reply["content"]["execution_count"],
            "metadata": {},
        }

    async def insert(self, kind, *, locale="en", **fields):
        """Ask for an entry and keep it as the notebook would."""
        status, body = await self.ask(kind=kind, locale=locale, fields=fields)
        assert status == 201
        self.entries.append(body["cell"]["metadata"]["journal"])
        return body["cell"]["source"], body

    async def ask(self, **body):
        full = {
            "path": "study.ipynb",
            "kernel_id": self.kernel_id,
            "cell": self.cell,
            "entries": self.entries,
            **body,
        }
        return await post(self.fetch, full)


async def post(fetch, body):
    text = body if isinstance(body, str) else json.dumps(body)
    try:
        response = await fetch(*ROUTE, method="POST", body=text)
    except HTTPClientError as error:
        answer = json.loads(error.response.body)
        validator("Error").validate(answer)
        return error.code, answer
    answer = json.loads(response.body)
    validator("ComposedEntry").validate(answer)
    return response.code, answer


@pytest.fixture
def notebook(jp_fetch, jp_serverapp, jp_asyncio_loop):
    kernels = jp_serverapp.kernel_manager
    kernel_id = jp_asyncio_loop.run_until_complete(kernels.start_kernel())
    client = kernels.get_kernel(kernel_id).client()
    client.start_channels()
    jp_asyncio_loop.run_until_complete(client.wait_for_ready(timeout=60))
    yield Notebook(jp_fetch, kernel_id, client)
    client.stop_channels()
    if kernel_id in kernels:
        jp_asyncio_loop.run_until_complete(kernels.shutdown_kernel(kernel_id, now=True))


TRAINING = """
import torch
torch.manual_seed({seed})
model = torch.nn.Sequential(torch.nn.Linear(8, {hidden}), torch.nn.ReLU(), torch.nn.Linear({hidden}, 1))
optimizer = torch.optim.{optimizer}(model.parameters(), lr={lr})
x, y = torch.ones(16, 8), torch.ones(16, 1)
losses = []
for epoch in range(3):
    loss = ((model(x) - y) ** 2).mean()
    optimizer.zero_grad(); loss.backward(); optimizer.step()
    losses.append(loss.item())
    print(f"Epoch {{epoch + 1}}/3 loss={{loss.item():.4f}}")
"""


async def test_a_training_cell_run_again_tells_what_was_edited_and_nothing_else(notebook):
    usual = {"seed": 1, "hidden": 16, "optimizer": "SGD", "lr": "1e-2"}
    await notebook.run(TRAINING.format(**usual))
    await notebook.insert("step")
    await notebook.run(TRAINING.format(**{**usual, "lr": "1e-3"}))
    _, body = await notebook.insert("step")
    journal = body["cell"]["metadata"]["journal"]
    assert journal["changes"] == [
        {"name": "lr", "before": "1e-2", "after": "1e-3", "evidence": ["value", "source"]}
    ]
    assert journal["title"] == "lr 1e-2 → 1e-3"
    await notebook.run(TRAINING.format(**{**usual, "lr": "1e-3", "seed": 7, "optimizer": "Adam"}))
    _, body = await notebook.insert("step")
    changes = {change["name"]: change for change in body["cell"]["metadata"]["journal"]["changes"]}
    assert set(changes) == {"seed", "optimizer"}
    assert (changes["seed"]["before"], changes["seed"]["after"]) == ("1", "7")
    assert set(changes["seed"]["evidence"]) == {"source", "environment"}
    assert changes["optimizer"]["evidence"] == ["value", "source"]
    await notebook.run("for group in optimizer.param_groups: group['lr'] = 0.5")
    _, body = await notebook.insert("step")
    assert [change["name"] for change in body["cell"]["metadata"]["journal"]["changes"]] == ["optimizer.lr"]


async def test_a_first_experiment_from_goal_to_error(notebook):
    source, _ = await notebook.insert("goal", title="Fit a line")
    assert source.startswith("## Goal · Fit a line\n")

    await notebook.run("import torch\ntorch.manual_seed(42)\nlr = 0.1\nprint('loss=0.5')")
    source, body = await notebook.insert("environment")
    torch = body["cell"]["metadata"]["journal"]["snapshot"]["frameworks"]["torch"]
    assert torch["imported"] is True
    assert f"| torch | {torch['version']}, " in source
    assert "| Seed of torch | 42 (read from the generator) |" in source
    await notebook.insert("step")

    await notebook.run(
        "lr = 1e-2\nfor epoch in range(3):\n    loss = 0.5 / (epoch + 1)\nprint(f'loss={loss:.2f}')"
    )
    source, body = await notebook.insert("step", title="Smaller steps")
    assert source.startswith("### Step 2 · Smaller steps\n")
    assert "| Changed | Before | After |\n| --- | --- | --- |\n| `lr` | 0.1 | 1e-2 |\n\n" in source
    assert "| loss | 0.5 | 0.17 | −0.33 |" in source
    assert f"torch {torch['version']} · seed 42" in source
    assert body["cell"]["metadata"]["journal"]["snapshot"]["same_as"] == notebook.entries[1]["id"]

    await notebook.run("weights = torch.ones(4, 3)\nweights @ torch.ones(5, 2)")
    source, body = await notebook.insert("error", locale="zh-CN")
    assert "单元格 [3]，第 2 行：`weights @ torch.ones(5, 2)`" in source
    assert "单元格中的张量：" in source
    assert "| weights | 4 × 3 | float32 | cpu |" in source
    assert "**分析。** 两个形状不匹配：4 × 3 与 5 × 2。\n\n*原因" in source
    error = body["cell"]["metadata"]["journal"]["error"]
    assert (error["type"], error["cause"]) == ("RuntimeError", "shape_mismatch")
    assert body["warnings"] == []


async def test_a_cell_that_was_edited_after_it_ran_is_said(notebook):
    await notebook.run("lr = 0.1")
    source, _ = await notebook.insert("step")
    assert "edited" not in source
    notebook.cell["source"] = "lr = 0.2"
    source, _ = await notebook.insert("step")
    assert "The cell was edited after it ran" in source


async def test_a_step_says_how_long_its_cell_ran_by_the_kernels_clock(notebook):
    started = time.monotonic()
    await notebook.run("import time; time.sleep(1.2); lr = 0.1")
    waited = time.monotonic() - started
    text, _ = await notebook.insert("step")
    (ran,) = [line for line in text.splitlines() if line.startswith("Ran ")]
    assert 1.2 <= float(ran.split()[1]) < waited + 0.1  # as it is rounded


async def test_the_end_of_a_killed_kernel_is_told(notebook, jp_serverapp):
    manager = jp_serverapp.kernel_manager.get_kernel(notebook.kernel_id)
    former = manager.provisioner.pid
    notebook.cell = {"id": "cell-1", "source": "x", "outputs": [], "execution_count": None, "metadata": {}}
    notebook.client.execute("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)")
    # The server restarts it by itself; a shutdown in the middle of that ends in an error of its own.
    deadline = time.monotonic() + 60
    while manager.provisioner.pid in {former, None} or not manager.ready.done():
        assert time.monotonic() < deadline, "the server never restarted the kernel"
        await asyncio.sleep(0.05)
    _, body = await notebook.insert("error")
    error = body["cell"]["metadata"]["journal"]["error"]
    assert (error["type"], error["signature"]) == ("KernelDied", "KernelDied-SIGKILL")
    assert "ended by SIGKILL" in body["cell"]["source"]


async def test_a_step_while_a_cell_is_running(notebook):
    await notebook.run("lr = 0.1")
    await notebook.insert("step")
    await notebook.run("lr = 0.2")
    notebook.client.execute("import time\nfor _ in range(100): time.sleep(0.1)")
    await asyncio.sleep(0.5)
    source, _ = await asyncio.wait_for(notebook.insert("step"), 5)
    assert "| `lr` | 0.1 | 0.2 |" in source


async def test_nothing_is_left_in_the_kernel(notebook):
    await notebook.run("before = sorted(globals())")
    await notebook.insert("step")
    await notebook.run("print(sorted(set(globals()) - set(before) - {'before'}))")
    names = eval(notebook.cell["outputs"][0]["text"])
    assert [name for name in names if not name.startswith("_i")] == []


async def test_without_a_kernel_what_can_be_written_is_written(jp_fetch):
    status, body = await post(jp_fetch, {"kind": "goal", "path": "", "kernel_id": None})
    assert (status, body["warnings"]) == (201, [])
    cell = {"source": "x = 1", "outputs": [{"output_type": "stream", "name": "stdout", "text": "loss=1.5\n"}]}
    status, body = await post(jp_fetch, {"kind": "step", "path": "a.ipynb", "cell": cell})
    assert status == 201
    assert "| loss | — | 1.5 | — |" in body["cell"]["source"]
    assert body["cell"]["metadata"]["journal"]["state"] == "not_run_here"
    status, body = await post(jp_fetch, {"kind": "environment", "path": "a.ipynb"})
    assert (status, body["code"]) == (503, "no_kernel")
    assert body["hint"]


async def test_a_dead_kernel_gives_an_error_entry_but_no_environment(notebook, jp_serverapp):
    await notebook.run("1 / 0")
    await jp_serverapp.kernel_manager.shutdown_kernel(notebook.kernel_id, now=True)
    _, body = await notebook.insert("error")
    journal = body["cell"]["metadata"]["journal"]
    assert journal["error"]["type"] == "ZeroDivisionError"
    assert journal["state"] == "not_run_here"
    assert "snapshot" not in journal
    status, body = await notebook.ask(kind="environment")
    assert (status, body["code"]) == (404, "not_found")


GOOD = {"kind": "goal", "path": "a.ipynb"}


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ("", 400, "not_json"),
        ("{", 400, "not_json"),
        ("[]", 400, "invalid_request"),
        ({}, 400, "invalid_request"),
        ({**GOOD, "kind": "poem"}, 400, "invalid_request"),
        ({**GOOD, "locale": "xx"}, 400, "invalid_request"),
        ({**GOOD, "fields": {"title": 3}}, 400, "invalid_request"),
        ({**GOOD, "fields": {"poem": "x"}}, 400, "invalid_request"),
        ({**GOOD, "cell": {"outputs": []}}, 400, "invalid_request"),
        ({**GOOD, "cell": {"source": "", "outputs": ["x"]}}, 400, "invalid_request"),
        ({**GOOD, "fields": {"problem": "x" * 30_000}}, 400, "text_too_long"),
        ({**GOOD, "path": "../other/a.ipynb"}, 404, "not_found"),
        ({**GOOD, "path": "a\0b"}, 404, "not_found"),
        ({**GOOD, "fields": {"problem": "x" * 9_000_000}}, 413, "body_too_large"),
    ],
    ids=str,
)
async def test_what_cannot_be_used_is_refused_with_a_reason(body, status, code, jp_fetch):
    answered, answer = await post(jp_fetch, body)
    assert (answered, answer["code"]) == (status, code)
    assert answer["message"]


@pytest.fixture
def secret(monkeypatch):
    """A secret in the server's own environment, there before the server starts."""
    monkeypatch.setenv("LAB_TOKEN", "river-stone-42-lantern")
    return "river-stone-42-lantern"


async def test_a_secret_of_the_servers_environment_never_comes_out(secret, jp_fetch):
    status, answer = await post(jp_fetch, {**GOOD, "fields": {"problem": f"log in with {secret}"}})
    assert status == 201
    assert secret not in json.dumps(answer)
    assert answer["cell"]["metadata"]["journal"]["redactions"][0]["field"] == "problem"


async def test_unreadable_entries_and_lone_surrogates_do_no_harm(jp_fetch):
    body = {**GOOD, "entries": [None, 3, {"version": 1}], "fields": {"title": "\ud800 a"}}
    status, answer = await post(jp_fetch, body)
    assert status == 201
    assert answer["cell"]["source"].startswith("## Goal · \ufffd a\n")
    assert answer["warnings"][0]["code"] == "unreadable_entries"
