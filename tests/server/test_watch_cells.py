"""The switch of the hooks that note what each cell did."""

from __future__ import annotations

import json

import pytest

HOOKS = (
    "len([*get_ipython().events.callbacks['pre_run_cell'], *get_ipython().events.callbacks['post_run_cell']])"
)


@pytest.fixture(params=[(), ("--JournalApp.watch_cells=False",)], ids=["by default", "off"])
def jp_argv(request):
    return list(request.param)


async def test_the_command_line_switches_the_hooks_off(jp_argv, jp_fetch, jp_serverapp):
    response = await jp_fetch("api", "kernels", method="POST", body="{}")
    kernel_id = json.loads(response.body)["id"]
    snapshot = await jp_fetch("jupyterlab-journal", "api", "kernels", kernel_id, "snapshot")
    assert json.loads(snapshot.body)["failed"] == []
    client = jp_serverapp.kernel_manager.get_kernel(kernel_id).client()
    client.start_channels()
    try:
        await client.wait_for_ready(timeout=60)
        client.execute("", silent=True, user_expressions={"hooks": HOOKS})
        reply = await client.get_shell_msg(timeout=20)
    finally:
        client.stop_channels()
    assert reply["content"]["user_expressions"]["hooks"]["data"]["text/plain"] == ("0" if jp_argv else "2")
