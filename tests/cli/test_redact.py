"""The filter as a process: encodings, pauses, readers that leave."""

from __future__ import annotations

import subprocess
import sys

import pytest

COMMAND = [sys.executable, "-c", "from jupyterlab_journal.cli.app import main; main()", "redact"]
SECRET = "river-stone-42-" + "lantern"
TEXT = f"训练开始\n密码：{SECRET}\nloss 0.5\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16", "utf-16-be"])
def test_a_log_keeps_its_encoding_and_loses_its_secrets(encoding, journal_process):
    result = journal_process("redact", stdin=TEXT.encode(encoding))
    assert result.returncode == 0
    assert result.stdout.decode(encoding) == TEXT.replace(SECRET, "[REDACTED:password]")
    assert result.stderr.decode() == "jupyter-journal-redact: removed password (1)\n"


def test_a_value_of_the_environment_is_known(journal_process):
    result = journal_process("redact", stdin=f"it says {SECRET} here\n".encode(), LAB_TOKEN=SECRET)
    assert result.stdout == b"it says [REDACTED:known_value] here\n"


def test_nothing_in_nothing_out(journal_process):
    result = journal_process("redact")
    assert (result.returncode, result.stdout, result.stderr) == (0, b"", b"")


def test_bytes_that_are_no_text_pass_unchanged(journal_process):
    noise = bytes(range(256)) * 3 + b"\xff"
    assert journal_process("redact", stdin=noise).stdout == noise


def start(home):
    return subprocess.Popen(
        COMMAND,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=home,
    )


def test_lines_appear_while_the_program_still_runs(home):
    with start(home) as process:
        process.stdin.write(b"epoch 1\nepo")
        process.stdin.flush()
        assert process.stdout.readline() == b"epoch 1\n"
        process.stdin.write(b"ch 2\n")
        process.stdin.flush()
        assert process.stdout.readline() == b"epoch 2\n"
        process.stdin.close()
        assert process.wait(timeout=30) == 0


def test_a_reader_that_has_seen_enough_is_no_error(home):
    with start(home) as process:
        process.stdin.write(b"epoch 1\n")
        process.stdin.flush()
        process.stdout.readline()
        process.stdout.close()
        process.stdin.write(b"epoch 2\n")
        process.stdin.close()
        assert process.wait(timeout=30) == 0
        assert process.stderr.read() == b""


def test_an_input_that_cannot_be_read_is_an_error(home, tmp_path):
    """A file that is open for writing only fails at the first read."""
    with (tmp_path / "log").open("wb") as file:
        result = subprocess.run(COMMAND, stdin=file, capture_output=True, env=home, timeout=60, check=False)
    assert (result.returncode, result.stdout) == (2, b"")
    assert b"standard input cannot be read: Bad file descriptor" in result.stderr
    assert b"Traceback" not in result.stderr


def test_a_closed_input_is_an_error(home):
    shell = ["sh", "-c", 'exec "$@" <&-', "sh", *COMMAND]
    result = subprocess.run(shell, capture_output=True, env=home, timeout=60, check=False)
    assert (result.returncode, result.stdout) == (2, b"")
    assert b"standard input is closed" in result.stderr
    assert b"Traceback" not in result.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="Linux tells the most memory that a process used")
def test_a_long_log_needs_little_memory(home, tmp_path):
    source = tmp_path / "train.log"
    with source.open("w") as file:
        for start_at in range(0, 400_000, 1_000):
            file.writelines(
                f"step {at} loss {1 / (at + 1):.6f}\n" for at in range(start_at, start_at + 1_000)
            )
    program = (
        "import re, sys; sys.argv[1:] = ['redact']\n"
        "from jupyterlab_journal.cli.app import main\n"
        "try: main()\n"
        # Not ru_maxrss: a process begins with that of the one it was forked from.
        "finally: print(re.search(r'VmHWM:\\s*(\\d+)', open('/proc/self/status').read())[1], file=sys.stderr)"
    )
    with source.open("rb") as file:
        result = subprocess.run(
            [sys.executable, "-c", program],
            stdin=file,
            capture_output=True,
            env=home,
            check=False,
            timeout=110,
        )
    assert result.stdout == source.read_bytes()
    peak = int(result.stderr) / 1024
    assert peak < 100
