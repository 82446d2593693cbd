"""Whole or not at all: pages and pictures on a real disk."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest

from jupyterlab_journal.errors import Conflict, ExportFailed
from jupyterlab_journal.export.beside import write_beside

A, B = "p_files/" + "a" * 16 + ".png", "p_files/" + "b" * 16 + ".svg"


def tree(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_page_and_its_pictures(tmp_path):
    size = write_beside(tmp_path / "p.md", "页".encode(), {A: b"1", B: b"22"}, overwrite=False)
    assert tree(tmp_path) == {"p.md": "页".encode(), A: b"1", B: b"22"}
    assert size == 6


def test_pictures_of_the_earlier_page_go_and_files_of_others_stay(tmp_path):
    target = tmp_path / "p.md"
    write_beside(target, b"1", {A: b"1"}, overwrite=False)
    (tmp_path / "p_files" / "mine.png").write_bytes(b"mine")
    write_beside(target, b"2", {B: b"2"}, overwrite=True)
    assert tree(tmp_path) == {"p.md": b"2", B: b"2", "p_files/mine.png": b"mine"}
    (tmp_path / "p_files" / "mine.png").unlink()
    write_beside(target, b"3", {}, overwrite=True)
    assert [path.name for path in tmp_path.iterdir()] == ["p.md"]


def test_an_html_page_leaves_the_pictures_of_the_markdown_page(tmp_path):
    write_beside(tmp_path / "p.md", b"1", {A: b"1"}, overwrite=False)
    write_beside(tmp_path / "p.html", b"2", {}, overwrite=False)
    assert tree(tmp_path) == {"p.md": b"1", A: b"1", "p.html": b"2"}


def test_an_existing_page_is_not_replaced_by_accident(tmp_path):
    (tmp_path / "p.md").write_text("mine")
    with pytest.raises(Conflict) as caught:
        write_beside(tmp_path / "p.md", b"2", {A: b"1"}, overwrite=False)
    assert caught.value.code == "export_exists"
    assert tree(tmp_path) == {"p.md": b"mine"}


def test_a_folder_in_the_way_is_said(tmp_path):
    (tmp_path / "p.md").mkdir()
    with pytest.raises(Conflict):
        write_beside(tmp_path / "p.md", b"2", {}, overwrite=True)


@pytest.mark.parametrize(
    "name", ["../a.png", "/a.png", "p_files/../x.png", "p_files/x.png", "other/" + "a" * 16 + ".png"]
)
def test_a_picture_can_only_have_a_name_of_ours(tmp_path, name):
    with pytest.raises(ExportFailed):
        write_beside(tmp_path / "p.md", b"2", {name: b"1"}, overwrite=False)
    assert tree(tmp_path) == {}


@pytest.mark.parametrize("name", ["p.md", "p_files", A])
def test_nothing_is_written_through_a_link(tmp_path, name):
    victim = tmp_path / "victim"
    victim.mkdir()
    folder = tmp_path / "notebooks"
    (folder / name).parent.mkdir(parents=True)
    (folder / name).symlink_to(victim / "x" if name != "p_files" else victim)
    with pytest.raises(Conflict) as caught:
        write_beside(folder / "p.md", b"2", {A: b"1"}, overwrite=True)
    assert caught.value.code == "export_symlink"
    assert list(victim.iterdir()) == []


LIMITED = """
import resource, signal, sys
from pathlib import Path
from jupyterlab_journal.errors import ExportFailed
from jupyterlab_journal.export.beside import write_beside
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
SIZES = (("a", 1000), ("b", 3000))
pictures = {"p_files/" + letter * 16 + ".png": letter.encode() * size for letter, size in SIZES}
try:
    write_beside(Path(sys.argv[1]), b"x" * 5000, pictures, overwrite=True)
except ExportFailed as error:
    sys.exit(error.code)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="file size limits are POSIX")
@pytest.mark.parametrize("limit", [0, 1, 999, 1000, 2999, 3000, 4999, 5000])
def test_when_the_disk_is_full_the_old_page_stays_and_nothing_else(tmp_path, limit):
    target = tmp_path / "p.md"
    write_beside(target, b"old", {A: b"1", B: b"2"}, overwrite=False)
    before = tree(tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(target), str(limit)], capture_output=True, text=True, check=False
    )
    if limit < 5000:
        assert done.stderr.strip() == "disk_full"
        assert tree(tmp_path) == before
    else:
        assert done.returncode == 0, done.stderr
        assert target.read_text() == "x" * 5000


def test_of_many_writers_without_overwrite_one_wins_whole(tmp_path):
    outcomes = []

    def write(number):
        try:
            write_beside(tmp_path / "p.html", str(number).encode() * 200_000, {}, overwrite=False)
            outcomes.append(number)
        except Conflict:
            outcomes.append(None)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (winner,) = [number for number in outcomes if number is not None]
    assert tree(tmp_path) == {"p.html": (str(winner) * 200_000).encode()}
