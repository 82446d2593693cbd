"""Labelled edits that are run: a real kernel, real libraries, and steps asked of the real server."""

from __future__ import annotations

import json
import sys
from importlib.util import find_spec
from pathlib import Path
from uuid import uuid4

import pytest

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

LABELLED = Path(__file__).parents[1] / "compose" / "labelled"
ROUTE = ("jupyterlab-journal", "api", "entries")
CASES = [
    case
    for path in sorted(LABELLED.glob("executed_*.toml"))
    for case in tomllib.loads(path.read_text("utf-8"))["case"]
]
NEEDED = ("torch", "sklearn", "pandas", "tqdm", "keras", "lightning", "transformers", "accelerate")
# As %reset does, without its garbage collection, which takes a while with all these libraries.
FORGET = """
_kept = {"In", "Out", "get_ipython", "exit", "quit", "open"}
for _name in [name for name in globals() if not name.startswith("_") and name not in _kept]:
    del globals()[_name]
"""
MISSING = [name for name in NEEDED if find_spec(name) is None]

pytestmark = pytest.mark.skipif(MISSING != [], reason=f"the edits need {', '.join(MISSING)}")


class Notebook:
    """The notebook of one case: its cells, and the steps below them."""

    def __init__(self, fetch, kernel_id, client):
        self.fetch = fetch
        self.kernel_id = kernel_id
        self.client = client
        self.name = uuid4().hex[:8]
        self.cells = {}
        self.entries = []

    async def run(self, cell_id, source):
        """Run a cell as the front end does, with the cell's id, and keep its outputs."""
        outputs = []
        message = self.client.session.msg("execute_request", execute_request(source))
        message["metadata"]["cellId"] = f"{self.name}-{cell_id}"
        self.client.shell_channel.send(message)
        own = message["header"]["msg_id"]
        while True:
            heard = await self.client.get_iopub_msg(timeout=60)
            if heard["parent_header"].get("msg_id") != own:
                continue
            kind, content = heard["msg_type"], heard["content"]
            if kind in {"stream", "execute_result", "display_data", "error"}:
                outputs.append({"output_type": kind, **content})
            if kind == "status" and content["execution_state"] == "idle":
                break
        while (reply := await self.client.get_shell_msg(timeout=60))["parent_header"]["msg_id"] != own:
            pass
        assert reply["content"]["status"] == "ok", outputs
        self.cells[cell_id] = {
            "id": f"{self.name}-{cell_id}",
            "source": source,
            "outputs": outputs,
            "execution_count": reply["content"]["execution_count"],
            "metadata": {},
        }

    async def step(self, cell_id):
        body = {
            "kind": "step",
            "path": "study.ipynb",
            "kernel_id": self.kernel_id,
            "cell": self.cells[cell_id],
            "entries": self.entries,
        }
        response = await self.fetch(*ROUTE, method="POST", body=json.dumps(body))
        answer = json.loads(response.body)
        assert answer["warnings"] == []
        self.entries.append(answer["cell"]["metadata"]["journal"])


def execute_request(source):
    options = {"silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False}
    return {"code": source, "stop_on_error": True, **options}


class Laboratory:
    """A running kernel in which one case after the other is tried."""

    def __init__(self, fetch, kernels, kernel_id):
        self.fetch = fetch
        self.kernels = kernels
        self.kernel_id = kernel_id
        self.client = None

    async def connect(self):
        if self.client is not None:
            self.client.stop_channels()
        self.client = self.kernels.get_kernel(self.kernel_id).client()
        self.client.session.session = uuid4().hex
        self.client.start_channels()
        await self.client.wait_for_ready(timeout=60)

    async def try_case(self, case):
        """Run a case and return the metadata of its second step."""
        await Notebook(self.fetch, self.kernel_id, self.client).run("reset", FORGET)
        notebook = Notebook(self.fetch, self.kernel_id, self.client)
        first = case.get("cells") or [{"id": "cell", "source": case["before"]}]
        again = case.get("again") or [{"id": "cell", "source": case.get("after", case.get("before"))}]
        for cell in first:
            await notebook.run(cell["id"], cell["source"])
        await notebook.step(case.get("at", first[-1]["id"]))
        if case.get("restart"):
            await self.kernels.restart_kernel(self.kernel_id)
            await self.connect()
            notebook.client = self.client
        for cell in again:
            source = cell.get("source") or notebook.cells[cell["id"]]["source"]
            await notebook.run(cell["id"], source)
        await notebook.step(case.get("at", again[-1]["id"]))
        return notebook.entries[-1]


@pytest.fixture
def laboratory(jp_fetch, jp_serverapp, jp_asyncio_loop, monkeypatch):
    for name, value in {
        "KERAS_BACKEND": "torch",
        "HF_HUB_OFFLINE": "1",
        "CUDA_VISIBLE_DEVICES": "",
        "OMP_NUM_THREADS": "1",
    }.items():
        monkeypatch.setenv(name, value)
    kernels = jp_serverapp.kernel_manager
    kernel_id = jp_asyncio_loop.run_until_complete(kernels.start_kernel())
    laboratory = Laboratory(jp_fetch, kernels, kernel_id)
    jp_asyncio_loop.run_until_complete(laboratory.connect())
    yield laboratory
    laboratory.client.stop_channels()
    jp_asyncio_loop.run_until_complete(kernels.shutdown_kernel(kernel_id, now=True))


def told(journal):
    """Return what changed, as it is labelled."""
    return {
        (change["name"], change["before"] or "", change["after"] or "")
        for change in journal.get("changes", [])
    }


def remarks(case, journal):
    """Say where witnesses and names of metrics are others than those that are labelled."""
    witnesses = {change["name"]: change["evidence"] for change in journal.get("changes", [])}
    for name, wanted in case.get("evidence", {}).items():
        if witnesses.get(name) != wanted:
            yield case["name"], name, witnesses.get(name)
    metrics = {metric["name"].lower() for metric in journal.get("metrics", [])}
    if "metrics" in case and metrics != {name.lower() for name in case["metrics"]}:
        yield case["name"], "metrics", metrics


@pytest.mark.timeout(600)
async def test_edits_that_are_run_are_found(laboratory, capsys):
    found, labelled, wrong, other = 0, 0, [], []
    hits = 0
    for case in CASES:
        journal = await laboratory.try_case(case)
        changes, wanted = told(journal), set(map(tuple, case["changes"]))
        hits += len(changes & wanted)
        found += len(changes)
        labelled += len(wanted)
        if changes != wanted:
            wrong.append((case["name"], changes - wanted, wanted - changes))
        other += remarks(case, journal)
    precision, recall = hits / found, hits / labelled
    with capsys.disabled():
        print(f"\n{len(CASES)} edits that ran: precision {precision:.3f}, recall {recall:.3f}")  # noqa: T201
    assert precision >= 0.95, wrong
    assert recall >= 0.90, wrong
    assert other == []
