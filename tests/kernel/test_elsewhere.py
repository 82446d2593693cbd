"""`log` outside a notebook, and what its import costs."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest


def python(program, **environment):
    result = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, **environment},
    )
    return result.stdout


def test_importing_it_loads_nothing_of_the_server_and_no_framework():
    program = (
        "import sys\n"
        "from jupyterlab_journal import log\n"
        "print(sorted({name.partition('.')[0] for name in sys.modules} - set(sys.stdlib_module_names)))\n"
        "print(sorted(name for name in sys.modules if name.startswith('jupyterlab_journal.')))"
    )
    lines = python(program).splitlines()
    loaded = set(eval(lines[0]))
    # What runs when any Python starts here, such as an editable installation's finder, is not ours.
    at_start = set(
        eval(python("import sys; print(sorted({name.partition('.')[0] for name in sys.modules}))"))
    )
    assert loaded - at_start == {"jupyterlab_journal"}
    assert {name.split(".")[1] for name in eval(lines[1])} == {"entry", "kernel"}


def test_a_script_prints_a_line_for_each_call():
    lines = python(
        "from jupyterlab_journal import log\n"
        "for epoch in range(2): log(loss=0.5 / (epoch + 1), acc=0.25, epoch=epoch + 1)"
    ).splitlines()
    assert [line.rpartition(" (")[0] for line in lines] == [
        "epoch 1, step 1: loss=0.5 acc=0.25",
        "epoch 2, step 2: loss=0.25 acc=0.25",
    ]


@pytest.mark.parametrize(("rank", "lines"), [("0", 1), ("1", 0), ("12", 0), ("", 1), ("none", 1)])
def test_only_the_first_process_of_a_distributed_run_records(rank, lines):
    printed = python("from jupyterlab_journal import log; log(loss=0.5)", RANK=rank)
    assert len(printed.splitlines()) == lines


def test_the_process_group_of_torch_is_asked_where_there_is_one(tmp_path):
    program = (
        "import torch.distributed as dist, torch.multiprocessing as mp\n"
        "def work(rank):\n"
        f"    meet = 'file://{tmp_path}/meet'\n"
        "    dist.init_process_group('gloo', init_method=meet, rank=rank, world_size=2)\n"
        "    from jupyterlab_journal import log\n"
        "    log(rank=rank, loss=0.5)\n"
        "    dist.barrier(); dist.destroy_process_group()\n"
        "if __name__ == '__main__': mp.spawn(work, nprocs=2)\n"
    )
    script = tmp_path / "train.py"
    script.write_text(program)
    result = subprocess.run([sys.executable, script], check=True, capture_output=True, text=True, timeout=100)
    assert [line.partition(" (")[0] for line in result.stdout.splitlines()] == ["step 1: rank=0 loss=0.5"]


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("log()", "ValueError: log: there is no metric; give at least one, such as log(loss=loss)"),
        ("log(**{'': 1})", "ValueError: log: '' is no name for a metric; it has 1 to 100 visible characters"),
        ("log(**{'a\\nb': 1})", r"ValueError: log: 'a\nb' is no name"),
        ("log(**{'x' * 101: 1})", "is no name for a metric"),
        ("log(loss='high')", "TypeError: log: 'loss' is a str; give one number, such as its mean"),
        ("log(loss=1, step=0.5)", "TypeError: log: step is 0.5; it has to be a whole number"),
    ],
)
def test_a_wrong_call_says_what_is_wrong(call, said):
    program = (
        "from jupyterlab_journal import log\n"
        f"try: {call}\n"
        "except Exception as error: print(type(error).__name__, error, sep=': ')"
    )
    assert said in python(program)
