"""Run the command as a user does: a process of its own, with settings of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest


@pytest.fixture
def home(tmp_path):
    """An empty home: no settings, no data, no secrets in the environment."""
    variables = {
        name: os.environ[name] for name in ("PATH", "PYTHONPATH", "LANG", "SYSTEMROOT") if name in os.environ
    }
    folders = {
        name: str(tmp_path / name)
        for name in ("HOME", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")
    }
    return {**variables, **folders, "PYTHONUTF8": "1", "JUPYTER_PLATFORM_DIRS": "1"}


@pytest.fixture
def journal(home, tmp_path):
    def run(*arguments, stdin=b"", **environment):
        return subprocess.run(
            [sys.executable, "-c", "from jupyterlab_journal.cli.app import main; main()", *arguments],
            input=stdin,
            capture_output=True,
            cwd=tmp_path,
            env={**home, **environment},
            timeout=60,
            check=False,
        )

    return run


@pytest.fixture
def save(tmp_path):
    def save(*cells, name="study.ipynb", **more):
        content = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": list(cells), **more}
        (tmp_path / name).write_text(json.dumps(content), encoding="utf-8")
        return name

    return save


@pytest.fixture
def entry():
    def entry(number=1, kind="goal", source="## Goal", attachments=None, **more):
        metadata = {
            "version": 1,
            "id": f"01JD{number:022}",
            "kind": kind,
            "created": "2026-11-20T12:00:00+08:00",
            **more,
        }
        cell = {"cell_type": "markdown", "source": source, "metadata": {"journal": metadata}}
        return cell if attachments is None else {**cell, "attachments": attachments}

    return entry
