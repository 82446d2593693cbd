"""What an entry says of the notebook itself: a real server, a real kernel, real repositories."""

from __future__ import annotations

import subprocess

import pytest

IDENTITY = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")


class Repository:
    """A repository below the server's root with a notebook that is saved."""

    def __init__(self, folder):
        self.folder = folder
        folder.mkdir()
        self.git("init", "-q", "-b", "main")
        (folder / "train.py").write_text("lr = 0.1")
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "the code")
        self.save("{}")

    def git(self, *arguments):
        subprocess.run(["git", *IDENTITY, *arguments], cwd=self.folder, check=True)

    def save(self, text):
        (self.folder / "study.ipynb").write_text(text)


@pytest.fixture
def insert(study):
    """Insert an entry about a cell that ran; return its text and its facts."""

    async def run(kind, locale="en"):
        if not study.cells:
            await study.run("lr = 0.1")
        cell = (await study.ask(kind, locale=locale, path="lab/study.ipynb"))["cell"]
        return cell["source"], cell["metadata"]["journal"]["snapshot"]

    return run


def codes(snapshot):
    return [finding["code"] for finding in snapshot["findings"] if finding["code"].startswith("git-")]


async def test_the_entry_says_how_the_notebook_stands_with_git(insert, jp_root_dir):
    repository = Repository(jp_root_dir / "lab")
    text, snapshot = await insert("environment")
    assert snapshot["git"]["notebook"] == "untracked"
    assert codes(snapshot) == ["git-notebook-untracked"]
    assert "this notebook not tracked" in text
    assert "nothing uncommitted" not in text
    assert "The notebook itself is not tracked by git" in text
    text, _ = await insert("step")
    assert f"`{snapshot['git']['commit'][:7]}`, without this notebook" in text

    repository.git("add", "study.ipynb")
    text, snapshot = await insert("environment", "zh-CN")
    assert codes(snapshot) == ["git-notebook-staged"]
    assert "此笔记本已暂存" in text

    repository.git("commit", "-q", "-m", "the notebook")
    text, snapshot = await insert("environment")
    assert (snapshot["git"]["notebook"], codes(snapshot)) == ("committed", [])
    assert "nothing uncommitted" in text

    repository.save("{ }")
    text, snapshot = await insert("environment")
    assert codes(snapshot) == ["git-notebook-modified"]
    assert "this notebook modified" in text
    text, _ = await insert("step")
    assert "with uncommitted changes" in text
    assert "without this notebook" not in text

    (repository.folder / "train.py").write_text("lr = 0.2")
    _, snapshot = await insert("environment")
    assert codes(snapshot) == ["git-notebook-modified", "git-dirty"]


async def test_a_notebook_that_was_never_saved_has_no_state(insert, jp_root_dir):
    repository = Repository(jp_root_dir / "lab")
    (repository.folder / "study.ipynb").unlink()
    _, snapshot = await insert("environment")
    assert "notebook" not in snapshot["git"]
