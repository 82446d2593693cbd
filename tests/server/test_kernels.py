"""Facts of kernels through the door: a real server, a real kernel."""

from __future__ import annotations

import json
import sys

import pytest
from shapes import check
from tornado.httpclient import HTTPClientError


def snapshot_of(kernel_id):
    return ("jupyterlab-journal", "api", "kernels", kernel_id, "snapshot")


@pytest.fixture
def start_kernel(jp_fetch):
    async def start():
        response = await jp_fetch("api", "kernels", method="POST", body="{}")
        return json.loads(response.body)["id"]

    return start


async def refused(jp_fetch, kernel_id, **options):
    with pytest.raises(HTTPClientError) as caught:
        await jp_fetch(*snapshot_of(kernel_id), **options)
    return caught.value.code, json.loads(caught.value.response.body)


async def test_snapshot_fits_its_schema_and_names_the_kernels_interpreter(jp_fetch, start_kernel):
    kernel_id = await start_kernel()
    response = await jp_fetch(*snapshot_of(kernel_id), params={"path": "unsaved.ipynb"})
    snapshot = json.loads(response.body)
    check(snapshot, "Snapshot")
    assert response.headers["Content-Type"].startswith("application/json")
    assert snapshot["failed"] == []
    assert snapshot["language"] == "python"
    assert snapshot["busy"] is False
    assert snapshot["python"]["executable"] == sys.executable
    assert set(snapshot["ages"]) >= {"python", "frameworks", "packages"}


async def test_unknown_kernel_is_404(jp_fetch, jp_serverapp):
    code, error = await refused(jp_fetch, "2f2c0000-0000-0000-0000-000000000000")
    assert (code, error["code"]) == (404, "not_found")
    check(error, "Error")


@pytest.mark.parametrize("path", ["../outside.ipynb", "/../../etc/passwd", "a/../../b.ipynb"])
async def test_path_outside_the_root_is_404(jp_fetch, start_kernel, path):
    code, error = await refused(jp_fetch, await start_kernel(), params={"path": path})
    assert (code, error["code"]) == (404, "not_found")


@pytest.mark.parametrize("path", [".hidden/a.ipynb", ".hidden/new/a.ipynb", ".absent/a.ipynb", ".a.ipynb"])
async def test_hidden_path_is_404_whether_it_exists_or_not(jp_fetch, jp_root_dir, start_kernel, path):
    (jp_root_dir / ".hidden").mkdir()
    code, error = await refused(jp_fetch, await start_kernel(), params={"path": path})
    assert (code, error["code"]) == (404, "not_found")


async def test_folder_whose_link_leads_outside_the_root_is_404(
    jp_fetch, jp_root_dir, start_kernel, tmp_path_factory
):
    (jp_root_dir / "inside").mkdir()
    (jp_root_dir / "near").symlink_to(jp_root_dir / "inside")
    (jp_root_dir / "far").symlink_to(tmp_path_factory.mktemp("elsewhere"))
    kernel_id = await start_kernel()
    code, error = await refused(jp_fetch, kernel_id, params={"path": "far/new/a.ipynb"})
    assert (code, error["code"]) == (404, "not_found")
    assert (await jp_fetch(*snapshot_of(kernel_id), params={"path": "near/a.ipynb"})).code == 200


async def test_dead_kernel_is_503_and_says_what_to_do(jp_fetch, jp_serverapp, start_kernel):
    kernel_id = await start_kernel()
    manager = jp_serverapp.kernel_manager.get_kernel(kernel_id)
    manager.stop_restarter()
    manager.provisioner.process.kill()
    manager.provisioner.process.wait(10)
    code, error = await refused(jp_fetch, kernel_id)
    assert (code, error["code"]) == (503, "kernel_unavailable")
    assert "Restart" in error["hint"]
