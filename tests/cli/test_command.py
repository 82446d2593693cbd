"""Jupyter's conventions: settings, help, exit codes, messages on standard error."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.metadata import entry_points

import pytest

from jupyterlab_journal.cli.app import main


def test_jupyter_finds_the_command():
    (script,) = entry_points(group="console_scripts", name="jupyter-journal")
    assert script.load() is main


@pytest.mark.parametrize(
    "arguments", [(), ("poem",), ("check",), ("list",), ("check", "--poem=1"), ("list", "no.ipynb")]
)
def test_what_cannot_be_done_is_told_on_standard_error_with_code_2(arguments, journal_process):
    result = journal_process(*arguments)
    assert result.returncode == 2
    assert result.stdout == b""
    assert result.stderr.strip()
    assert b"Traceback" not in result.stderr


def test_a_fault_of_a_verb_is_neither_a_find_nor_a_success(home, tmp_path):
    """And its text stays unsaid, for it may quote what was read."""
    program = (
        "import sys; sys.argv[1:] = ['list', 'a.ipynb']\n"
        "from jupyterlab_journal.cli import app, list\n"
        "def broken(self): raise KeyError('from the notebook')\n"
        "list.ListVerb.run = broken\n"
        "app.main()"
    )
    command = [sys.executable, "-c", program]
    result = subprocess.run(command, capture_output=True, env=home, cwd=tmp_path, timeout=60, check=False)
    assert (result.returncode, result.stdout) == (2, b"")
    assert result.stderr == (
        b"jupyter-journal-list: unexpected KeyError. Run it with --debug to see where.\n"
    )


@pytest.mark.parametrize("verb", ["check", "environment", "list", "redact"])
def test_every_verb_explains_itself(verb, journal_process):
    assert verb.encode() in journal_process("--help").stdout
    result = journal_process(verb, "--help-all")
    assert result.returncode == 0
    assert b"jupyter journal" in result.stdout


def test_a_setting_that_cannot_be_used_is_an_error(journal_process):
    result = journal_process("environment", "--EnvironmentVerb.locale=fr")
    assert result.returncode == 2
    assert b"locale" in result.stderr


def test_settings_come_from_jupyters_folders(journal_process, home, save, tmp_path):
    token = "hf_" + "aB3dE5gH7jK9mN1pQ3" + "sT5vW7yZ9bD1fG3h"
    name = save({"cell_type": "markdown", "source": token, "metadata": {}})
    assert journal_process("check", name).returncode == 1
    (tmp_path / "JUPYTER_CONFIG_DIR").mkdir(exist_ok=True)
    settings = {"CheckVerb": {"allowed": ["huggingface-token:source"]}}
    (tmp_path / "JUPYTER_CONFIG_DIR" / "jupyter_config.json").write_text(json.dumps(settings))
    assert journal_process("check", name).returncode == 0


def test_entries_are_listed_in_document_order(journal_process, save, entry):
    note = {"cell_type": "markdown", "source": "x", "metadata": {}}
    name = save(entry(1, title="Beat\n97 %"), note, entry(2, "step"), entry(3, "poem"))
    result = journal_process("list", name)
    assert result.returncode == 0
    assert result.stdout.decode().splitlines() == [
        "study.ipynb:1\tgoal\t2026-11-20T12:00\tBeat 97 %",
        "study.ipynb:3\tstep\t2026-11-20T12:00",
        "study.ipynb:4\tunreadable\t\tfield 'kind'",
    ]
    listed = [json.loads(line) for line in journal_process("list", "--json", name).stdout.splitlines()]
    assert listed[0] == {
        "notebook": "study.ipynb",
        "cell": 1,
        "id": f"01JD{1:022}",
        "kind": "goal",
        "created": "2026-11-20T12:00:00+08:00",
        "title": "Beat\n97 %",
    }
    assert listed[2] == {"notebook": "study.ipynb", "cell": 4, "unreadable": "kind"}


def test_a_title_that_cannot_be_encoded_is_listed_all_the_same(journal_process, save, entry):
    result = journal_process("list", save(entry(title="a \ud800 b")))
    assert result.returncode == 0
    assert rb"a \ud800 b" in result.stdout


def test_the_environment_is_that_of_this_interpreter(journal_process):
    facts = json.loads(journal_process("environment", "--json").stdout)
    assert facts["python"]["executable"] == sys.executable
    assert facts["packages"]["count"] > 10
    assert facts["seeds"] == {}
    assert "torch" not in facts["frameworks"] or facts["frameworks"]["torch"]["imported"] is False


@pytest.mark.parametrize(("locale", "heading"), [("en", "## Environment"), ("zh-CN", "## 环境")])
def test_the_environment_as_markdown(locale, heading, journal_process):
    source = journal_process("environment", f"--locale={locale}").stdout.decode()
    assert source.startswith(heading)
    assert sys.executable in source


def test_a_secret_of_the_environment_never_comes_out(journal_process):
    secret = "river-stone-42-" + "lantern"
    for arguments in ((), ("--json",)):
        result = journal_process(
            "environment", *arguments, PYTHONHASHSEED="7", CUBLAS_WORKSPACE_CONFIG=secret, LAB_TOKEN=secret
        )
        assert result.returncode == 0
        assert secret.encode() not in result.stdout + result.stderr
