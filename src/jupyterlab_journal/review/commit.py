"""A notebook as a git commit holds it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from jupyterlab_journal.capture.probe import Absent
from jupyterlab_journal.errors import InvalidRequest, ReviewFailed
from jupyterlab_journal.facts.git import Git, GitError, inside_repository

_MAX_BYTES = 256 * 1024 * 1024
_REVISION = re.compile(r"(?!-)[^\s:\\?*\[\0-\x1f\x7f]{1,200}")


@dataclass(frozen=True, kw_only=True)
class Committed:
    """The content of a notebook in a commit, and what to call it: ``"HEAD (1a2b3c4)"``."""

    data: bytes
    label: str


def read_committed(path: Path, revision: str) -> Committed:
    """Return the notebook at `path` as `revision` holds it.

    Runs no program but git and obeys no filter of the repository: the bytes
    are those of the object store.

    Parameters
    ----------
    path : Path
        The notebook on this machine.
    revision : str
        As git understands it, such as ``"HEAD"``, ``"main~2"`` or a hash.

    Returns
    -------
    Committed
        The bytes of the file, and what to call the state: the revision with its short hash.

    Raises
    ------
    InvalidRequest
        When `revision` cannot be one.
    ReviewFailed
        With code ``not_in_git``, ``unknown_revision``, ``not_committed`` or ``git_failed``.
    """
    if not _REVISION.fullmatch(revision):
        raise InvalidRequest("no_revision", revision=revision[:60])
    if not inside_repository(path.parent):
        raise _not_in_git(path.name)
    try:
        git = Git(str(path.parent))
    except Absent:
        raise ReviewFailed("no_git", code="git_failed") from None
    commit = _commit(git, path, revision)
    try:
        size = int(git.run("cat-file", "-s", f"{commit}:./{path.name}"))
    except GitError:
        raise ReviewFailed("not_committed", code="not_committed", name=path.name, revision=revision) from None
    if size > _MAX_BYTES:
        raise ReviewFailed("commit_too_large", name=path.name, size=size, revision=revision, limit=_MAX_BYTES)
    try:
        # cat-file, not show: no text conversion, no filter, no pager.
        data = git.run("cat-file", "blob", f"{commit}:./{path.name}")
    except GitError as error:
        raise ReviewFailed("git_cannot_read", code="git_failed", name=path.name, revision=revision) from error
    return Committed(data=data, label=f"{revision} ({commit[:7]})")


def _commit(git: Git, path: Path, revision: str) -> str:
    try:
        found = git.run("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        return found.decode("ascii").strip()
    except GitError:
        pass
    try:
        git.run("rev-parse", "--git-dir")
    except GitError as error:
        if "not a git repository" in str(error):
            raise _not_in_git(path.name) from None
        raise ReviewFailed("git_refuses", code="git_failed") from None
    if revision == "HEAD":
        raise ReviewFailed("no_commit", code="not_committed", name=path.name)
    raise ReviewFailed("unknown_revision", code="unknown_revision", revision=revision)


def _not_in_git(name: str) -> ReviewFailed:
    return ReviewFailed("not_in_git", code="not_in_git", name=name)
