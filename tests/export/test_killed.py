"""Killed at any moment: the page is whole or not there, and nothing stays for good."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time

import pytest

from jupyterlab_journal.errors import Conflict
from jupyterlab_journal.export import beside
from jupyterlab_journal.export.beside import sweep_beside, write_beside

KILLS = 40
TEMPORARY = ".journal-0123456789abcdef.tmp"
PICTURE = "n_files/" + "a" * 16 + ".png"
posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such locks")

WRITER = """
import sys
from pathlib import Path
from jupyterlab_journal.export.beside import write_beside
folder, number, size = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
print("ready", flush=True)
for turn in range(10_000):
    content = (number + "." + str(turn)).encode().ljust(size, b"x") + b"END"
    picture = f"p{number}_{turn}_files/{turn:016x}.png"
    write_beside(folder / f"p{number}_{turn}.md", content, {picture: content}, overwrite=False)
    write_beside(folder / "same.md", content, {}, overwrite=True)
"""
HOLDER = """
import sys, time
from pathlib import Path
from jupyterlab_journal.export.beside import _write_new
with _write_new(Path(sys.argv[1]), b"x", []) as temporary:
    print(temporary.name, flush=True)
    time.sleep(60)
"""


def start(program, *arguments):
    process = subprocess.Popen(
        [sys.executable, "-c", program, *map(str, arguments)], stdout=subprocess.PIPE, text=True
    )
    return process, process.stdout.readline().strip()


def temporaries(folder):
    return sorted(path.name for path in folder.rglob(".journal-*"))


def kill(process):
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()


@posix
def test_a_kill_leaves_no_half_page_and_the_next_export_removes_the_rest(tmp_path):
    seed = random.randrange(2**32)
    chance = random.Random(seed)
    for number in range(KILLS):
        size = round(10 ** chance.uniform(2, 7))
        writer, _ = start(WRITER, tmp_path, number, size)
        time.sleep(chance.uniform(0.001, 0.06))  # the moment of the kill is what varies
        kill(writer)
        for page in tmp_path.glob("*.md"):
            assert page.read_bytes().endswith(b"END"), (page, seed)
        for path in tmp_path.glob("p*"):
            if not path.is_dir():
                path.unlink()
    names = {path.name.removesuffix("_files") for path in tmp_path.iterdir() if path.is_dir()}
    for name in sorted(names | {"same"}):
        write_beside(tmp_path / f"{name}.md", b"END", {}, overwrite=True)
    assert temporaries(tmp_path) == [], seed


@posix
def test_what_another_process_is_writing_stays(tmp_path):
    writer, name = start(HOLDER, tmp_path)
    write_beside(tmp_path / "n.md", b"END", {}, overwrite=False)
    assert temporaries(tmp_path) == [name]
    kill(writer)
    write_beside(tmp_path / "n.md", b"END", {}, overwrite=True)
    assert temporaries(tmp_path) == []


def test_only_files_with_a_name_of_ours_are_removed(tmp_path):
    others = [".journal-1.tmp", ".journal-0123456789abcdef.tmp2", "journal-0123456789abcdef.tmp", "x.tmp"]
    for name in others:
        (tmp_path / name).write_text("mine")
    target = tmp_path / "target"
    target.write_text("mine")
    (tmp_path / TEMPORARY).symlink_to(target)
    sweep_beside(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*others, "target", TEMPORARY])


@posix
@pytest.mark.parametrize(("age", "stays"), [(3600, True), (2 * 24 * 3600, False)])
def test_without_locks_only_what_is_old_is_removed(tmp_path, monkeypatch, age, stays):
    def refuse(*_):
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr("fcntl.flock", refuse)
    left = tmp_path / TEMPORARY
    left.write_text("x")
    os.utime(left, (time.time() - age,) * 2)
    write_beside(tmp_path / "n.md", b"END", {PICTURE: b"1"}, overwrite=False)
    assert left.exists() is stays


@pytest.mark.parametrize("before", [None, b"mine"])
def test_without_links_a_page_is_renamed_to_a_free_name_only(tmp_path, monkeypatch, before):
    def refuse(*_):
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr("pathlib.Path.hardlink_to", refuse)
    monkeypatch.setattr(beside, "check_target", lambda *_, **__: None)  # the page appears just afterwards
    target = tmp_path / "n.md"
    if before is None:
        write_beside(target, b"END", {}, overwrite=False)
        assert target.read_bytes() == b"END"
    else:
        target.write_bytes(before)
        with pytest.raises(Conflict, match="exists already"):
            write_beside(target, b"END", {}, overwrite=False)
        assert target.read_bytes() == before
    assert temporaries(tmp_path) == []
