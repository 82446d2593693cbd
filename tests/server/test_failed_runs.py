"""Runs that failed, were killed or only started something: a real server, real kernels."""

from __future__ import annotations

import asyncio
import json
import time

import pytest

ROUTE = ("jupyterlab-journal", "api", "entries")
TRAIN = "lr = {lr}\nbatch_size = 32\nprint(f'loss={{0.5 + lr:.3f}}')"


class Notebook:
    """A user whose cells have ids, and whose entries the notebook keeps."""

    def __init__(self, fetch, kernels, kernel_id):
        self.fetch = fetch
        self.manager = kernels.get_kernel(kernel_id)
        self.kernel_id = kernel_id
        self.client = self.manager.client()
        self.client.start_channels()
        self.entries = []
        self.cell = None

    def send(self, source, cell_id="train"):
        """Let a cell begin, as a front end does: its number and its outputs go away."""
        content = {"code": source, "silent": False, "store_history": True, "stop_on_error": True}
        message = self.client.session.msg("execute_request", content, metadata={"cellId": cell_id})
        self.client.shell_channel.send(message)
        self.cell = {"id": cell_id, "source": source, "outputs": [], "execution_count": None, "metadata": {}}
        return message["header"]["msg_id"]

    async def run(self, source, cell_id="train"):
        number = self.send(source, cell_id)
        ended = False
        while not ended:
            kind, content = await self.next(self.client.get_iopub_msg, number)
            if kind in {"stream", "error", "execute_result", "display_data"}:
                self.cell["outputs"].append({"output_type": kind, **content})
            ended = kind == "status" and content["execution_state"] == "idle"
        _, reply = await self.next(self.client.get_shell_msg, number)
        self.cell["execution_count"] = reply["execution_count"]

    async def next(self, get, number):
        """Return the type and content of the next message that a request brings about."""
        while True:
            message = await get(timeout=60)
            if message["parent_header"].get("msg_id") == number:
                return message["msg_type"], message["content"]

    async def insert(self, kind="step", locale="en", **fields):
        """Insert an entry; return its metadata, and its text."""
        body = {
            "path": "study.ipynb",
            "kernel_id": self.kernel_id,
            "kind": kind,
            "locale": locale,
            "cell": self.cell,
            "entries": self.entries,
            "fields": fields,
        }
        cell = json.loads((await self.fetch(*ROUTE, method="POST", body=json.dumps(body))).body)["cell"]
        self.entries.append(cell["metadata"]["journal"])
        return cell["metadata"]["journal"], cell["source"]

    async def die_during(self, source, flag):
        """Run a cell that is killed when the kernel has announced it; wait until another process is there."""
        former = self.manager.provisioner.pid
        number = self.send(
            f"{source}\nimport os, signal, time\nwhile not os.path.exists({str(flag)!r}): time.sleep(0.01)\n"
            "os.kill(os.getpid(), signal.SIGKILL)"
        )
        while (await self.next(self.client.get_iopub_msg, number))[0] != "execute_input":
            pass
        flag.touch()
        deadline = time.monotonic() + 60
        while self.manager.provisioner.pid in {former, None} or not self.manager.ready.done():
            assert time.monotonic() < deadline, "the server never restarted the kernel"
            await asyncio.sleep(0.05)


@pytest.fixture
def notebook(jp_fetch, jp_serverapp, jp_asyncio_loop):
    kernels = jp_serverapp.kernel_manager
    kernel_id = jp_asyncio_loop.run_until_complete(kernels.start_kernel())
    user = Notebook(jp_fetch, kernels, kernel_id)
    jp_asyncio_loop.run_until_complete(user.client.wait_for_ready(timeout=60))
    yield user
    user.client.stop_channels()
    if kernel_id in kernels:
        jp_asyncio_loop.run_until_complete(kernels.shutdown_kernel(kernel_id, now=True))


def changes(journal):
    return [(one["name"], one["before"], one["after"]) for one in journal.get("changes", [])]


def first_line(text):
    return text.split("\n\n")[1]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("raise RuntimeError('boom')", []),
        ("1 / 0", []),
        ("train(momentum=0.9)", []),
        ("lr = 0.05\nraise RuntimeError('boom')\nbatch_size = 64\nepochs = 9", [("lr", "0.1", "0.05")]),
        (
            "lr = 0.05\ndel batch_size\nraise RuntimeError",
            [("lr", "0.1", "0.05"), ("batch_size", "32", None)],
        ),
        ("lr = 0.05\nbatch_size = 32\nprint(f'loss={0.5 + rate:.3f}')", [("lr", "0.1", "0.05")]),
    ],
)
async def test_a_run_that_raised_reports_only_what_it_did(source, expected, notebook):
    await notebook.run(TRAIN.format(lr=0.1))
    await notebook.insert()
    await notebook.run(source)
    journal, text = await notebook.insert()
    error = notebook.cell["outputs"][-1]
    what = f"{error['ename']}: {error['evalue']}" if error["evalue"] else error["ename"]
    assert journal["state"] == "failed"
    assert journal["title"] == f"Failed: {what}"
    assert text.startswith("### Step 2 · Failed: ")
    assert first_line(text).startswith("The run failed: ")
    assert changes(journal) == expected
    await notebook.run(TRAIN.format(lr=0.2))
    journal, _ = await notebook.insert()
    assert "state" not in journal
    assert changes(journal)[0][::2] == ("lr", "0.2")


async def test_the_users_own_title_stays(notebook):
    await notebook.run("1 / 0")
    journal, text = await notebook.insert(title="Try nothing")
    assert (journal["title"], journal["state"]) == ("Try nothing", "failed")
    assert first_line(text) == "The run failed: ZeroDivisionError: division by zero"


@pytest.mark.parametrize("kind", ["step", "result", "figure"])
@pytest.mark.parametrize(
    ("source", "title", "said"),
    [
        ("!exit 2", "Failed: command ended with exit status 2", "its command ended with exit status 2."),
        ("!kill -9 $$", "Failed: command was ended by SIGKILL", "its command was ended by SIGKILL."),
        (
            "!exit 255",
            "Failed: command ended with exit status 255",
            "its command ended with exit status 255.",
        ),
        ("%%bash\nexit 3", "Failed: command ended with exit status 3", "ended with exit status 3."),
        ("%run fails.py", "Failed: command ended with exit status 4", "ended with exit status 4."),
    ],
)
async def test_a_command_that_failed_is_a_failed_run(  # noqa: PLR0917 (fixtures)
    source, title, said, kind, notebook, tmp_path
):
    script = tmp_path / "fails.py"
    script.write_text("import sys\nsys.exit(4)\n")
    await notebook.run("epochs = 3")
    await notebook.run(source.replace("fails.py", str(script)))
    journal, text = await notebook.insert(kind)
    assert (journal["state"], journal["title"]) == ("failed", title)
    assert first_line(text).startswith("The run failed: ")
    assert first_line(text).endswith(said)


async def test_the_status_of_an_earlier_cell_is_not_that_of_this_one(notebook):
    await notebook.run("!exit 2")
    await notebook.run(TRAIN.format(lr=0.1))
    journal, _ = await notebook.insert()
    assert "state" not in journal
    await notebook.run("!exit 2", "shell")
    journal, _ = await notebook.insert()
    assert journal["state"] == "failed"
    await notebook.run("!grep nothing /dev/null", "shell")  # status 1 answers a question
    journal, _ = await notebook.insert()
    assert "state" not in journal


@pytest.mark.parametrize(
    "source",
    [
        "get_ipython().system_raw('nohup sleep 0.1 > /dev/null 2>&1 &')",
        "%%bash --bg\nsleep 0.1",
        "%%bash\nnohup sleep 0.1 > /dev/null 2>&1 &",
        "!sleep 0.1 > /dev/null 2>&1 & echo started",
        "import subprocess\nprocess = subprocess.Popen(['sleep', '0.1'])",
        "import threading\nthreading.Thread(target=print).start()",
    ],
)
async def test_what_goes_on_in_the_background_is_not_said_to_have_ended(source, notebook):
    await notebook.run(source)
    journal, text = await notebook.insert()
    assert "state" not in journal
    assert first_line(text).startswith("A command was started in the background; how it ended is not known: ")


async def test_what_ipython_refuses_to_start_was_not_started(notebook):
    await notebook.run("!nohup sleep 0.1 &")
    journal, text = await notebook.insert(locale="zh-CN")
    assert journal["state"] == "failed"
    assert first_line(text) == "命令没有启动：IPython 的“!”不支持后台运行。"


@pytest.mark.parametrize("kind", ["step", "result", "figure"])
async def test_the_run_that_killed_its_kernel_is_killed_and_no_other(kind, notebook, tmp_path):
    await notebook.run(TRAIN.format(lr=0.1))
    await notebook.insert()
    other = {**notebook.cell, "id": "other", "source": "epochs = 3", "outputs": [], "execution_count": None}
    await notebook.die_during("lr = 0.2", tmp_path / "flag")
    journal, text = await notebook.insert(kind)
    assert journal["state"] == "killed"
    assert journal["title"] == "The kernel died: its process was ended by SIGKILL"
    assert first_line(text).startswith("The kernel died: its process was ended by SIGKILL.")
    assert not [change for change in changes(journal) if change[2] is None]
    notebook.cell = other
    journal, _ = await notebook.insert(kind)
    assert journal.get("state") != "killed"
