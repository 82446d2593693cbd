"""The command line of the server, shown without its secrets."""

from __future__ import annotations

import pytest

from jupyterlab_journal.facts.launch import launch_command
from jupyterlab_journal.redact import Redactor

SECRET = "s3cr3t" + "-9f8e7d6c5b4a"


@pytest.mark.parametrize(
    "option",
    [
        f"--IdentityProvider.token={SECRET}",
        f"--ServerApp.password={SECRET}",
        f"--PasswordIdentityProvider.hashed_password=argon2:{SECRET}",
        f"--GatewayClient.auth_token={SECRET}",
        f"--my_secret_key={SECRET}",
    ],
)
def test_no_secret_of_the_command_line_is_shown(option):
    command = launch_command(["/opt/lab/bin/jupyter-lab", option, "--port=8888", "a folder"], Redactor())
    assert SECRET not in command
    assert command.startswith("jupyter lab --")
    assert command.endswith("--port=8888 'a folder'")


@pytest.mark.parametrize("option", ["--IdentityProvider.token", "--GatewayClient.auth_token", "-api-key"])
def test_no_secret_is_shown_that_follows_its_option(option):
    command = launch_command(["jupyter-lab", option, SECRET, "--port", "8888"], Redactor())
    assert command == f"jupyter lab {option} [REDACTED:option] --port 8888"
    for secret in ("abc123", "a b", "-my-key-" + SECRET):  # short, with a space, like an option
        command = launch_command(["jupyter-lab", option, secret], Redactor())
        assert command == f"jupyter lab {option} [REDACTED:option]"
    command = launch_command(["jupyter-lab", option, "--IdentityProvider.token", "abc123"], Redactor())
    assert "abc123" not in command
    command = launch_command(["jupyter-lab", "--ServerApp.token=", option, SECRET], Redactor())
    assert command == f"jupyter lab --ServerApp.token= {option} [REDACTED:option]"


def test_an_empty_command_line_is_empty():
    assert launch_command([], Redactor()) == ""
    assert (
        launch_command(["/usr/bin/python3", "-m", "jupyter_server"], Redactor())
        == "python3 -m jupyter_server"
    )
