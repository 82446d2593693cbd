"""Every planted secret in logs of three encodings through the command line."""

from __future__ import annotations

import subprocess
import sys

import pytest
from firewall_carriers import left_of

from jupyterlab_journal.cli.redact import redacted
from jupyterlab_journal.cli.stream import StreamRedactor
from jupyterlab_journal.redact import Redactor

REDACTOR = Redactor()
ENCODINGS = ["utf-8", "gbk", "utf-16"]
SPLITS = 16  # of each log; the process gets them as they come


def log(text):
    return f"第 1 轮训练，损失 0.5\n{text}\n第 2 轮训练，损失 0.4\n"


def through(pieces):
    return b"".join(redacted(iter(pieces), StreamRedactor(REDACTOR)))


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("pause", [False, True])
def test_nothing_is_left_of_a_secret_in_a_log_that_comes_in_pieces(encoding, pause, planted):
    left = []
    for kind, text, secret in planted:
        data = log(text).encode(encoding)
        begin = len(log("").encode(encoding)) // 2
        for at in sorted({begin + (len(data) - 2 * begin) * step // SPLITS for step in range(SPLITS + 1)}):
            pieces = [data[:at], None, data[at:]] if pause else [data[:at], data[at:]]
            shown = through(pieces).decode(encoding)
            if left_of(secret, shown.encode()) or not shown.startswith("第 1 轮训练，损失 0.5\n"):
                left.append((kind, at - begin))
    assert left == []


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_nothing_is_left_of_any_secret_in_one_long_log(encoding, planted, tmp_path):
    filler = "".join(f"step {step} loss {1 / (step + 1):.4f}\n" for step in range(200))
    text = filler + "".join(f"{log(text)}{filler}" for _, text, _ in planted)
    result = subprocess.run(
        [sys.executable, "-c", "from jupyterlab_journal.cli.app import main; main()", "redact"],
        input=text.encode(encoding),
        capture_output=True,
        check=True,
        cwd=tmp_path,
        timeout=60,
    )
    shown = result.stdout.decode(encoding)
    assert [kind for kind, _, secret in planted if left_of(secret, shown.encode() + result.stderr)] == []
    assert shown.count("损失 0.4\n") == len(planted)
    assert shown.startswith(filler)
    assert shown.endswith(filler)
