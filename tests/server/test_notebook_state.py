"""What an entry says of the notebook itself: a real server, a real kernel, real repositories."""

from __future__ import annotations

import json
import subprocess

import pytest

ENTRIES = ("jupyterlab-journal", "api", "entries")
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
def insert(jp_fetch, jp_serverapp, jp_asyncio_loop):
    kernels = jp_serverapp.kernel_manager
    kernel_id = jp_asyncio_loop.run_until_complete(kernels.start_kernel())

    async def run(kind, locale="en"):
        body = {
            "kind": kind,
            "locale": locale,
            "path": "lab/study.ipynb",
            "kernel_id": kernel_id,
            "cell": {"id": "a", "source": "lr = 0.1", "outputs": [], "execution_count": 1, "metadata": {}},
            "entries": [],
            "fields": {},
        }
        cell = json.loads((await jp_fetch(*ENTRIES, method="POST", body=json.dumps(body))).body)["cell"]
        return cell["source"], cell["metadata"]["journal"]["snapshot"]

    yield run
    jp_asyncio_loop.run_until_complete(kernels.shutdown_kernel(kernel_id, now=True))


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
