"""What the server says about itself."""

from __future__ import annotations

import json
from importlib.metadata import version

import pytest
from shapes import validator

from jupyterlab_journal.server.app import JournalApp

ROUTE = ("jupyterlab-journal", "api", "status")


async def status(jp_fetch):
    body = json.loads((await jp_fetch(*ROUTE)).body)
    validator("Status").validate(body)
    return body


async def test_an_unconfigured_server_redacts_and_names_its_defaults(jp_fetch):
    assert await status(jp_fetch) == {
        "version": version("jupyterlab-journal"),
        "redaction": True,
        "configured": {
            name: JournalApp.class_traits()[name].default_value
            for name in ("watch_cells", "export_time_limit", "review_time_limit")
        },
    }


CONFIGURED = {"watch_cells": False, "export_time_limit": 7.0, "review_time_limit": 9.0}


class TestConfigured:
    @pytest.fixture
    def jp_server_config(self, jp_server_config):
        return {**jp_server_config, "JournalApp": {**CONFIGURED, "redact": False}}

    async def test_what_is_configured_is_reported(self, jp_fetch):
        body = await status(jp_fetch)
        assert body["redaction"] is False
        assert body["configured"] == CONFIGURED
