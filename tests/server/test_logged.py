"""From `log` in a real kernel to the numbers of an entry, over the wire."""

from __future__ import annotations

import json

import nbformat
import pytest
from nbclient import NotebookClient
from shapes import validator

from jupyterlab_journal.entry.logged import METRICS_MIME

TRAINING = """
import torch
from jupyterlab_journal import log

torch.manual_seed(0)
lr = {lr}
weight = torch.zeros(1, requires_grad=True)
for epoch in range({epochs}):
    loss = (weight - 1).square().sum()
    weight.grad = None
    loss.backward()
    with torch.no_grad():
        weight -= lr * weight.grad
    log(loss=loss, distance=(1 - weight).abs(), epoch=epoch + 1)
    print(f"epoch {{epoch + 1}} loss={{loss.item():.1f}}")
"""


def losses(lr, epochs):
    """Return the exact losses of the training above, in the precision of the tensors."""
    import torch

    weight, found = torch.zeros(1), []
    for _ in range(epochs):
        found.append((weight - 1).square().sum().item())
        weight = weight - lr * (2 * (weight - 1))
    return found


@pytest.fixture
def running(jp_serverapp, jp_asyncio_loop):
    kernels = jp_serverapp.kernel_manager
    kernel_id = jp_asyncio_loop.run_until_complete(kernels.start_kernel())
    client = kernels.get_kernel(kernel_id).client()
    client.start_channels()
    jp_asyncio_loop.run_until_complete(client.wait_for_ready(timeout=60))
    yield kernel_id, client
    client.stop_channels()
    jp_asyncio_loop.run_until_complete(kernels.shutdown_kernel(kernel_id, now=True))


async def run(client, source):
    """Run a cell; return it as the notebook stores it."""
    cell = nbformat.v4.new_code_cell(source)
    shown = {}

    def take(message):
        if message["msg_type"] == "update_display_data":
            shown[message["content"]["transient"]["display_id"]].data = message["content"]["data"]
        elif message["msg_type"] in {"stream", "error", "display_data", "execute_result"}:
            output = nbformat.v4.output_from_msg(message)
            cell.outputs.append(output)
            shown[message["content"].get("transient", {}).get("display_id")] = output

    reply = await client.execute_interactive(source, output_hook=take, timeout=60, allow_stdin=False)
    cell.execution_count = reply["content"]["execution_count"]
    return cell


def stored(cell):
    """Write and read a notebook, as saving does; return the cell as a front end sends it."""
    notebook = nbformat.v4.new_notebook(cells=[cell])
    nbformat.validate(notebook)
    (again,) = nbformat.reads(nbformat.writes(notebook), as_version=4).cells
    names = ("id", "source", "outputs", "execution_count", "metadata")
    return json.loads(json.dumps({name: again[name] for name in names}))


async def post(fetch, kernel_id, cell, kind, entries=()):
    body = {"kind": kind, "path": "a.ipynb", "kernel_id": kernel_id, "cell": cell, "entries": list(entries)}
    response = await fetch("jupyterlab-journal", "api", "entries", method="POST", body=json.dumps(body))
    assert response.code == 201
    answer = json.loads(response.body)
    validator("ComposedEntry").validate(answer)
    return answer["cell"]


async def test_two_runs_give_the_exact_values_before_and_after(jp_fetch, running):
    kernel_id, client = running
    first = stored(await run(client, TRAINING.format(lr=0.1, epochs=5)))
    entry = await post(jp_fetch, kernel_id, first, "step")
    second = stored(await run(client, TRAINING.format(lr=0.2, epochs=5)))
    later = await post(jp_fetch, kernel_id, second, "step", [entry["metadata"]["journal"]])
    metrics = {metric["name"]: metric for metric in later["metadata"]["journal"]["metrics"]}
    assert metrics["loss"]["before"] == losses(0.1, 5)[-1]
    assert metrics["loss"]["after"] == losses(0.2, 5)[-1]
    assert set(metrics) == {"loss", "distance"}
    (change,) = later["metadata"]["journal"]["changes"]
    assert (change["name"], change["before"], change["after"]) == ("lr", "0.1", "0.2")
    assert METRICS_MIME not in later["source"]


async def test_a_result_shows_every_epoch_and_its_curve(jp_fetch, running):
    kernel_id, client = running
    cell = stored(await run(client, TRAINING.format(lr=0.25, epochs=6)))
    result = await post(jp_fetch, kernel_id, cell, "result")
    expected = losses(0.25, 6)  # of powers of two, so short as they are exact
    assert expected[:3] == [1.0, 0.25, 0.0625]
    rows = [line for line in result["source"].split("\n") if line.startswith("| ")]
    assert rows[0] == "| Epoch | loss | distance |"
    assert [row.split(" | ")[:2] for row in rows[2:5]] == [["| 1", "1.0"], ["| 2", "0.25"], ["| 3", "0.0625"]]
    assert "loss by epoch" in result["source"]
    assert result["metadata"]["journal"]["metrics"][0]["after"] == expected[-1]


def test_a_notebook_that_is_run_as_a_program_holds_the_same_record(tmp_path):
    """nbclient, as papermill and nbconvert use it."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(TRAINING.format(lr=0.25, epochs=4))])
    NotebookClient(
        notebook, timeout=60, kernel_name="python3", resources={"metadata": {"path": tmp_path}}
    ).execute()
    (record,) = (
        output.data[METRICS_MIME]
        for output in notebook.cells[0].outputs
        if METRICS_MIME in output.get("data", {})
    )
    assert [row[0] for row in record["rows"]] == losses(0.25, 4)
    assert record["epochs"] == [1, 2, 3, 4]
