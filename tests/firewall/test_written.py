"""A session on a real server: then every byte that it wrote is searched."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import uuid

import pytest
from firewall_carriers import OUTPUTS, bytes_under, left_of, stream
from tornado.httpclient import HTTPClientError

from jupyterlab_journal.server.composer import Composer

API = ("jupyterlab-journal", "api")


@pytest.fixture
def log(tmp_path, jp_serverapp):
    """All that the running server logs, in a file."""
    path = tmp_path / "written" / "server.log"
    path.parent.mkdir()
    handler = logging.FileHandler(path, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s %(message)s"))
    loggers = [logging.getLogger(name) for name in ("", "JournalApp", "ServerApp", "tornado")]
    for logger in loggers:
        logger.addHandler(handler)
    yield path
    for logger in loggers:
        logger.removeHandler(handler)
    handler.close()


@pytest.fixture
def written(log, jp_root_dir, jp_data_dir, jp_config_dir, jp_runtime_dir):
    """All bytes in the folders of the server and in its log."""
    return lambda: bytes_under(log.parent, jp_root_dir, jp_data_dir, jp_config_dir, jp_runtime_dir)


def code(outputs, source="train()"):
    return {
        "cell_type": "code",
        "id": uuid.uuid4().hex[:8],
        "source": source,
        "metadata": {},
        "execution_count": 3,
        "outputs": outputs,
    }


@pytest.fixture
def save(jp_root_dir):
    """Save a notebook, as the browser does."""

    def save(*cells):
        path = jp_root_dir / "study.ipynb"
        content = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}
        path.write_text(json.dumps(content), encoding="utf-8")
        return path

    return save


async def post(fetch, route, body):
    """Send a request; return status and answer, also of one that is refused."""
    try:
        response = await fetch(*API, route, method="POST", body=json.dumps(body))
    except HTTPClientError as error:
        return error.code, error.response.body
    return response.code, response.body


@pytest.mark.parametrize("carrier", OUTPUTS)
@pytest.mark.parametrize("form", ["html", "markdown"])
async def test_nothing_is_left_of_a_secret_in_an_export(carrier, form, planted, written, jp_fetch, save):  # noqa: PLR0917 (fixtures go by name)
    source = save(*(code(OUTPUTS[carrier](text), source=f"# line\n{text}") for _, text, _ in planted))
    status, answer = await post(jp_fetch, "exports", {"path": "study.ipynb", "format": form})
    assert status == 202
    job = json.loads(answer)
    while job["stage"] not in {"done", "failed"}:
        await asyncio.sleep(0.05)
        response = await jp_fetch(*API, "exports", job["id"])
        job = json.loads(response.body)
    assert job["stage"] == "done"
    source.unlink()  # the user's own file holds what the user's program printed
    found = written() + json.dumps(job).encode()
    assert b"[REDACTED:" in found
    assert [kind for kind, _, secret in planted if left_of(secret, found)] == []


@pytest.fixture
def start_kernel(jp_serverapp, jp_asyncio_loop):
    """Start kernels with environments of their own; they end with the test."""
    kernels, started = jp_serverapp.kernel_manager, []

    async def start(**environment):
        started.append(await kernels.start_kernel(env={**os.environ, **environment}))
        return started[-1]

    yield start
    for kernel_id in started:
        jp_asyncio_loop.run_until_complete(kernels.shutdown_kernel(kernel_id, now=True))


async def test_nothing_is_left_of_a_value_that_only_the_kernels_environment_knows(
    planted, written, start_kernel, jp_fetch, save
):
    kernel_id = await start_kernel(**{f"LAB_TOKEN_{n}": secret for n, (_, _, secret) in enumerate(planted)})
    answers = []
    for _, _, secret in planted:
        for outputs in OUTPUTS.values():
            cell = code(outputs(f"it says {secret} there"))
            body = {"kind": "step", "path": "a.ipynb", "kernel_id": kernel_id, "cell": cell}
            answers.append(await post(jp_fetch, "entries", body))
    assert {status for status, _ in answers} == {201}
    cells = [json.loads(answer)["cell"] for _, answer in answers]
    save(*cells)
    assert [kind for kind, _, secret in planted if left_of(secret, written())] == []


async def test_a_kernels_secrets_stay_known_when_it_has_died(start_kernel, jp_fetch, jp_serverapp):
    secret = "river-stone-42-" + "lantern"
    kernel_id = await start_kernel(LAB_TOKEN=secret)
    body = {"kind": "step", "path": "a.ipynb", "kernel_id": kernel_id, "cell": code(stream(f"{secret}\n"))}
    for _ in range(2):
        status, answer = await post(jp_fetch, "entries", body)
        assert (status, secret.encode() in answer) == (201, False)
        await jp_serverapp.kernel_manager.interrupt_kernel(kernel_id)
        await jp_serverapp.kernel_manager.restart_kernel(kernel_id, now=True)


async def test_nothing_is_left_of_a_secret_in_errors_and_log_lines(planted, written, jp_fetch, monkeypatch):
    async def fail(_composer, body, *_arguments):
        raise ValueError(f"cannot compose {json.loads(body)['fields']['text']}")

    answers = []
    for _, text, _ in planted:
        for body in (
            {"kind": text, "path": "a.ipynb"},
            {"kind": "note", "path": "a.ipynb", "fields": {text: "x"}},
            {"kind": "note", "path": f"../{text}"},
            {"kind": "note", "path": "a.ipynb", "locale": text},
        ):
            answers.append(await post(jp_fetch, "entries", body))
        answers.append(await post(jp_fetch, "exports", {"path": f"{text}.ipynb", "format": "html"}))
    assert {status for status, _ in answers} == {400, 404}
    monkeypatch.setattr(Composer, "write", fail)
    for _, text, _ in planted:
        body = {"kind": "note", "path": "a.ipynb", "fields": {"text": text}}
        answers.append(await post(jp_fetch, "entries", body))
    assert answers[-1][0] == 500
    found = written() + b"\n".join(answer for _, answer in answers)
    assert b"ValueError: cannot compose" in found
    assert [kind for kind, _, secret in planted if left_of(secret, found)] == []


class TestOff:
    @pytest.fixture
    def jp_server_config(self, jp_server_config):
        return {**jp_server_config, "JournalApp": {"redact": False}}

    async def test_only_the_servers_configuration_switches_it_off_and_it_says_so(self, jp_fetch):
        body = {"kind": "note", "path": "a.ipynb", "fields": {"text": "the password: k9#mQ2!xZt"}}
        status, answer = await post(jp_fetch, "entries", body)
        assert status == 201
        assert b"k9#mQ2!xZt" in answer
        response = await jp_fetch(*API, "status")
        assert json.loads(response.body)["redaction"] is False


async def test_a_notebook_cannot_switch_it_off(jp_fetch):
    text = "the password: k9#mQ2!xZt"
    cell = {**code(stream(text)), "metadata": {"journal": {"redact": False}, "redaction": False}}
    body = {"kind": "step", "path": "a.ipynb", "cell": cell, "redact": False, "entries": [{"redact": False}]}
    status, answer = await post(jp_fetch, "entries", body)
    assert status == 201
    assert b"k9#mQ2!xZt" not in answer
    response = await jp_fetch(*API, "status")
    assert json.loads(response.body)["redaction"] is True


async def test_what_the_user_called_no_secret_stays_in_that_place(jp_fetch):
    body = {"kind": "note", "path": "a.ipynb", "fields": {"text": "the password: k9#mQ2!xZt"}}
    _, answer = await post(jp_fetch, "entries", body)
    (removed,) = json.loads(answer)["cell"]["metadata"]["journal"]["redactions"]
    allowed = [{"rule": removed["rule"], "field": removed["field"]}]
    _, answer = await post(jp_fetch, "entries", {**body, "allowed": allowed})
    cell = json.loads(answer)["cell"]
    assert "k9#mQ2!xZt" in cell["source"]
    assert "redactions" not in cell["metadata"]["journal"]
    status, _ = await post(jp_fetch, "entries", {**body, "allowed": [{**allowed[0], "value": "x"}]})
    assert status == 400
