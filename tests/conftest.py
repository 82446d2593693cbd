"""Fixtures of every room: a real Jupyter server with the extension on."""

from __future__ import annotations

import pytest

pytest_plugins = ("pytest_jupyter.jupyter_server",)


@pytest.fixture
def jp_server_config(jp_template_dir):
    return {
        "ServerApp": {
            "jpserver_extensions": {"jupyterlab_journal": True},
            "allow_unauthenticated_access": False,
        }
    }
