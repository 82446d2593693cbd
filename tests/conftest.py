"""Fixtures of every room: a real Jupyter server with the extension on."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

# These machines are shared: a slow example is no failure. In continuous integration the examples are
# the same in every run, so that a change is never blamed for what another run would have found.
settings.register_profile("shared", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("shared"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "shared")

pytest_plugins = ("pytest_jupyter.jupyter_server",)


@pytest.hookimpl(wrapper=True)
def pytest_collect_file(file_path):
    """Look for examples in the package only: helpers of tests may need what is not installed."""
    return [found for found in (yield) if type(found) is pytest.Module]


@pytest.fixture
def jp_server_config(jp_template_dir):
    return {
        "ServerApp": {
            "jpserver_extensions": {"jupyterlab_journal": True},
            "allow_unauthenticated_access": False,
        }
    }
