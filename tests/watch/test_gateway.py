"""Kernels behind a gateway: a second Jupyter server on this machine, with a token."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from uuid import uuid4

import pytest
import zmq.asyncio
from builders import snapshot_of
from jupyter_server.gateway.gateway_client import GatewayClient

from jupyterlab_journal.errors import KernelUnavailable
from jupyterlab_journal.watch.background import Background
from jupyterlab_journal.watch.channel import Listeners
from jupyterlab_journal.watch.gateway import GatewayChannel
from jupyterlab_journal.watch.shared_by_watches import Shared

TOKEN = "gateway-token-of-this-test"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def gateway(tmp_path_factory):
    """Address of a running gateway."""
    folder = tmp_path_factory.mktemp("gateway")
    address = f"http://127.0.0.1:{free_port()}"
    folders = {f"JUPYTER_{name}_DIR": str(folder / name) for name in ("CONFIG", "DATA", "RUNTIME")}
    command = [sys.executable, "-m", "jupyter_server", "--no-browser", "--allow-root"]
    options = {
        "ServerApp.port": address.rpartition(":")[2],
        "ServerApp.root_dir": str(folder),
        "ServerApp.jpserver_extensions": "{}",
        "IdentityProvider.token": TOKEN,
    }
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [*command, *(f"--{name}={value}" for name, value in options.items())],
            env={**os.environ, **folders, "JUPYTER_PREFER_ENV_PATH": "1"},
            stdout=log,
            stderr=log,
        )
    try:
        wait_until_it_answers(address, process, folder / "log")
        yield address
    finally:
        GatewayClient.clear_instance()
        process.terminate()
        process.wait(20)


def wait_until_it_answers(address, process, log):
    deadline = time.monotonic() + 60
    while True:
        assert process.poll() is None, log.read_text()[-2000:]
        assert time.monotonic() < deadline, "the gateway never answered"
        try:
            urllib.request.urlopen(f"{address}/api?token={TOKEN}", timeout=5).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
        else:
            return


@pytest.fixture
def jp_server_config(gateway):
    GatewayClient.clear_instance()  # one for the whole process, made by the first server in it
    return {
        "ServerApp": {"jpserver_extensions": {}},
        "GatewayClient": {"url": gateway, "auth_token": TOKEN},
    }


class RemoteUser:
    """Somebody whose browser is connected to our server, which hands everything to the gateway."""

    def __init__(self, connection):
        self.connection = connection
        self.session = uuid4().hex

    async def queue(self, code, cell_id):
        number = uuid4().hex
        header = {"msg_id": number, "session": self.session, "username": "u", "version": "5.3", "date": ""}
        content = {"code": code, "silent": False, "store_history": True, "stop_on_error": True}
        await self.connection.write_message(
            json.dumps(
                {
                    "header": {**header, "msg_type": "execute_request"},
                    "parent_header": {},
                    "metadata": {"cellId": cell_id},
                    "content": content,
                    "channel": "shell",
                    "buffers": [],
                }
            )
        )
        return number

    async def until(self, number, kind):
        """Wait for a message that answers the request `number`; return its content."""
        while True:
            text = await asyncio.wait_for(self.connection.read_message(), 30)
            message = json.loads(text)
            if message["parent_header"].get("msg_id") == number and message["header"]["msg_type"] == kind:
                return message["content"]

    async def run(self, code, cell_id="c"):
        return (await self.until(await self.queue(code, cell_id), "execute_reply"))["status"]


@pytest.fixture
def remote(kernels, watches, jp_ws_fetch, jp_asyncio_loop):
    """A kernel behind the gateway, and a user at it."""

    async def arrive():
        kernel_id = await kernels.start_kernel()
        await snapshot_of(watches, kernel_id)  # as the panel asks for it: the probes are in the kernel then
        return kernel_id, RemoteUser(await jp_ws_fetch("api", "kernels", kernel_id, "channels"))

    kernel_id, user = jp_asyncio_loop.run_until_complete(arrive())
    yield kernel_id, user
    user.connection.close()
    jp_asyncio_loop.run_until_complete(kernels.shutdown_kernel(kernel_id))


def failures(snapshot):
    return {failed.probe: failed.reason for failed in snapshot.failed}


async def test_facts_and_parameters_come_through_the_gateway(remote, watches):
    kernel_id, user = remote
    assert await user.run("import os; lr = 0.1; pid = os.getpid()") == "ok"
    snapshot = await snapshot_of(watches, kernel_id)
    assert failures(snapshot) == {}
    assert snapshot.language == "python"
    assert snapshot.facts["python"]["executable"] == sys.executable
    parameters = await watches.parameters(kernel_id)
    assert parameters["lr"] == "0.1"
    assert int(parameters["pid"]) != os.getpid()


async def test_busy_kernel_answers_through_the_gateway_and_keeps_its_cell(remote, watches):
    kernel_id, user = remote
    assert await user.run("step = -1") == "ok"
    await snapshot_of(watches, kernel_id)
    number = await user.queue("import time\nfor step in range(200): time.sleep(0.01)", "c")
    await user.until(number, "execute_input")
    await asyncio.sleep(0.1)
    snapshot = await snapshot_of(watches, kernel_id)
    assert snapshot.busy
    assert failures(snapshot) == {}
    assert 0 <= int((await watches.parameters(kernel_id))["step"]) < 199
    assert (await user.until(number, "execute_reply"))["status"] == "ok"
    await asyncio.sleep(0.2)
    assert (await snapshot_of(watches, kernel_id)).busy is False


async def test_cells_are_noted_through_the_gateway(remote, watches):
    kernel_id, user = remote
    numbers = [await user.queue(code, cell_id) for code, cell_id in (("lr = 1", "a"), ("lr = 2; 1 / 0", "b"))]
    assert (await user.until(numbers[1], "execute_reply"))["status"] == "error"
    log = watches.logs.of(kernel_id)
    deadline = time.monotonic() + 5
    while len(log.records) < 2:
        assert time.monotonic() < deadline, "no record came by itself"
        await asyncio.sleep(0.02)
    first, second = log.records
    assert (first.cell_id, first.message_id, first.error) == ("a", numbers[0], None)
    assert (second.cell_id, second.message_id, second.error.type) == ("b", numbers[1], "ZeroDivisionError")


async def test_restart_through_the_gateway_begins_an_epoch(remote, kernels, watches):
    kernel_id, user = remote
    await user.run("lr = 1", "a")
    deadline = time.monotonic() + 20  # the first answer may take longer than an entry waits
    while len(await watches.cell_records(kernel_id)) < 1:
        assert time.monotonic() < deadline, "no record came"
    await kernels.restart_kernel(kernel_id)
    await user.run("lr = 2", "b")
    assert failures(await snapshot_of(watches, kernel_id)) == {}
    await user.run("lr = 3", "c")
    records = await watches.cell_records(kernel_id)
    assert {record.epoch for record in records if record.cell_id == "a"} == {1}
    assert {record.epoch for record in records if record.cell_id == "c"} == {2}
    assert watches.deaths(kernel_id) == ()


async def test_death_behind_the_gateway_is_noted_and_its_successor_watched(remote, watches):
    kernel_id, user = remote
    await user.run("import os; lr = 1; pid = os.getpid()", "a")
    assert len(await watches.cell_records(kernel_id)) == 1
    pid = int((await watches.parameters(kernel_id))["pid"])
    os.kill(pid, signal.SIGKILL)
    deadline = time.monotonic() + 20
    while not watches.deaths(kernel_id):
        assert time.monotonic() < deadline, "the death was never noticed"
        await asyncio.sleep(0.05)
    assert watches.deaths(kernel_id)[0].returncode is None  # the gateway does not tell it
    while failures(await snapshot_of(watches, kernel_id)):
        assert time.monotonic() < deadline + 20, "the new process never answered"
        await asyncio.sleep(0.1)
    await user.run("lr = 2", "b")
    records = await watches.cell_records(kernel_id)
    assert [(record.epoch, record.cell_id) for record in records] == [(1, "a"), (2, "b")]


async def test_refused_token_is_a_reason_not_a_hang(remote, watches):
    kernel_id, _user = remote
    client = GatewayClient.instance()
    client.auth_token = "wrong"
    watches._drop(kernel_id)
    started = time.monotonic()
    record = await watches.cell_record(kernel_id, cell_id="a")
    assert record is None
    assert time.monotonic() - started < 5
    client.auth_token = TOKEN
    assert failures(await snapshot_of(watches, kernel_id)) == {}


@pytest.fixture
def connecting(remote, kernels, monkeypatch, jp_asyncio_loop):
    """A channel whose gateway takes the connection and says nothing."""
    kernel_id, _user = remote
    background = Background()
    shared = Shared(
        context=zmq.asyncio.Context(),
        log=logging.getLogger("test"),
        background=background,
        watch_cells=False,
    )

    async def begin(port):
        with monkeypatch.context() as patch:
            patch.setattr(GatewayClient.instance(), "ws_url", f"ws://127.0.0.1:{port}")
            listeners = Listeners(status=lambda *_: None, code=lambda _: None)
            channel = GatewayChannel(kernels.get_kernel(kernel_id), shared, listeners)
            await asyncio.sleep(0.1)
        return channel

    with socket.create_server(("127.0.0.1", 0)) as silent:
        channel = jp_asyncio_loop.run_until_complete(begin(silent.getsockname()[1]))
        yield channel
        channel.close()
        jp_asyncio_loop.run_until_complete(background.end())
        shared.context.destroy(linger=0)


async def test_closing_while_it_connects_is_a_reason_not_a_cancellation(connecting):
    asking = asyncio.ensure_future(connecting.request("control", "kernel_info_request", {}, 5))
    await asyncio.sleep(0.1)
    connecting.close()
    with pytest.raises(KernelUnavailable, match="ended"):
        await asking
    with pytest.raises(KernelUnavailable, match="ended"):
        await connecting.request("control", "kernel_info_request", {}, 5)


async def test_a_cancelled_request_is_cancelled_and_the_connection_goes_on(connecting):
    asking = asyncio.ensure_future(connecting.request("control", "kernel_info_request", {}, 5))
    await asyncio.sleep(0.1)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert not connecting.closed
