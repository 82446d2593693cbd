"""A real server's kernel manager, watches over it, and a user at a real kernel."""

from __future__ import annotations

import asyncio
import logging
import os

import pytest

from jupyterlab_journal.watch.watches import Watches


@pytest.fixture
def jp_server_config():
    """Without the extension: these tests bring their own watches."""
    return {"ServerApp": {"jpserver_extensions": {}}}


@pytest.fixture
def kernels(jp_serverapp):
    return jp_serverapp.kernel_manager


@pytest.fixture
def root_folder(jp_root_dir):
    return jp_root_dir


@pytest.fixture
def watches(jp_serverapp, root_folder, jp_asyncio_loop):
    watches = Watches(
        jp_serverapp.kernel_manager, root_folder=str(root_folder), event_logger=jp_serverapp.event_logger
    )
    yield watches
    jp_asyncio_loop.run_until_complete(watches.close())


@pytest.fixture
def late_watches(jp_serverapp, root_folder, jp_asyncio_loop):
    """Watches that hear of no event: they plant at the first request."""
    watches = Watches(jp_serverapp.kernel_manager, root_folder=str(root_folder))
    yield watches
    jp_asyncio_loop.run_until_complete(watches.close())


class User:
    """Somebody who types into a notebook: a client of the manager's own kind, as front ends use."""

    def __init__(self, manager):
        self.manager = manager
        self.client = manager.client()
        self.cells = []

    async def arrive(self):
        self.client.start_channels()
        await self.client.wait_for_ready(timeout=60)
        return self

    async def run(self, code, *, on_question=None):
        """Run a cell; return its text on standard output, and its results and errors as text."""
        texts = []

        def note(message):
            content = message["content"]
            if message["msg_type"] == "stream":
                texts.append(content["text"])
            elif message["msg_type"] in {"execute_result", "display_data"}:
                texts.append(content["data"]["text/plain"])
            elif message["msg_type"] == "error":
                texts.append(f"{content['ename']}: {content['evalue']}")

        await self.client.execute_interactive(
            code,
            allow_stdin=on_question is not None,
            stdin_hook=on_question,
            output_hook=note,
            timeout=60,
        )
        return "".join(texts)

    def queue(self, code, cell_id=None):
        """Send a cell as a front end does, without waiting for those before it; return its message id."""
        content = {"code": code, "silent": False, "store_history": True, "stop_on_error": True}
        metadata = {} if cell_id is None else {"cellId": cell_id}
        message = self.client.session.msg("execute_request", content, metadata=metadata)
        self.client.shell_channel.send(message)
        return message["header"]["msg_id"]

    async def replies(self, numbers):
        """Wait for the replies to queued cells; return their states in that order."""
        states = {}
        while set(numbers) - set(states):
            reply = await self.client.get_shell_msg(timeout=60)
            states[reply["parent_header"]["msg_id"]] = reply["content"]["status"]
        return [states[number] for number in numbers]

    async def begin(self, code):
        """Start a cell and return the task that waits for it, once the server has seen it run."""
        cell = asyncio.ensure_future(self.run(code))
        self.cells.append(cell)
        await self.until("busy")
        return cell

    async def until(self, state, limit_s=60):
        """Wait until the server has seen the kernel in a state; fail when it does not in time."""
        deadline = asyncio.get_running_loop().time() + limit_s
        while self.manager.execution_state != state:
            assert asyncio.get_running_loop().time() < deadline, f"the kernel was never seen {state}"
            await asyncio.sleep(0.01)

    async def until_restarted(self, former, limit_s=60):
        """Wait until the server has put a process in the place of `former`, and that answers."""
        deadline = asyncio.get_running_loop().time() + limit_s
        while self.manager.provisioner.pid in {former, None} or not self.manager.ready.done():
            assert asyncio.get_running_loop().time() < deadline, "the kernel was never restarted"
            await asyncio.sleep(0.01)
        await self.client.wait_for_ready(timeout=60)

    async def leave(self):
        """Wait no more for cells that never end, then close the connection."""
        for cell in self.cells:
            cell.cancel()
        await asyncio.gather(*self.cells, return_exceptions=True)
        self.client.stop_channels()


@pytest.fixture
def start_user(kernels, jp_asyncio_loop):
    """Return a function that starts a kernel and a user at it."""
    users = []

    async def start(**options):
        kernel_id = await kernels.start_kernel(**options)
        user = User(kernels.get_kernel(kernel_id))
        users.append(user)
        return kernel_id, await user.arrive()

    async def start_twice(**options):
        try:
            return await start(**options)
        except RuntimeError as error:  # on a crowded machine another process may have taken one of its ports
            logging.getLogger(__name__).warning("a kernel did not start, once more: %s", error)
            return await start(**options)

    yield start_twice
    for user in users:
        jp_asyncio_loop.run_until_complete(user.leave())


@pytest.fixture
def kernel(start_user, watches, jp_asyncio_loop):
    """A kernel with its probes, and a user at it."""
    return jp_asyncio_loop.run_until_complete(start_user())


HOLD = """
import ctypes, os, signal, time
hold = ctypes.PyDLL(None).open
signal.signal(signal.SIGINT, signal.SIG_IGN)
while not os.path.exists({go!r}):
    time.sleep(0.01)
os.unlink({go!r})
_ = hold({gate!r}, os.O_RDONLY)
"""


class Hold:
    """A cell that holds the interpreter from `begin` to `end`: no thread of the kernel runs meanwhile."""

    def __init__(self, folder):
        self.go = folder / "go"
        self.gate = folder / "gate"
        os.mkfifo(self.gate)

    async def begin(self, user):
        """Start the cell; return the task that waits for it once the kernel can tell nothing more."""
        cell = await user.begin(HOLD.format(go=str(self.go), gate=os.fsencode(self.gate)))
        self.go.touch()
        while self.go.exists():
            assert not cell.done(), await cell
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.2)  # from there to the call that holds it
        return cell

    async def end(self):
        """Let the cell end."""
        os.close(await asyncio.to_thread(os.open, self.gate, os.O_WRONLY))


@pytest.fixture
def hold(tmp_path):
    """Opening a pipe through `ctypes.PyDLL` waits for its writer with the interpreter's lock held."""
    return Hold(tmp_path)
