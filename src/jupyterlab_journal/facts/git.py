"""Git, asked without running anything that a repository names.

The repository may be somebody else's, and its configuration can name programs
to run: as monitor, hook, filter, helper or transport. All of them are
switched off, so that looking at a repository executes nothing but git itself.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from pathlib import Path
from urllib.parse import urlsplit

from jupyterlab_journal.capture.probe import Absent

LIMIT_S = 5.0
_HARDENED = (
    *("-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}", "-c", "protocol.allow=never"),
    *("-c", "safe.bareRepository=explicit"),
)
_KEPT_VARIABLES = ("PATH", "HOME", "XDG_CONFIG_HOME", "USERPROFILE", "SYSTEMROOT", "APPDATA")


class GitError(Exception):
    """Git refused or failed; the message is its own first line."""


class Git:
    """The git program in one folder, with one time limit for all its runs.

    Parameters
    ----------
    folder : str
        Where it runs; the notebook's.
    """

    def __init__(self, folder: str) -> None:
        program = shutil.which("git")
        if program is None:
            raise Absent("git is not installed")
        self._program = program
        self._folder = folder
        self._deadline = time.monotonic() + LIMIT_S

    def run(self, *arguments: str, given: bytes = b"") -> bytes:
        """Return the output of one run; raise `GitError` when it fails.

        Parameters
        ----------
        *arguments : str
            Of git.
        given : bytes
            What it reads from standard input.

        Returns
        -------
        bytes
            What git wrote to standard output.

        Raises
        ------
        GitError
            With git's own first line.
        """
        try:
            done = subprocess.run(  # noqa: S603 (a list of constants and checked names, no shell)
                [self._program, "--no-pager", *_HARDENED, *arguments],
                cwd=self._folder,
                env=_environment(),
                input=given,
                capture_output=True,
                timeout=max(0.1, self._deadline - time.monotonic()),
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise GitError(f"no answer within {LIMIT_S:g} s") from None
        if done.returncode != 0:
            raise GitError(
                (done.stderr.decode("utf-8", "replace").splitlines() or ["failed without a word"])[0]
            )
        return done.stdout


def inside_repository(folder: Path) -> bool:
    """Whether `folder` or one above it holds a repository."""
    folder = folder.resolve()
    return any((parent / ".git").exists() for parent in (folder, *folder.parents))


def _environment() -> dict[str, str]:
    """Return a small environment: no GIT_* of the server's, no credentials, no questions."""
    kept = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    return {
        **kept,
        "LC_ALL": "C",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_NO_LAZY_FETCH": "1",
        # Unlike protocol.allow, this also outweighs protocol.<name>.allow in the repository's configuration.
        "GIT_ALLOW_PROTOCOL": "none",
    }


def without_credentials(address: str) -> str | None:
    """Return a remote's address without user, password, query and fragment; None if it is no address.

    Examples
    --------
    >>> without_credentials("https://alice:s3cret@example.org/lab/digits.git?token=1")
    'https://example.org/lab/digits.git'
    >>> without_credentials("git@example.org:lab/digits.git")
    'git@example.org:lab/digits.git'
    """
    if "::" in address.partition("/")[0]:  # a helper such as ext::<command>, which may hold anything
        return None
    if "://" in address:
        try:
            parts = urlsplit(address)
        except ValueError:
            return None
        return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"
    user, at, rest = address.rpartition("@")
    return address if not at or user == "git" else rest
