"""Facts of real repositories, friendly and hostile."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from jupyterlab_journal.capture.probe import Absent, Context, run_probes
from jupyterlab_journal.facts.git import GitError, without_credentials
from jupyterlab_journal.facts.git_probe import GitProbe


class Repository:
    """A repository that tests fill with the git program itself."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        self.git("init", "-q", "-b", "main")

    def git(self, *arguments):
        identity = (
            "-c",
            "user.name=Ada",
            "-c",
            "user.email=ada@example.org",
            "-c",
            "protocol.file.allow=always",
        )
        done = subprocess.run(
            ["git", *identity, *arguments], cwd=self.folder, capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    def write(self, name, text):
        (self.folder / name).write_text(text)

    def commit(self, **files):
        for name, text in files.items():
            self.write(name, text)
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "a commit")

    def facts(self):
        return GitProbe().read(Context(namespace={}, folder=str(self.folder)))


@pytest.fixture
def repository(tmp_path):
    repository = Repository(tmp_path / "repository")
    repository.commit(model="1", data="2")
    return repository


def test_facts_are_gits_own(repository):
    facts = repository.facts()
    assert facts["commit"] == repository.git("rev-parse", "HEAD")
    assert facts["branch"] == repository.git("rev-parse", "--abbrev-ref", "HEAD")
    assert facts["dirty"] is repository.git("describe", "--always", "--dirty").endswith("-dirty") is False
    assert facts["remote"] is None


@pytest.mark.parametrize("change", ["edit", "stage", "delete", "rename", "touch", "untracked"])
def test_dirty_is_as_git_describe_says(repository, change):
    model = repository.folder / "model"
    if change in {"edit", "stage"}:
        model.write_text("another")
    if change == "stage":
        repository.git("add", "model")
    if change == "delete":
        model.unlink()
    if change == "rename":
        repository.git("mv", "--", "model", "-- a `b` $(c)\n")
    if change == "touch":
        model.touch()
    if change == "untracked":
        repository.write("new", "file")
    dirty = repository.facts()["dirty"]
    # Asked second: it refreshes the index, which would hide a file that was only touched.
    assert dirty is repository.git("describe", "--always", "--dirty").endswith("-dirty")


def test_nothing_is_written(repository):
    (repository.folder / "model").touch()
    index = repository.folder / ".git" / "index"
    before = (index.read_bytes(), index.stat().st_mtime_ns)
    repository.facts()
    assert (index.read_bytes(), index.stat().st_mtime_ns) == before


def test_detached_head_has_no_branch(repository):
    repository.git("checkout", "-q", "--detach")
    assert repository.facts()["branch"] is None
    assert repository.facts()["commit"] == repository.git("rev-parse", "HEAD")


def test_repository_without_a_commit(tmp_path):
    facts = Repository(tmp_path / "new").facts()
    assert facts == {"commit": None, "branch": "main", "dirty": False, "remote": None}


@pytest.mark.parametrize("branch", ["-dash", "a`b`", "$(owned)", "中文"])
def test_odd_branch_names_are_text(repository, branch):
    repository.git("update-ref", f"refs/heads/{branch}", "HEAD")
    repository.git("symbolic-ref", "HEAD", f"refs/heads/{branch}")
    assert repository.facts()["branch"] == branch


def test_folder_inside_and_worktree_belong_to_the_repository(repository, tmp_path):
    (repository.folder / "deep" / "er").mkdir(parents=True)
    deep = GitProbe().read(Context(namespace={}, folder=str(repository.folder / "deep" / "er")))
    repository.git("worktree", "add", "-q", "-b", "side", str(tmp_path / "side"))
    side = GitProbe().read(Context(namespace={}, folder=str(tmp_path / "side")))
    assert deep["branch"] == "main"
    assert side["branch"] == "side"


@pytest.mark.parametrize("folder", [None, "outside"])
def test_outside_a_repository_is_absent(tmp_path, folder):
    if folder:
        (tmp_path / folder).mkdir()
        folder = str(tmp_path / folder)
    with pytest.raises(Absent, match="not inside"):
        GitProbe().read(Context(namespace={}, folder=folder))


def test_remote_of_the_branch_wins_over_origin(repository):
    repository.git("remote", "add", "origin", "https://ada:s3cret@example.org/origin.git")
    assert repository.facts()["remote"] == "https://example.org/origin.git"
    repository.git("remote", "add", "fork", "git@example.org:fork.git")
    repository.git("config", "branch.main.remote", "fork")
    assert repository.facts()["remote"] == "git@example.org:fork.git"


@pytest.mark.parametrize(
    ("address", "clean"),
    [
        ("https://ada:s3cret@example.org:8443/a/b.git", "https://example.org:8443/a/b.git"),
        ("https://s3cret@example.org/a.git?private_token=s3cret#s3cret", "https://example.org/a.git"),
        ("https://a@s3cret@example.org/a.git", "https://example.org/a.git"),
        ("ssh://git@example.org/a.git", "ssh://example.org/a.git"),
        ("git@example.org:a/b.git", "git@example.org:a/b.git"),
        ("s3cret@example.org:a/b.git", "example.org:a/b.git"),
        ("/srv/git/a.git", "/srv/git/a.git"),
        ("ext::sh -c 's3cret'", None),
        ("https://[s3cret", None),
    ],
)
def test_credentials_are_removed(address, clean):
    assert without_credentials(address) == clean


PLANTED = {
    "core.fsmonitor": "{hook}",
    "core.hooksPath": "{folder}",
    "core.sshCommand": "{hook}",
    "core.pager": "{hook}",
    "core.editor": "{hook}",
    "core.alternateRefsCommand": "{hook}",
    "diff.external": "{hook}",
    "diff.evil.textconv": "{hook}",
    "diff.evil.command": "{hook}",
    "filter.evil.clean": "{hook}",
    "filter.evil.smudge": "{hook}",
    "filter.evil.required": "true",
    "filter.long.process": "{hook}",
    "credential.helper": "!{hook}",
    "protocol.ext.allow": "always",
    "remote.origin.url": "ext::{hook}",
    "remote.origin.promisor": "true",
    "remote.origin.uploadpack": "{hook}",
    "status.submoduleSummary": "true",
    "status.showUntrackedFiles": "all",
}


@pytest.fixture
def planted(repository, tmp_path):
    """A repository whose every file is edited, filtered and watched by a program that leaves a mark."""
    folder = tmp_path / "hooks"
    folder.mkdir()
    hook, mark = folder / "hook", tmp_path / "executed"
    hook.write_text(f"#!/bin/sh\necho \"$0 $*\" >> '{mark}'\nexit 1\n")
    hook.chmod(0o755)
    for name in ("post-index-change", "fsmonitor-watchman", "pre-commit", "reference-transaction"):
        (folder / name).write_text(hook.read_text())
        (folder / name).chmod(0o755)
    repository.commit(first="1", second="2")
    repository.write(".gitattributes", "first filter=evil diff=evil\nsecond filter=long diff=evil\n")
    for key, value in PLANTED.items():
        repository.git("config", key, value.format(hook=hook, folder=folder))
    return repository, mark


def test_planted_programs_are_not_run(planted):
    repository, mark = planted
    for name in ("first", "second", "model"):
        repository.write(name, "3")  # of the same length, so that git has to look at the content
    facts = repository.facts()
    assert not mark.exists(), mark.read_text()
    assert facts["dirty"] is True
    assert facts["remote"] is None


def test_planted_programs_would_run_under_plain_git(planted):
    """The test above can fail: the same repository does execute them when git is asked plainly."""
    repository, mark = planted
    repository.write("first", "edited")
    subprocess.run(["git", "status"], cwd=repository.folder, capture_output=True, check=False)
    assert "hook" in mark.read_text()


def test_dirt_that_hangs_on_a_filter_is_unknown(planted):
    repository, mark = planted
    (repository.folder / ".gitattributes").unlink()
    (repository.folder / ".git" / "info" / "attributes").write_text("first filter=evil\n")
    assert repository.facts()["dirty"] is False
    repository.write("first", "edited")
    assert repository.facts()["dirty"] is None
    repository.write("model", "edited")
    assert repository.facts()["dirty"] is True
    assert not mark.exists()


def test_submodules_are_not_entered(repository, tmp_path):
    inner = Repository(tmp_path / "inner")
    inner.commit(file="1")
    repository.git("submodule", "--quiet", "add", str(inner.folder), "inner")
    repository.commit()
    mark = tmp_path / "executed"
    config = repository.folder / ".git" / "modules" / "inner" / "config"
    config.write_text(config.read_text() + f'[core]\n\tfsmonitor = "touch {mark}; false"\n')
    (repository.folder / "inner" / "file").write_text("edited")
    assert repository.facts()["dirty"] is False
    assert not mark.exists()


def test_filter_whose_name_cannot_be_overridden_is_refused(repository):
    with (repository.folder / ".git" / "config").open("a") as config:
        config.write('[filter "a=b"]\n\tclean = false\n')
    with pytest.raises(GitError, match="cannot be switched off"):
        repository.facts()


def test_broken_repository_fails_with_gits_words(repository):
    (repository.folder / ".git" / "HEAD").write_text("nonsense")
    ends = run_probes([GitProbe()], Context(namespace={}, folder=str(repository.folder)))
    assert ends["failed"]["git"].startswith("GitError: fatal: not a git repository")


def test_bare_repository_inside_the_tree_is_not_obeyed(repository, tmp_path):
    mark = tmp_path / "executed"
    bare = repository.folder / "bare"
    subprocess.run(["git", "init", "-q", "--bare", str(bare)], check=True)
    (bare / "config").write_text(f'[core]\n\tbare = true\n\tfsmonitor = "touch {mark}"\n')
    ends = run_probes([GitProbe()], Context(namespace={}, folder=str(bare)))
    assert "bare" in ends["failed"]["git"]
    assert not mark.exists()


def test_changed_files_are_counted_by_kind_and_named(repository):
    repository.commit(**{"a b": "1", "gone": "2", "old": "3"})
    repository.write("a b", "edited")
    (repository.folder / "gone").unlink()
    repository.write("new", "4")
    repository.git("add", "new")
    repository.write("untracked", "5")
    changes = repository.facts()["changes"]
    truth = repository.git("status", "--porcelain", "--untracked-files=no").splitlines()
    assert changes["count"] == len(truth) == 3
    assert (changes["modified"], changes["deleted"], changes["added"]) == (1, 1, 1)
    assert set(changes["files"]) == {"a b", "gone", "new"}


def test_a_conflict_is_called_one_and_many_files_are_only_counted(repository):
    repository.git("checkout", "-q", "-b", "other")
    repository.commit(model="other")
    repository.git("checkout", "-q", "main")
    repository.commit(model="main")
    with pytest.raises(subprocess.CalledProcessError):
        repository.git("merge", "-q", "other")
    assert repository.facts()["changes"] == {"count": 1, "conflicting": 1, "files": ["model"]}
    for number in range(30):
        repository.write(f"file{number}", "1")
    repository.git("add", ".")
    changes = repository.facts()["changes"]
    assert changes["count"] == 31
    assert len(changes["files"]) == 10


def test_a_clean_tree_has_no_changes(repository):
    assert "changes" not in repository.facts()


def state_of(repository, name="study.ipynb"):
    return GitProbe(name).read(Context(namespace={}, folder=str(repository.folder))).get("notebook")


def test_the_notebook_itself_stands_as_git_says(repository):
    repository.write("study.ipynb", "{}")
    assert state_of(repository) == "untracked"
    repository.git("add", "study.ipynb")
    assert state_of(repository) == "staged"
    repository.write("study.ipynb", "{ }")
    assert state_of(repository) == "modified"
    repository.commit()
    assert state_of(repository) == "committed"
    repository.write("study.ipynb", "{  }")
    assert state_of(repository) == "modified"
    repository.git("rm", "-q", "-f", "--cached", "study.ipynb")
    repository.write(".gitignore", "*.ipynb\n")
    assert state_of(repository) in {"ignored", "staged"}  # its removal is staged as well
    repository.git("commit", "-q", "-m", "no notebooks")
    assert state_of(repository) == "ignored"
    assert state_of(repository, "another.ipynb") is None


@pytest.mark.parametrize("name", [":(top)*.ipynb", "[a].ipynb", "-x.ipynb", "学习 记录.ipynb", "a\nb.ipynb"])
def test_a_notebook_of_an_odd_name_is_meant_literally(name, repository):
    repository.commit(**{"plain.ipynb": "{}", "a.ipynb": "{}"})
    repository.write(name, "{}")
    assert state_of(repository, name) == "untracked"
    repository.git("--literal-pathspecs", "add", "--", name)
    repository.commit()
    assert state_of(repository, name) == "committed"


def test_a_notebook_in_an_ignored_folder_is_ignored(repository):
    repository.commit(**{".gitignore": "runs/\n"})
    (repository.folder / "runs").mkdir()
    repository.write("runs/study.ipynb", "{}")
    folder = str(repository.folder / "runs")
    assert GitProbe("study.ipynb").read(Context(namespace={}, folder=folder))["notebook"] == "ignored"


def test_no_program_is_run_for_the_notebooks_sake(planted):
    repository, mark = planted
    for name in ("first", "third"):
        repository.write(name, "3")
    assert state_of(repository, "first") is None  # whether it differs hangs on its filter
    assert state_of(repository, "third") == "untracked"
    assert not mark.exists(), mark.read_text()
