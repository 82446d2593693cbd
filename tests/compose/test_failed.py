"""Runs that failed, from what an entry is told of them; `tests/server/test_failed_runs.py` uses kernels."""

from __future__ import annotations

import gc
import time

import pytest

from jupyterlab_journal.compose import ActiveCell, EntryRequest, compose_entry
from jupyterlab_journal.compose.failures.background_commands import started_in_background
from jupyterlab_journal.compose.failures.shell_commands import answers_by_status
from jupyterlab_journal.entry.kernel_facts import KernelDeath, KernelFacts
from jupyterlab_journal.entry.model import Kind
from jupyterlab_journal.redact import Redactor

BACKGROUND = [
    "%%bash --bg\npython train.py",
    "%%script bash --bg --out log\npython train.py",
    "%%bash\nnohup python train.py > log 2>&1 &",
    "%%sh\npython a.py &\npython b.py &",
    "!(nohup python train.py > log 2>&1 &)",
    "!nohup python train.py > log 2>&1 & echo $!",
    "!cd runs && python train.py & sleep 1",
    "!sbatch job.sh",
    "!cd jobs && qsub job.sh",
    "!tmux new-session -s train -d 'python train.py'",
    "!screen -dmS train python train.py",
    "get_ipython().system_raw('tensorboard --logdir runs &')",
    "import os\nos.system(f'python train.py --lr {lr} > log &')",
    "import subprocess\nsubprocess.run('python train.py &', shell=True)",
    "from subprocess import Popen\nPopen(['python', 'train.py'])",
    "from multiprocessing import Process\nprocess = Process(target=train)\nprocess.start()",
    "import threading\nthreading.Thread(target=train, daemon=True).start()\nprint(', '.join(names))",
]
AWAITED = [
    "!python train.py",
    "!python train.py > log 2>&1",
    "!python train.py &> log",
    "!make && make test",
    "!echo 'a & b'",
    '!curl "https://example.org/?a=1&b=2"',
    "!echo done # and & more",
    "!python a.py & python b.py & wait",
    "%%bash\npython a.py &\npython b.py &\nwait",
    "!cat log | grep -c loss",
    "mask = (x > 0) & (y > 0)",
    "import subprocess\nsubprocess.run(['python', 'train.py'])",
    "process = subprocess.Popen(['python', 'train.py'])\nprocess.wait()",
    "process = subprocess.Popen(['python', 'train.py'])\nfor line in process.stdout: print(line)",
    "with subprocess.Popen(['python', 'train.py']) as process: pass",
    "process = Process(target=train)\nprocess.start()\nprocess.join()",
    "import psutil\npsutil.Process().memory_info()",
    "!tmux new-session -s train",
    "not python & at all (",
]


@pytest.mark.parametrize("source", BACKGROUND)
def test_what_is_not_waited_for_is_found(source):
    command = started_in_background(source)
    assert command
    assert "\n" not in command


@pytest.mark.parametrize("source", AWAITED)
def test_what_is_waited_for_is_not(source):
    assert started_in_background(source) is None


@pytest.mark.parametrize(
    ("source", "is_answer"),
    [
        ("!grep loss log", True),
        ("!cat log | grep 'a | b'", True),
        ("!diff a b", True),
        ("!python train.py\n!test -f model.pt", True),
        ("!python train.py", False),
        ("!grep loss log || python train.py", False),
        ("!grep loss log && python train.py", False),
        ("get_ipython().system('grep loss log')", False),
    ],
)
def test_status_one_may_be_an_answer(source, is_answer):
    assert answers_by_status(source, 1) is is_answer
    assert not answers_by_status(source, 2)


def failed(name, message=""):
    return {"output_type": "error", "ename": name, "evalue": message, "traceback": []}


@pytest.fixture
def compose():
    """Compose an entry; returns its metadata and its text."""

    def run(*outputs, kind="step", locale="en", source="run()", count=3, redactor=None, **facts):
        cell = ActiveCell(source=source, outputs=outputs, execution_count=count)
        request = EntryRequest(kind=Kind(kind), locale=locale, cell=cell)
        composed = compose_entry(request, KernelFacts(**facts), redactor or Redactor())
        return composed.cell["metadata"]["journal"], composed.cell["source"]

    return run


@pytest.mark.parametrize("kind", ["step", "result", "figure"])
@pytest.mark.parametrize(
    ("error", "locale", "title"),
    [
        (failed("RuntimeError", "boom\nand more"), "en", "Failed: RuntimeError: boom"),
        (failed("RuntimeError", "boom"), "zh-CN", "失败：RuntimeError: boom"),
        (failed("KeyboardInterrupt"), "en", "Interrupted"),
        (failed("KeyboardInterrupt"), "zh-CN", "已中断"),
        (failed("SystemExit", "2"), "en", "Failed: command ended with exit status 2"),
        (failed("SystemExit", "no data"), "en", "Failed: SystemExit: no data"),
        (
            failed("CalledProcessError", "Command 'b'x'' died with <Signals.SIGKILL: 9>."),
            "zh-CN",
            "失败：命令被 SIGKILL 结束",
        ),
        ({"output_type": "error"}, "en", "Failed: Error"),
    ],
)
def test_an_error_makes_a_failed_run(error, locale, title, kind, compose):
    journal, text = compose(error, kind=kind, locale=locale)
    assert (journal["state"], journal["title"]) == ("failed", title)
    assert text.split("\n\n")[1].startswith(("The run ", "运行"))


@pytest.mark.parametrize("status", ["", "0", "None"])
def test_a_program_that_ends_with_status_0_has_not_failed(status, compose):
    assert "state" not in compose(failed("SystemExit", status))[0]


def test_a_good_status_is_no_failure(compose):
    journal, text = compose(source="!python train.py", exit_status=0)
    assert "state" not in journal
    assert "run failed" not in text


def test_an_error_outweighs_a_status_and_death_both(compose):
    assert compose(failed("ValueError"), exit_status=2)[0]["title"] == "Failed: ValueError"
    journal, text = compose(
        failed("ValueError"), exit_status=2, death=KernelDeath(returncode=3), locale="zh-CN"
    )
    assert (journal["state"], journal["title"]) == ("killed", "内核已终止：进程退出状态为 3")
    assert text.split("\n\n")[1] == "内核已终止：进程退出状态为 3。"


def test_an_error_entry_has_the_state_in_its_metadata_alone(compose):
    journal, text = compose(failed("ValueError", "no"), kind="error")
    assert journal["state"] == "failed"
    assert "The run failed" not in text


def test_an_error_entry_about_an_exception_is_not_killed_by_an_older_death(compose):
    death = KernelDeath(returncode=-9)
    assert compose(failed("ValueError", "no"), kind="error", death=death)[0]["state"] == "failed"
    assert compose(kind="error", death=death)[0]["state"] == "killed"


def test_secrets_in_errors_and_commands_stay_out(compose):
    secret = "ghp_" + "a1B2c3D4e5F6g7H8i9J0" * 2
    journal, text = compose(failed("RuntimeError", f"bad token {secret[:40]}"))
    assert secret[:40] not in text + str(journal)
    journal, text = compose(source=f"!GITHUB_TOKEN={secret[:40]} python train.py & sleep 1")
    assert "A command was started in the background" in text
    assert secret[:40] not in text + str(journal)


@pytest.mark.parametrize(
    "message", ["# x", "<img src=x>", "[a](http://e)", "| a | b", "`x", "$x$", "--- \n# y"]
)
def test_a_hostile_message_stays_text(message, compose, blocks):
    _, text = compose(failed("RuntimeError", message))
    kinds = [block["type"] for block in blocks(text)]
    assert kinds.count("heading") == 1
    assert not {"link", "image", "inline_html", "table"} & set(kinds)


@pytest.mark.parametrize(
    "make",
    [
        lambda n: "!a & b\n" * n,
        lambda n: "%%bash\n" + "a && b\n" * n,
        lambda n: "!" + "&" * n,
        lambda n: "!" + '"' * n,
        lambda n: "!tmux new " + "-a " * n,
        lambda n: "x = y & z\n" * n,
        lambda n: "Popen\n" + "p.wait\n" * n,
    ],
)
def test_the_search_takes_linear_time(make):
    gc.disable()  # a collection looks at all objects of the tests
    try:
        _check_growth(make)
    finally:
        gc.enable()


def _check_growth(make):
    def seconds(n):
        source = make(n)
        started = time.process_time()
        for _ in range(3):
            started_in_background(source)
            answers_by_status(source, 1)
        return time.process_time() - started

    small, large = min(seconds(1_500) for _ in range(3)), min(seconds(6_000) for _ in range(3))
    assert large < max(8 * small, 0.05)
