"""Who is kept from kernels or notebooks elsewhere does not reach them through the journal."""

from __future__ import annotations

import json

import nbformat
import pytest
from jupyter_server.auth import AllowAllAuthorizer
from nbformat.v4 import new_code_cell, new_notebook
from tornado.httpclient import HTTPClientError
from traitlets import List, Unicode

API = ("jupyterlab-journal", "api")


class Denying(AllowAllAuthorizer):
    """Denies what it is configured to, such as "read contents"."""

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
def kernel_id(jp_serverapp, jp_asyncio_loop):
    kernels = jp_serverapp.kernel_manager
    started = jp_asyncio_loop.run_until_complete(kernels.start_kernel())
    yield started
    jp_asyncio_loop.run_until_complete(kernels.shutdown_kernel(started, now=True))


@pytest.fixture
def saved(jp_root_dir):
    nbformat.write(new_notebook(cells=[new_code_cell("secret_of_another = 1")]), jp_root_dir / "a.ipynb")
    return jp_root_dir / "a.ipynb"


async def ask(jp_fetch, *route, method="GET", **body):
    options = {"body": json.dumps(body)} if method == "POST" else {}
    try:
        response = await jp_fetch(*API, *route, method=method, **options)
    except HTTPClientError as error:
        return error.code, json.loads(error.response.body)
    return response.code, json.loads(response.body) if response.body else None


EXPORT = {"path": "a.ipynb", "format": "html"}
REVIEW = {"path": "a.ipynb", "base": "saved"}


class TestKernels:
    @pytest.fixture
    def denied(self):
        return ["execute kernels"]

    async def test_no_snapshot_without_leave_to_execute(self, jp_fetch, kernel_id):
        status, error = await ask(jp_fetch, "kernels", kernel_id, "snapshot")
        assert (status, error["code"]) == (404, "not_found")
        assert (status, error) == await ask(jp_fetch, "kernels", "no-such", "snapshot")

    async def test_an_environment_entry_finds_no_kernel(self, jp_fetch, kernel_id):
        body = {"kind": "environment", "path": "a.ipynb", "kernel_id": kernel_id}
        status, error = await ask(jp_fetch, "entries", method="POST", **body)
        assert (status, error["code"]) == (404, "not_found")

    async def test_another_entry_holds_nothing_of_the_kernel(self, jp_fetch, kernel_id):
        body = {"kind": "step", "path": "a.ipynb", "cell": {"source": "lr = 1", "execution_count": 1}}
        status, with_kernel = await ask(jp_fetch, "entries", method="POST", kernel_id=kernel_id, **body)
        assert status == 201
        entry = with_kernel["cell"]["metadata"]["journal"]
        assert "snapshot" not in entry
        assert "parameters" not in entry


class TestReading:
    @pytest.fixture
    def denied(self):
        return ["read contents"]

    @pytest.mark.parametrize(("route", "body"), [("reviews", REVIEW), ("exports", EXPORT)])
    async def test_no_notebook_is_read(self, jp_fetch, saved, route, body):
        status, error = await ask(jp_fetch, route, method="POST", **body)
        assert (status, error["code"]) == (403, "forbidden")

    async def test_no_export_is_told_of(self, jp_fetch):
        assert (await ask(jp_fetch, "exports", "0123"))[0] == 403


class TestWriting:
    @pytest.fixture
    def denied(self):
        return ["write contents"]

    async def test_no_page_is_written(self, jp_fetch, saved):
        assert (await ask(jp_fetch, "exports", method="POST", **EXPORT))[0] == 403
        assert list(saved.parent.glob("*.html")) == []
        assert (await ask(jp_fetch, "exports", "0123", method="DELETE"))[0] == 403

    async def test_reviews_need_reading_only(self, jp_fetch, saved):
        assert (await ask(jp_fetch, "reviews", method="POST", **REVIEW))[0] == 200


async def test_who_may_everything_gets_the_facts(jp_fetch, kernel_id):
    assert (await ask(jp_fetch, "kernels", kernel_id, "snapshot"))[0] == 200
    body = {"kind": "environment", "path": "a.ipynb", "kernel_id": kernel_id}
    assert (await ask(jp_fetch, "entries", method="POST", **body))[0] == 201
