"""What only a variable of the kernel knows to be secret: nothing of it in entries, pages and logs."""

from __future__ import annotations

import asyncio
import json
import logging

import pytest
from firewall_carriers import OUTPUTS, bytes_under, left_of
from jupyter_server.auth import AllowAllAuthorizer
from traitlets import List, Unicode

API = ("jupyterlab-journal", "api")
VALUE = "correct7horse_" + "Battery42"  # nothing in it says what it is
LINE = f"it is {VALUE} here"
REMOVED = "[REDACTED:known_value]"


class Denying(AllowAllAuthorizer):
    """Denies what it is configured to."""

    denied = List(Unicode()).tag(config=True)

    async def is_authorized(self, handler, user, action, resource):
        return f"{action} {resource}" not in self.denied


@pytest.fixture
def denied():
    return []


@pytest.fixture
def jp_server_config(jp_server_config, denied):
    jp_server_config["ServerApp"]["authorizer_class"] = Denying
    jp_server_config["Denying"] = {"denied": denied}
    return jp_server_config


@pytest.fixture
def log(tmp_path, jp_serverapp):
    folder = tmp_path / "written"
    folder.mkdir()
    handler = logging.FileHandler(folder / "server.log", encoding="utf-8")
    handler.setLevel(logging.DEBUG)
    loggers = [logging.getLogger(name) for name in ("", "JournalApp", "ServerApp", "tornado")]
    for logger in loggers:
        logger.addHandler(handler)
    yield folder
    for logger in loggers:
        logger.removeHandler(handler)
    handler.close()


@pytest.fixture
def session(jp_serverapp, jp_root_dir, jp_asyncio_loop):
    """A notebook whose kernel has the value in a dictionary; the kernel's id."""
    content = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell(OUTPUTS["stdout"](LINE))]}
    (jp_root_dir / "study.ipynb").write_text(json.dumps(content), encoding="utf-8")
    kernels = jp_serverapp.kernel_manager

    async def start():
        made = await jp_serverapp.session_manager.create_session(
            path="study.ipynb", name="study", type="notebook", kernel_name="python3"
        )
        client = kernels.get_kernel(made["kernel"]["id"]).client()
        client.start_channels()
        await client.wait_for_ready(timeout=60)
        await client.execute_interactive(f"cfg = {{'db_password': {VALUE!r}}}", timeout=60)
        client.stop_channels()
        return made["kernel"]["id"]

    kernel_id = jp_asyncio_loop.run_until_complete(start())
    yield kernel_id
    jp_asyncio_loop.run_until_complete(kernels.shutdown_kernel(kernel_id, now=True))


def cell(outputs):
    return {
        "cell_type": "code",
        "id": "c1",
        "source": "train()",
        "metadata": {},
        "execution_count": 1,
        "outputs": outputs,
    }


async def post(fetch, route, body):
    response = await fetch(*API, route, method="POST", body=json.dumps(body))
    return response.body


async def entry(fetch, kernel_id, outputs, kind="step"):
    cell = {"source": "train()", "id": "c1", "outputs": outputs}
    body = {"kind": kind, "path": "study.ipynb", "kernel_id": kernel_id, "cell": cell}
    return await post(fetch, "entries", body)


async def export(fetch):
    started = json.loads(await post(fetch, "exports", {"path": "study.ipynb", "format": "html"}))
    while True:
        job = json.loads((await fetch(*API, "exports", started["id"])).body)
        if job["stage"] in {"done", "failed", "cancelled"}:
            return job
        await asyncio.sleep(0.05)


@pytest.mark.parametrize("kind", ["step", "result", "environment", "note"])
async def test_an_entry(jp_fetch, session, kind):
    for outputs in OUTPUTS.values():
        assert not left_of(VALUE, await entry(jp_fetch, session, outputs(LINE), kind))


async def test_a_page_and_all_that_the_server_writes(jp_fetch, session, log, jp_root_dir, jp_data_dir):
    job = await export(jp_fetch)
    assert job["stage"] == "done"
    page = (jp_root_dir / job["result"]["path"]).read_text("utf-8")
    assert REMOVED in page
    assert VALUE not in page
    (jp_root_dir / "study.ipynb").unlink()  # has the value in its output, as the user left it
    assert not left_of(VALUE, bytes_under(log, jp_root_dir, jp_data_dir))
    assert VALUE not in json.dumps(job)


async def test_it_stays_known_when_the_variable_is_gone(jp_fetch, session, jp_serverapp):
    await entry(jp_fetch, session, OUTPUTS["stdout"](LINE))
    await jp_serverapp.kernel_manager.restart_kernel(session, now=True)
    assert not left_of(VALUE, await entry(jp_fetch, session, OUTPUTS["stdout"](LINE)))


class TestWithoutLeave:
    @pytest.fixture
    def denied(self):
        return ["execute kernels"]

    async def test_nobody_asks_the_kernel(self, jp_fetch, session):
        assert VALUE.encode() in await entry(jp_fetch, session, OUTPUTS["stdout"](LINE), "result")
        assert (await export(jp_fetch))["stage"] == "done"
