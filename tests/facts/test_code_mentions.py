"""What code and text name: seeds that were written, files of data."""

from __future__ import annotations

import errno
import hashlib
import os
import subprocess
import time
from datetime import datetime
from unittest import mock

import pytest

from jupyterlab_journal.facts.data_files import DataFiles, named_files, named_in_text
from jupyterlab_journal.facts.seed_calls import seed_calls, with_seed_calls
from jupyterlab_journal.facts.server_root import ServerRoot


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import random\nrandom.seed(3)", [("python", "3", 2)]),
        ("import numpy as np\nnp.random.seed(3)", [("numpy", "3", 2)]),
        ("import numpy.random as r\nr.seed(3)", [("numpy", "3", 2)]),
        ("from torch import manual_seed as ms\nms(3)", [("torch", "3", 2)]),
        ("import tensorflow as t\nt.random.set_seed(seed=3)", [("tensorflow", "3", 2)]),
        ("import jax\nkey = jax.random.PRNGKey(3)", [("jax", "3", 2)]),
        ("%matplotlib inline\nSEED = 9\ntorch.manual_seed(SEED)", [("torch", "9", 3)]),
        ("torch.manual_seed(int(argv[1]))", [("torch", None, 1)]),
        ("torch.manual_seed(True)", [("torch", None, 1)]),
        ("def reset():\n    torch.manual_seed(1)", [("torch", "1", 2)]),
        (
            "from transformers import set_seed\nset_seed(4)",
            [("python", "4", 2), ("numpy", "4", 2), ("torch", "4", 2)],
        ),
        ("model.seed(3); seed(4); rng.manual_seed(1)", []),
        ("# torch.manual_seed(3)\n'torch.manual_seed(3)'", []),
        ("%%bash\npython -c 'torch.manual_seed(3)'", []),
        ("torch.manual_seed(", []),
        ("(" * 5_000, []),
        ("x = 1\n" * 50_000, []),
    ],
)
def test_seeding_calls_are_found_in_text(source, found):
    assert [(call.generator, call.seed, call.line) for call in seed_calls(source)] == found


def test_a_seed_that_is_only_written_never_replaces_one_in_force():
    calls = seed_calls(
        "import torch, random, numpy, jax\ntorch.manual_seed(1); random.seed(1); numpy.random.seed(1)"
    )
    seeds = with_seed_calls(
        {
            "torch": {"value": "7", "source": "state", "confidence": "certain"},
            "numpy": {"value": None, "source": "unknown"},
        },
        [*calls, *seed_calls("import jax\njax.random.key(2)")],
    )
    assert seeds["torch"] == {"value": "7", "source": "state", "confidence": "certain"}
    assert seeds["numpy"] == {"value": "1", "source": "source text", "confidence": "likely"}
    assert seeds["jax"] == {"value": "2", "source": "source text", "confidence": "likely"}
    assert "python" not in seeds  # the kernel did not speak of it at all


def test_what_looks_like_a_path_is_named():
    source = (
        "a = load('data/train.csv')\nb = open('notes.txt')\nprint('loss: %.3f', 'https://a.b/c.csv', 'x')"
    )
    assert named_files(source)[:2] == ["data/train.csv", "notes.txt"]
    assert "https://a.b/c.csv" not in named_files(source)
    assert named_files("not python (") == []
    assert named_in_text("We use `data/a.csv`, (see b.parquet) and 数据/训练.csv。") == [
        "data/a.csv",
        "b.parquet",
        "数据/训练.csv",
    ]


@pytest.fixture
def root(tmp_path):
    root = tmp_path / "root"
    (root / "data").mkdir(parents=True)
    (root / "data" / "train.csv").write_bytes(b"a,b\n1,2\n")
    return root


@pytest.fixture
def files(root):
    files = DataFiles(ServerRoot(str(root)), wait_s=5)
    yield files
    files.close()


def test_size_time_and_hash_are_the_files_own(root, files):
    (fact,) = files.describe(["data/train.csv", "./data/train.csv", "data/absent.csv"], [str(root)])
    path = root / "data" / "train.csv"
    truth = subprocess.run(["sha256sum", str(path)], capture_output=True, text=True, check=True).stdout
    assert fact["sha256"] == truth.split()[0]
    assert (fact["path"], fact["bytes"]) == ("./data/train.csv", 8)
    assert datetime.fromisoformat(fact["modified_at"]).timestamp() == int(path.stat().st_mtime)
    path.write_bytes(b"other\n")
    (fact,) = files.describe(["data/train.csv"], [str(root)])
    assert fact["sha256"] == hashlib.sha256(b"other\n").hexdigest()


def test_only_regular_visible_files_below_the_root_are_looked_at(root, files, tmp_path):
    (tmp_path / "outside.csv").write_text("secret")
    (root / ".ssh").mkdir()
    (root / ".ssh" / "id.pem").write_text("secret")
    (root / "link.csv").symlink_to(tmp_path / "outside.csv")
    (root / "hidden.csv").symlink_to(root / ".ssh" / "id.pem")
    os.mkfifo(root / "pipe.csv")
    names = ["../outside.csv", str(tmp_path / "outside.csv"), ".ssh/id.pem", "link.csv", "hidden.csv"]
    names += ["pipe.csv", "data/", "/dev/zero", "/proc/self/environ", "a\0b.csv", "x" * 5_000 + ".csv"]
    assert files.describe(names, [str(root)]) == []


def test_a_large_file_is_hashed_in_the_background_and_known_later(root):
    files = DataFiles(ServerRoot(str(root)), wait_s=0)
    with (root / "big.bin").open("wb") as file:
        file.truncate(200 * 2**20)
    try:
        (fact,) = files.describe(["big.bin"], [str(root)])
        assert fact["sha256"] is None
        patient = DataFiles(ServerRoot(str(root)), wait_s=60)
        patient._hashes = files._hashes  # the same work, with somebody who waits for it
        (fact,) = patient.describe(["big.bin"], [str(root)])
        patient.close()
        truth = subprocess.run(
            ["sha256sum", str(root / "big.bin")], capture_output=True, text=True, check=True
        )
        assert fact["sha256"] == truth.stdout.split()[0]
        assert files.describe(["big.bin"], [str(root)]) == [fact]
    finally:
        files.close()


def test_a_huge_sparse_file_is_never_read(root):
    with (root / "huge.bin").open("wb") as file:
        file.truncate(100 * 2**30)
    files = DataFiles(ServerRoot(str(root)), wait_s=5)
    (fact,) = files.describe(["huge.bin"], [str(root)])
    files.close()
    assert (fact["bytes"], fact["sha256"]) == (100 * 2**30, None)


def test_a_file_that_could_not_be_read_is_tried_again(root, files):
    with mock.patch("os.open", side_effect=OSError(errno.EMFILE, "Too many open files")):
        (fact,) = files.describe(["data/train.csv"], [str(root)])
    assert (fact["bytes"], fact["sha256"]) == (8, None)
    (fact,) = files.describe(["data/train.csv"], [str(root)])
    assert fact["sha256"] == hashlib.sha256((root / "data" / "train.csv").read_bytes()).hexdigest()


def test_a_file_written_anew_with_its_old_time_and_size_is_hashed_anew(root, files):
    """As a copy or an archive does that keeps times."""
    path = root / "data" / "train.csv"
    files.describe(["data/train.csv"], [str(root)])
    before = path.stat()
    time.sleep(0.02)  # a clock of the file system ticks every few milliseconds
    path.write_bytes(b"a,b\n9,9\n")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    (fact,) = files.describe(["data/train.csv"], [str(root)])
    assert fact["sha256"] == hashlib.sha256(b"a,b\n9,9\n").hexdigest()


def test_names_that_can_be_no_path_are_no_files(root, files):
    folders = ["/opt/\0", str(root)]  # the kernel names the first
    names = ["data/\ud800.csv", "data/train.csv", "~\ud800/a.csv"]
    assert [fact["path"] for fact in files.describe(names, folders)] == ["data/train.csv"]


def test_no_more_names_are_looked_at_than_may_be_shown(root, files):
    for number in range(60):
        (root / f"{number}.csv").write_text("1")
    asked = iter([f"{number}.csv" for number in range(60)])
    assert len(files.describe(asked, [str(root)])) == 20
    assert next(asked) == "40.csv"
    absent = iter([f"absent/{number}.csv" for number in range(20_000)])
    assert files.describe(absent, [str(root)]) == []
    assert next(absent) == "absent/1000.csv"


def test_many_names_are_bounded(root, files):
    for number in range(50):
        (root / f"{number}.csv").write_text(str(number))
    facts = files.describe((f"{number}.csv" for number in range(50)), [str(root)])
    assert len(facts) == 20
