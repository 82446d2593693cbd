"""Steps about cells that a server runs: the kernel hears of no cell, as beside jupyter-server-documents.

That extension itself is tested in a browser, in an environment of its own: see `ui-tests/neighbours`.
"""

from __future__ import annotations

import asyncio
import json
import logging

import pytest

from jupyterlab_journal.entry.run import ShownCell, digest
from jupyterlab_journal.server.live_notebooks import LiveNotebooks

ROUTE = ("jupyterlab-journal", "api", "entries")
PATH = "study.ipynb"
TRAIN = 'lr = {lr}\nprint(f"accuracy={{1 - 4 * lr:.3f}}")'


class Document:
    """The shared document of one notebook, with cells as mappings."""

    def __init__(self, *cells):
        self.ycells = list(cells)


class Documents:
    """Stands for what an extension offers: the documents of open notebooks, by room."""

    def __init__(self, documents):
        self.documents = documents
        self.asked = []

    def get_id(self, path):
        return {PATH: "1"}.get(path)

    def has_room(self, room):
        return room in self.documents

    async def get_document(self, *, room_id, copy):
        assert copy is False  # a copy of a long notebook would stop the server
        self.asked.append(room_id)
        return self.documents.get(room_id)

    @property
    def settings(self):
        return {"jupyter_server_ydoc": self, "file_id_manager": self}


class Sessions:
    def __init__(self, *sessions):
        self.sessions = sessions

    async def list_sessions(self):
        return [
            {"kernel": {"id": kernel}, "type": kind, "path": path} for kernel, kind, path in self.sessions
        ]


def cell(cell_id, source, count=None, state="idle"):
    return {"id": cell_id, "source": source, "execution_count": count, "execution_state": state}


def live(documents, *sessions, **settings):
    return LiveNotebooks({**documents.settings, **settings}, Sessions(*sessions), logging.getLogger("live"))


def shown(cell_id, source, count):
    return ShownCell(cell_id=cell_id, source=digest(source), execution_count=count)


async def test_cells_that_run_or_show_a_number_are_told():
    documents = Documents(
        {
            "json:notebook:1": Document(
                cell("a", "1", 4.0),  # a shared document has no whole numbers
                cell("b", "2", 5.0),
                cell("c", "3", 2.0, "running"),
                cell("d", "4"),
                {"id": "e", "source": "text"},
            )
        }
    )
    notebooks = live(documents, ("k", "notebook", PATH))
    assert await notebooks.shown_cells("k", frozenset({4})) == (shown("a", "1", 4), shown("c", "3", None))
    assert await notebooks.shown_cells("k", frozenset()) == (shown("c", "3", None),)
    assert await notebooks.shown_cells("other", frozenset({4})) == ()


@pytest.mark.parametrize(
    "sessions",
    [[], [("k", "console", PATH)], [("k", "notebook", "other.ipynb")], [("other", "notebook", PATH)]],
    ids=["no session", "a console", "another notebook", "another kernel"],
)
async def test_documents_of_others_are_not_looked_at(sessions):
    documents = Documents({"json:notebook:1": Document(cell("a", "1", 4))})
    assert await live(documents, *sessions).shown_cells("k", frozenset({4})) == ()
    assert documents.asked == []


async def test_a_notebook_that_is_not_open_is_not_opened():
    documents = Documents({})
    rooms = {"yroom_manager": documents}
    assert await live(documents, ("k", "notebook", PATH), **rooms).shown_cells("k", frozenset({4})) == ()
    assert documents.asked == []


async def test_without_such_an_extension_nothing_is_asked():
    notebooks = LiveNotebooks({}, None, logging.getLogger("live"))
    assert await notebooks.shown_cells("k", frozenset({4})) == ()


async def test_a_document_that_cannot_be_had_is_reported_and_costs_no_record(caplog, monkeypatch):
    async def never(**_):
        await asyncio.Event().wait()

    async def fails(**_):
        raise RuntimeError("not loaded")

    monkeypatch.setattr("jupyterlab_journal.server.live_notebooks._LIMIT_S", 0.05)
    documents = Documents({})
    for answer, problem in ((never, "TimeoutError"), (fails, "RuntimeError")):
        documents.get_document = answer
        notebooks = live(documents, ("k", "notebook", PATH))
        caplog.clear()
        for _ in range(2):  # reported once
            assert await notebooks.shown_cells("k", frozenset({4})) == ()
        (message,) = caplog.messages
        assert message == f"jupyterlab-journal: an open notebook cannot be looked at: {problem}"


class Study:
    """A notebook with one cell that the server runs: the kernel is not told which."""

    def __init__(self, fetch, client, kernel_id, document):
        self.fetch = fetch
        self.client = client
        self.kernel_id = kernel_id
        self.document = document
        self.cell = None

    async def run(self, source):
        """Run the cell; note in the document, and on the page, what it shows."""
        outputs = []

        def keep(message):
            if message["msg_type"] == "stream":
                outputs.append({"output_type": "stream", **message["content"]})

        self.document.ycells[0].update(source=source, execution_state="running")
        reply = await self.client.execute_interactive(source, allow_stdin=False, output_hook=keep, timeout=60)
        count = reply["content"]["execution_count"]
        self.document.ycells[0].update(execution_state="idle", execution_count=count)
        earlier = [] if self.cell is None else [*self.cell["earlier"], self.cell]
        self.cell = {"id": "train", "source": source, "outputs": outputs, "execution_count": count}
        self.cell["earlier"] = [
            {name: run[name] for name in run if name not in {"id", "earlier"}} for run in earlier
        ]

    async def step(self, *, reloaded=False):
        """Insert a step; a page that was reloaded has forgotten what the cell showed before."""
        shown = {**self.cell, "earlier": []} if reloaded else self.cell
        body = {"kind": "step", "kernel_id": self.kernel_id, "path": PATH, "cell": shown, "entries": []}
        response = await self.fetch(*ROUTE, method="POST", body=json.dumps(body))
        return json.loads(response.body)["cell"]["metadata"]["journal"]


@pytest.fixture
def study(jp_fetch, jp_serverapp, jp_asyncio_loop):
    async def begin():
        body = {"path": PATH, "name": PATH, "type": "notebook", "kernel": {"name": "python3"}}
        response = await jp_fetch("api", "sessions", method="POST", body=json.dumps(body))
        kernel_id = json.loads(response.body)["kernel"]["id"]
        client = jp_serverapp.kernel_manager.get_kernel(kernel_id).client()
        client.start_channels()
        await client.wait_for_ready(timeout=60)
        return Study(jp_fetch, client, kernel_id, Document(cell("train", "")))

    study = jp_asyncio_loop.run_until_complete(begin())
    yield study
    study.client.stop_channels()


def differences(journal):
    changes = [(one["name"], one["before"], one["after"]) for one in journal.get("changes", [])]
    return changes, [(one["name"], one["before"], one["after"]) for one in journal.get("metrics", [])]


async def test_a_step_is_compared_with_the_run_that_the_page_saw_before(study):
    await study.run(TRAIN.format(lr="0.02"))
    await study.run(TRAIN.format(lr="0.01"))
    assert differences(await study.step()) == ([("lr", "0.02", "0.01")], [("accuracy", 0.92, 0.96)])


async def test_a_page_that_was_reloaded_is_helped_by_the_document_on_the_server(study, jp_serverapp):
    jp_serverapp.web_app.settings.update(Documents({"json:notebook:1": study.document}).settings)
    await study.run(TRAIN.format(lr="0.02"))
    await study.step()  # the record has come to the server, and the document still shows that run
    await study.run(TRAIN.format(lr="0.01"))
    changes, metrics = differences(await study.step(reloaded=True))
    assert changes == [("lr", "0.02", "0.01")]
    assert [(name, after) for name, _, after in metrics] == [("accuracy", 0.96)]
