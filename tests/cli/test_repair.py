"""What other tools did to entries is healed in the file, and nothing else in it changes."""

from __future__ import annotations

import copy
import json
import os
import stat

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jupyterlab_journal.cli.evidence import faults
from jupyterlab_journal.cli.repair import repair
from jupyterlab_journal.entry.ulid import is_ulid

FACTS = {
    "version": 1,
    "captured_at": "2026-11-20T12:00:00+08:00",
    "busy": False,
    "language": "python",
    "git": {"commit": "aaa", "later": [1]},
}


def ulid(number):
    return f"01JD{number:022}"


def like(number, *drift):
    return {
        "same_as": ulid(number),
        "drift": [dict(zip(("name", "before", "after"), one, strict=True)) for one in drift],
    }


def lines(result):
    return result.stdout.decode().splitlines()


def journals(path):
    return [cell["metadata"].get("journal") for cell in json.loads(path.read_text("utf-8"))["cells"]]


def test_a_second_entry_with_the_same_id_is_reported(journal, save, entry):
    result = journal("check", save(entry(1), entry(2), entry(1)))
    assert result.returncode == 1
    assert lines(result) == [f"study.ipynb: cell 3: its id {ulid(1)} is that of cell 1"]


def test_a_reference_to_an_entry_that_refers_on_is_reported(journal, save, entry):
    name = save(entry(1, snapshot=FACTS), entry(2, snapshot=like(1)), entry(3, snapshot=like(2)))
    result = journal("check", name)
    assert lines(result) == [
        f"study.ipynb: cell 3: its facts are said to be those of entry {ulid(2)}, which holds none itself"
    ]


def test_repair_gives_each_entry_its_id_and_removes_what_is_unknown(journal, save, entry, tmp_path):
    name = save(
        entry(1, snapshot=FACTS),
        entry(1, snapshot=FACTS, x_later={"a": [1]}),
        entry(2, snapshot=like(9, ("git.commit", "x", "y"))),
        entry(3, snapshot=like(4, ("host.name", "a", "b"))),
        entry(4, snapshot=like(1, ("host.name", None, "a"), ("git.commit", "aaa", "bbb"))),
    )
    result = journal("check", "--repair", name)
    assert (result.returncode, result.stderr) == (0, b"")
    told = [line.removeprefix("study.ipynb: ") for line in lines(result)]
    first, second, third, fourth, fifth = journals(tmp_path / name)
    assert told == [
        f"cell 2: repaired: it had the id of cell 1; it is now its copy {second['id']}",
        (
            f"cell 3: repaired: it referred to the facts of entry {ulid(9)}, which are not there; "
            "its facts are unknown now"
        ),
        (
            f"cell 4: repaired: it referred to entry {ulid(4)}, which refers on; "
            f"it now refers to {ulid(1)}, which holds the facts"
        ),
    ]
    assert first["snapshot"] == FACTS
    assert is_ulid(second["id"])
    assert {**second, "id": ulid(1)} == {**first, "copied_from": ulid(1), "x_later": {"a": [1]}}
    assert "snapshot" not in third
    assert fourth["snapshot"] == like(1, ("host.name", None, "b"), ("git.commit", "aaa", "bbb"))
    assert fifth["snapshot"]["same_as"] == ulid(1)
    assert journal("check", name).returncode == 0


def test_of_entries_with_one_id_that_keeps_it_which_holds_the_facts(journal, save, entry, tmp_path):
    name = save(entry(1, snapshot=like(7)), entry(1, snapshot=FACTS), entry(2, snapshot=like(1)))
    journal("check", "--repair", name)
    first, second, third = journals(tmp_path / name)
    assert (first["copied_from"], second["id"]) == (ulid(1), ulid(1))
    assert third["snapshot"] == like(1)


def test_a_copy_of_a_copy_names_the_first_original(journal, save, entry, tmp_path):
    name = save(entry(1), entry(2, copied_from=ulid(1)), entry(2, copied_from=ulid(1)))
    journal("check", "--repair", name)
    assert [one.get("copied_from") for one in journals(tmp_path / name)] == [None, ulid(1), ulid(1)]


def test_what_is_no_entry_is_left_alone(journal, save, entry, tmp_path):
    sleeping = {**entry(1), "cell_type": "code", "execution_count": None, "outputs": []}
    name = save(entry(1), sleeping, {**entry(1), "cell_type": "raw"}, entry(2, kind="poem"))
    before = (tmp_path / name).read_bytes()
    result = journal("check", "--repair", name)
    assert lines(result) == [lines(journal("check", name))[0]]
    assert (tmp_path / name).read_bytes() == before


def test_a_notebook_with_nothing_to_repair_is_not_written(journal, save, entry, tmp_path):
    path = tmp_path / save(entry(1), entry(2))
    os.utime(path, (1, 1))
    before = path.stat()
    assert journal("check", "--repair", path.name).returncode == 0
    assert (path.stat().st_mtime, path.stat().st_ino) == (before.st_mtime, before.st_ino)


@pytest.mark.parametrize("indent", [1, 2, 4])
@pytest.mark.parametrize("ending", ["", "\n"])
def test_all_else_in_the_file_stays_byte_for_byte(indent, ending, journal, entry, tmp_path):
    cells = [entry(1, source="价格 \u2028 \U0001f600"), entry(1), entry(2)]
    content = {
        "cells": cells,
        "metadata": {"z": 1e-05, "a": 12345678901234567890, "half": "\ud83d", "last": 1.0},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    path = tmp_path / "study.ipynb"
    text = json.dumps(content, indent=indent, ensure_ascii=False) + ending
    path.write_bytes(text.encode(errors="backslashreplace"))
    path.chmod(0o640)
    before = path.read_text("utf-8").splitlines(keepends=True)
    assert journal("check", "--repair", "study.ipynb").returncode == 0
    after = path.read_text("utf-8").splitlines(keepends=True)
    changed = [line.split('"')[1] for line in after if line not in before]
    assert changed == ["id", "created", "copied_from"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert not list(tmp_path.glob(".journal-*"))


def test_a_file_that_nbformat_wrote_is_as_nbformat_would_write_it(journal, save, entry, tmp_path):
    path = tmp_path / save({**entry(1), "id": "a"}, {**entry(1), "id": "b"})
    nbformat.write(nbformat.read(path, 4), path)
    assert journal("check", "--repair", path.name).returncode == 0
    written = path.read_bytes()
    nbformat.validate(nbformat.read(path, 4))
    content = json.loads(written)
    assert written.decode() == json.dumps(content, indent=1, ensure_ascii=False) + "\n"


@pytest.mark.parametrize("content", [b"", b"[]", b'{"nbformat": 4, "cells": [7]}', b"<<<<<<< HEAD\n{}"])
def test_a_malformed_notebook_is_refused_and_stays(content, journal, save, entry, tmp_path):
    path = tmp_path / "bad.ipynb"
    path.write_bytes(content)
    result = journal("check", "--repair", path.name, save(entry(1), entry(1)))
    assert result.returncode == 2
    assert b"bad.ipynb" in result.stderr
    assert path.read_bytes() == content
    assert len(lines(result)) == 1  # and the other one was repaired


def test_a_link_is_followed_to_the_notebook(journal, save, entry, tmp_path):
    target = tmp_path / save(entry(1), entry(1), name="real.ipynb")
    (tmp_path / "link.ipynb").symlink_to(target)
    assert journal("check", "--repair", "link.ipynb").returncode == 0
    assert (tmp_path / "link.ipynb").is_symlink()
    assert len({one["id"] for one in journals(target)}) == 2


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_said(journal, save, entry, tmp_path):
    folder = tmp_path / "locked"
    folder.mkdir()
    (folder / "a.ipynb").write_bytes((tmp_path / save(entry(1), entry(1))).read_bytes())
    folder.chmod(0o500)
    result = journal("check", "--repair", "locked/a.ipynb", "study.ipynb")
    folder.chmod(0o700)
    assert result.returncode == 2
    assert b"does not allow to write" in result.stderr
    assert b"study.ipynb: cell 2: repaired" in result.stdout


numbers = st.integers(1, 5)
drifts = st.lists(
    st.fixed_dictionaries(
        {
            "name": st.sampled_from(["git.commit", "host.name"]),
            "before": st.none(),
            "after": st.sampled_from(["a", "b"]),
        }
    ),
    max_size=2,
    unique_by=lambda one: one["name"],
)
snapshots = st.one_of(
    st.none(), st.just(FACTS), st.builds(lambda n, d: {"same_as": ulid(n), "drift": d}, numbers, drifts)
)


@st.composite
def notebooks(draw):
    cells = []
    for _ in range(draw(st.integers(0, 8))):
        metadata = {
            "version": 1,
            "id": ulid(draw(numbers)),
            "kind": "note",
            "created": "2026-11-20T12:00:00Z",
        }
        snapshot = draw(snapshots)
        if snapshot is not None:
            metadata["snapshot"] = copy.deepcopy(snapshot)
        kind = draw(st.sampled_from(["markdown", "markdown", "markdown", "code"]))
        cells.append({"cell_type": kind, "source": "x", "metadata": {"journal": metadata}})
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}


@settings(max_examples=300)
@given(notebooks())
def test_a_repaired_notebook_has_no_fault_and_needs_no_repair(notebook):
    before = copy.deepcopy(notebook)
    repairs = repair(notebook)
    assert not list(faults(notebook))
    assert bool(repairs) == bool(list(faults(before)))
    assert not repair(copy.deepcopy(notebook))
    touched = {one.cell for one in repairs}
    for number, (old, new) in enumerate(zip(before["cells"], notebook["cells"], strict=True), start=1):
        assert (old == new) == (number not in touched)
        kept = {**new["metadata"]["journal"]}
        kept.pop("copied_from", None)
        for field in ("id", "snapshot"):
            kept[field] = old["metadata"]["journal"].get(field)
        assert {name: value for name, value in kept.items() if value is not None} == old["metadata"][
            "journal"
        ]
        if "same_as" not in old["metadata"]["journal"].get("snapshot", {}):
            assert new["metadata"]["journal"].get("snapshot") == old["metadata"]["journal"].get("snapshot")
