"""Committed notebooks, from real repositories, friendly and hostile."""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest

from jupyterlab_journal.errors import InvalidRequest, ReviewFailed
from jupyterlab_journal.review.commit import read_committed

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def git(folder, *arguments):
    identity = ("-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")
    done = subprocess.run(["git", *identity, *arguments], cwd=folder, capture_output=True, check=True)
    return done.stdout.decode().strip()


@pytest.fixture
def repository(tmp_path):
    """A repository with two commits of ``sub/实验 1.ipynb``."""
    root = tmp_path / "repository"
    (root / "sub").mkdir(parents=True)
    git(root, "init", "-q", "-b", "main")
    for content in ("first", "second"):
        (root / "sub" / "实验 1.ipynb").write_text(content)
        git(root, "add", "-A")
        git(root, "commit", "-q", "-m", content)
    (root / "sub" / "实验 1.ipynb").write_text("working copy")
    return root


def code_of(path, revision):
    with pytest.raises((ReviewFailed, InvalidRequest)) as caught:
        read_committed(path, revision)
    assert caught.value.hint
    assert str(path.parent) not in caught.value.message + caught.value.hint
    return caught.value.code


def test_the_commit_is_read_and_named(repository):
    path = repository / "sub" / "实验 1.ipynb"
    committed = read_committed(path, "HEAD")
    assert committed.data == b"second"
    assert committed.label == f"HEAD ({git(repository, 'rev-parse', 'HEAD')[:7]})"
    for revision in ("HEAD~1", "main^", git(repository, "rev-parse", "HEAD~1")):
        assert read_committed(path, revision).data == b"first"
    git(repository, "branch", "分支")
    assert read_committed(path, "分支").label.startswith("分支 (")


def test_outside_any_repository(tmp_path):
    assert code_of(tmp_path / "a.ipynb", "HEAD") == "not_in_git"


def test_a_repository_without_a_commit(tmp_path):
    git(tmp_path, "init", "-q")
    assert code_of(tmp_path / "a.ipynb", "HEAD") == "not_committed"


def test_a_file_that_was_never_committed(repository):
    (repository / "new.ipynb").write_text("x")
    assert code_of(repository / "new.ipynb", "HEAD") == "not_committed"


def test_an_unknown_revision(repository):
    assert code_of(repository / "sub" / "实验 1.ipynb", "no-such-branch") == "unknown_revision"


@pytest.mark.parametrize(
    "revision",
    [
        "--output=/tmp/x",
        "-n1",
        "HEAD:other.ipynb",
        "HEAD main",
        "a\nb",
        "a\0b",
        "",
        "x" * 300,
        ":/message",
    ],
)
def test_what_cannot_be_a_revision_never_reaches_git(repository, revision):
    assert code_of(repository / "sub" / "实验 1.ipynb", revision) == "invalid_request"


@pytest.mark.parametrize("revision", ["$(touch pwned)", "`touch", "HEAD;touch", "HEAD|cat", "@{upstream}"])
def test_odd_revisions_are_only_names(repository, revision):
    code_of(repository / "sub" / "实验 1.ipynb", revision)
    assert not list(repository.rglob("pwned"))


def test_a_hostile_repository_runs_nothing(repository, tmp_path):
    ran = tmp_path / "ran"
    command = tmp_path / "command"
    command.write_text(f'#!/bin/sh\necho "$@" >> {ran}\ncat\n')
    command.chmod(0o755)
    for name in (
        *("core.fsmonitor", "core.sshCommand", "core.pager", "core.editor", "diff.external", "pager.show"),
        *("diff.x.textconv", "diff.x.command", "filter.x.smudge", "filter.x.clean", "filter.x.process"),
        *("alias.cat-file", "alias.rev-parse", "credential.helper"),
    ):
        value = f"!{command}" if name.startswith("alias.") else str(command)
        git(repository, "config", name, value)
    git(repository, "config", "core.hooksPath", str(tmp_path))
    (repository / ".gitattributes").write_text("*.ipynb filter=x diff=x\n")
    for hook in ("post-checkout", "reference-transaction", "post-index-change"):
        shutil.copy(command, tmp_path / hook)
    assert read_committed(repository / "sub" / "实验 1.ipynb", "HEAD").data == b"second"
    assert not ran.exists()


def test_a_bare_repository_in_the_tree_is_not_obeyed(repository, tmp_path):
    bare = repository / "sub" / ".git"
    git(tmp_path, "clone", "-q", "--bare", str(repository), str(bare))
    (bare / "objects" / "info" / "alternates").write_text("/nonexistent\n")
    shutil.rmtree(bare / "refs")
    assert code_of(repository / "sub" / "实验 1.ipynb", "nothing") in {
        "unknown_revision",
        "git_failed",
        "not_in_git",
    }


def test_the_servers_own_git_variables_do_not_leak_in(repository, monkeypatch):
    monkeypatch.setenv("GIT_DIR", "/nonexistent")
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", "/bin/false")
    assert read_committed(repository / "sub" / "实验 1.ipynb", "HEAD").data == b"second"
    assert os.environ["GIT_DIR"] == "/nonexistent"
