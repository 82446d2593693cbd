"""Run the command with settings of its own: in this process, or as a user does."""

from __future__ import annotations

import io
import json
import logging
import os
import subprocess
import sys
from contextlib import ExitStack
from unittest import mock

import pytest
from traitlets.config import Application

from jupyterlab_journal.cli.app import JournalCommand, main
from jupyterlab_journal.cli.check import CheckVerb
from jupyterlab_journal.cli.list import ListVerb


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
def journal_process(home, tmp_path):
    """Run the command as a user does, in a process of its own."""

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
def journal(home, tmp_path, monkeypatch):
    """Run a verb that reads no standard input in this process, which spares the start of an interpreter."""

    def run(*arguments, **environment):
        command = ["jupyter-journal", *arguments]
        out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
        status = 0
        with ExitStack() as stack, monkeypatch.context() as patch:
            for application in (*JournalCommand.mro(), CheckVerb, ListVerb):  # another test's is left alone
                if issubclass(application, Application):
                    stack.enter_context(mock.patch.object(application, "_instance", None))
            stack.enter_context(mock.patch.dict(os.environ, {**home, **environment}, clear=True))
            # An application that sets up its log closes all handlers first; one that a library made in
            # another test writes into what pytest captures.
            patch.setattr(logging, "shutdown", lambda *_: None)
            patch.chdir(tmp_path)
            for name, value in {"argv": command, "stdout": out, "stderr": err}.items():
                patch.setattr(sys, name, value)
            try:
                main()
            except SystemExit as end:
                status = end.code or 0
        return subprocess.CompletedProcess(command, status, out.buffer.getvalue(), err.buffer.getvalue())

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
