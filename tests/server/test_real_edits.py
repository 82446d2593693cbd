"""Labelled edits that are run in a real kernel, with steps asked of a real server; all share both."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path
from uuid import uuid4

import pytest
from jupyter_client import BlockingKernelClient
from own_server import Server

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

LABELLED = Path(__file__).parents[1] / "compose" / "labelled"
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

    def __init__(self, laboratory):
        self.laboratory = laboratory
        self.name = uuid4().hex[:8]
        self.cells = {}
        self.entries = []

    def run(self, cell_id, source):
        """Run a cell as the front end does, with the cell's id, and keep its outputs."""
        client, outputs = self.laboratory.client, []
        message = client.session.msg("execute_request", execute_request(source))
        message["metadata"]["cellId"] = f"{self.name}-{cell_id}"
        client.shell_channel.send(message)
        own = message["header"]["msg_id"]
        while True:
            published = client.get_iopub_msg(timeout=60)
            if published["parent_header"].get("msg_id") != own:
                continue
            kind, content = published["msg_type"], published["content"]
            if kind in {"stream", "execute_result", "display_data", "error"}:
                outputs.append({"output_type": kind, **content})
            if kind == "status" and content["execution_state"] == "idle":
                break
        while (reply := client.get_shell_msg(timeout=60))["parent_header"]["msg_id"] != own:
            pass
        assert reply["content"]["status"] == "ok", outputs
        self.cells[cell_id] = {
            "id": f"{self.name}-{cell_id}",
            "source": source,
            "outputs": outputs,
            "execution_count": reply["content"]["execution_count"],
            "metadata": {},
        }

    def step(self, cell_id):
        answer = self.laboratory.server.ask(
            "entries",
            kind="step",
            path="study.ipynb",
            kernel_id=self.laboratory.kernel_id,
            cell=self.cells[cell_id],
            entries=self.entries,
        )
        assert answer["warnings"] == []
        self.entries.append(answer["cell"]["metadata"]["journal"])


def execute_request(source):
    options = {"silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False}
    return {"code": source, "stop_on_error": True, **options}


class Laboratory:
    """A running kernel in which one case after the other is tried, each once."""

    def __init__(self, server):
        self.server = server
        self.kernel_id = server.request("api/kernels", {})["id"]
        self.client = None
        self.tried = {}
        self.connect()

    def connect(self):
        if self.client is not None:
            self.client.stop_channels()
        file = self.server.runtime / f"kernel-{self.kernel_id}.json"
        self.client = BlockingKernelClient(connection_file=str(file))
        self.client.load_connection_file()
        self.client.session.session = uuid4().hex
        self.client.start_channels()
        self.client.wait_for_ready(timeout=60)

    def restart(self):
        self.server.request(f"api/kernels/{self.kernel_id}/restart", {})
        self.connect()

    def try_case(self, case):
        """Run a case and return the metadata of its second step."""
        if case["name"] not in self.tried:
            self.tried[case["name"]] = self._second_step(case)
        return self.tried[case["name"]]

    def _second_step(self, case):
        Notebook(self).run("reset", FORGET)
        notebook = Notebook(self)
        first = case.get("cells") or [{"id": "cell", "source": case["before"]}]
        again = case.get("again") or [{"id": "cell", "source": case.get("after", case.get("before"))}]
        for cell in first:
            notebook.run(cell["id"], cell["source"])
        notebook.step(case.get("at", first[-1]["id"]))
        if case.get("restart"):
            self.restart()
        for cell in again:
            source = cell.get("source") or notebook.cells[cell["id"]]["source"]
            notebook.run(cell["id"], source)
        notebook.step(case.get("at", again[-1]["id"]))
        return notebook.entries[-1]


@pytest.fixture(scope="module")
def laboratory(tmp_path_factory):
    server = Server(
        tmp_path_factory.mktemp("laboratory"),
        KERAS_BACKEND="torch",
        HF_HUB_OFFLINE="1",
        CUDA_VISIBLE_DEVICES="",
        OMP_NUM_THREADS="1",
    )
    server.start()
    laboratory = Laboratory(server)
    yield laboratory
    laboratory.client.stop_channels()
    server.stop()


def changes_of(journal):
    """Return what changed, as it is labelled."""
    return {
        (change["name"], change["before"] or "", change["after"] or "")
        for change in journal.get("changes", [])
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_an_edit_that_is_run_is_found(case, laboratory):
    journal = laboratory.try_case(case)
    changes, wanted = changes_of(journal), set(map(tuple, case["changes"]))
    assert (changes - wanted, wanted - changes) == (set(), set())
    witnesses = {change["name"]: change["evidence"] for change in journal.get("changes", [])}
    for name, evidence in case.get("evidence", {}).items():
        assert witnesses.get(name) == evidence, name
    if "metrics" in case:
        metrics = {metric["name"].lower() for metric in journal.get("metrics", [])}
        assert metrics == {name.lower() for name in case["metrics"]}


@pytest.mark.timeout(600)  # alone, it runs all cases
def test_figures_of_the_edits_that_are_run(laboratory, capsys):
    hits, found, labelled = 0, 0, 0
    for case in CASES:
        changes, wanted = changes_of(laboratory.try_case(case)), set(map(tuple, case["changes"]))
        hits += len(changes & wanted)
        found += len(changes)
        labelled += len(wanted)
    precision, recall = hits / found, hits / labelled
    with capsys.disabled():
        print(f"\n{len(CASES)} edits that ran: precision {precision:.3f}, recall {recall:.3f}")  # noqa: T201
    assert precision >= 0.95
    assert recall >= 0.90
