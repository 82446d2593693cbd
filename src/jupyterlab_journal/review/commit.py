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

    Raises
    ------
    InvalidRequest
        When `revision` cannot be one.
    ReviewFailed
        With code ``not_in_git``, ``unknown_revision``, ``not_committed`` or ``git_failed``.
    """
    if not _REVISION.fullmatch(revision):
        raise InvalidRequest(
            f"'{revision[:60]}' is no revision", hint="Name a commit, a branch or a tag, such as HEAD."
        )
    if not inside_repository(path.parent):
        raise _not_in_git(path.name)
    try:
        git = Git(str(path.parent))
    except Absent as absent:
        raise ReviewFailed(str(absent), hint="Install git on the server.", code="git_failed") from None
    commit = _commit(git, path, revision)
    try:
        size = int(git.run("cat-file", "-s", f"{commit}:./{path.name}"))
    except GitError:
        raise ReviewFailed(
            f"'{path.name}' is not in {revision}",
            hint="Commit the notebook once, or compare with the last save instead.",
            code="not_committed",
        ) from None
    if size > _MAX_BYTES:
        raise ReviewFailed(f"'{path.name}' has {size} bytes in {revision}, the limit is {_MAX_BYTES}")
    try:
        # cat-file, not show: no text conversion, no filter, no pager.
        data = git.run("cat-file", "blob", f"{commit}:./{path.name}")
    except GitError as error:
        raise ReviewFailed(
            f"git cannot read '{path.name}' in {revision}",
            hint="Run 'git fsck' in its folder on the server.",
            code="git_failed",
        ) from error
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
        raise ReviewFailed(
            "git refuses to read the repository of this notebook",
            hint="Run 'git status' in its folder on the server: git says there what it objects to.",
            code="git_failed",
        ) from None
    if revision == "HEAD":
        raise ReviewFailed(
            f"'{path.name}' is not committed: its repository has no commit yet",
            hint="Commit the notebook once, or compare with the last save instead.",
            code="not_committed",
        )
    raise ReviewFailed(
        f"the repository knows no '{revision}'",
        hint="Look up the name with 'git log' or 'git branch'.",
        code="unknown_revision",
    )


def _not_in_git(name: str) -> ReviewFailed:
    return ReviewFailed(
        f"'{name}' is not in a git repository",
        hint="Compare with the last save instead, or run 'git init' in its folder.",
        code="not_in_git",
    )
