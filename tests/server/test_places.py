"""Entries for notebooks whose place may not be looked at."""

from __future__ import annotations

import json

import pytest
from tornado.httpclient import HTTPClientError

ENTRIES = ("jupyterlab-journal", "api", "entries")


@pytest.fixture
def kernel_id(jp_serverapp, jp_asyncio_loop):
    kernels = jp_serverapp.kernel_manager
    started = jp_asyncio_loop.run_until_complete(kernels.start_kernel())
    yield started
    jp_asyncio_loop.run_until_complete(kernels.shutdown_kernel(started, now=True))


async def post(jp_fetch, **body):
    return await jp_fetch(*ENTRIES, method="POST", body=json.dumps(body))


async def refused(awaitable):
    with pytest.raises(HTTPClientError) as caught:
        await awaitable
    return caught.value.code, json.loads(caught.value.response.body)["code"]


@pytest.mark.parametrize("path", [".hidden/a.ipynb", ".absent/new/a.ipynb", ".a.ipynb"])
async def test_a_hidden_notebook_does_not_exist(jp_fetch, jp_root_dir, path):
    (jp_root_dir / ".hidden").mkdir()
    assert await refused(post(jp_fetch, kind="goal", path=path)) == (404, "not_found")


@pytest.mark.parametrize("path", ["", "new.ipynb", "new/folder/a.ipynb", "/slashes/a.ipynb/"])
async def test_an_unsaved_notebook_gets_its_entry(jp_fetch, path):
    assert (await post(jp_fetch, kind="goal", path=path)).code == 201


async def test_behind_a_link_out_of_the_root_no_facts_are_read(
    jp_fetch, jp_root_dir, tmp_path_factory, kernel_id
):
    (jp_root_dir / "far").symlink_to(tmp_path_factory.mktemp("elsewhere"))
    place = {"path": "far/a.ipynb", "kernel_id": kernel_id}
    assert await refused(post(jp_fetch, kind="environment", **place)) == (404, "not_found")
    step = json.loads((await post(jp_fetch, kind="step", cell={"source": "lr = 1"}, **place)).body)
    assert "snapshot" not in step["cell"]["metadata"]["journal"]


class TestAllowed:
    @pytest.fixture
    def jp_server_config(self, jp_server_config):
        jp_server_config["ContentsManager"] = {"allow_hidden": True}
        return jp_server_config

    async def test_hidden_notebooks_are_there_where_the_server_shows_them(self, jp_fetch):
        assert (await post(jp_fetch, kind="goal", path=".hidden/a.ipynb")).code == 201
