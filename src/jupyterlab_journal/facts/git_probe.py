"""Commit, branch and dirtiness of the repository around a folder."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyterlab_journal.capture.probe import Absent, Context, run_probes
from jupyterlab_journal.facts.git import Git, GitError, inside_repository, without_credentials
from jupyterlab_journal.facts.git_notebook import notebook_state
from jupyterlab_journal.facts.observation import ProbeAnswer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_STATUS = (
    *(
        "status",
        "--porcelain=v2",
        "--branch",
        "-z",
        "--untracked-files=no",
        "--no-renames",
        "--no-ahead-behind",
    ),
    "--ignore-submodules=dirty",  # looking into a submodule would obey its configuration
)
_COMMIT = re.compile(r"^[0-9a-f]{40}([0-9a-f]{24})?$")
_FILTER_KEY = re.compile(r"^filter\.(?P<driver>.*)\.(?:clean|smudge|process|required)$", re.DOTALL)
_MAX_FILTERS = 50
_MAX_NAMED_FILES = 10
_MAX_PATH_CHARACTERS = 200
# First letters of git's own words: added, deleted, modified, type changed, unmerged.
_KINDS = {"A": "added", "D": "deleted", "M": "modified", "T": "modified", "U": "conflicting"}


class GitProbe:
    """Commit, branch, uncommitted changes and remote of the repository around the context's folder.

    ``dirty`` means, as in ``git describe --dirty``, that tracked files differ
    from the commit. It is None when this hangs on a filter (nbstripout, LFS)
    that would have to be run to know. ``changes`` counts those files by kind
    and names the first; it is there when there are any. Files that git does
    not track are not looked for: a folder of data may hold a million.

    Parameters
    ----------
    notebook : str, optional
        Name of the notebook in the context's folder, whose own state is told then.
    """

    name = "git"

    def __init__(self, notebook: str | None = None) -> None:
        self._notebook = notebook

    def read(self, context: Context) -> dict[str, Any]:
        """Ask git two to five times; at most 5 s in all.

        Raises
        ------
        Absent
            When there is no repository, or no git.
        GitError
            When git refuses to read it.
        """
        if context.folder is None or not inside_repository(Path(context.folder)):
            raise Absent("not inside a git repository")
        git = Git(context.folder)
        config = _parse_config(git.run("config", "--list", "-z"))
        drivers = _filter_drivers(config)
        options = _without_filters(drivers)
        status = _Status(git.run(*options, *_STATUS))
        facts: dict[str, Any] = {
            "commit": status.commit,
            "branch": status.branch,
            "dirty": status.dirty or _dirty_by_content(git, status.edited, drivers),
            "remote": _remote(config, status.branch),
        }
        if status.changed:
            facts["changes"] = _summary(status.changed)
        if self._notebook is not None:
            state = notebook_state(
                git, self._notebook, options, lambda path: _dirty_by_content(git, [path], drivers)
            )
            facts.update({} if state is None else {"notebook": state})
        return facts


class _Status:
    """What ``git status --porcelain=v2 --branch -z`` says."""

    def __init__(self, output: bytes) -> None:
        headers: dict[str, str] = {}
        self.dirty = False
        self.edited: list[bytes] = []  # differ from the index, as far as can be said without filters
        self.changed: list[tuple[str, bytes]] = []  # kind of change and path, the same
        for line in output.split(b"\0"):
            if line.startswith(b"# "):
                _, name, value = line.decode("utf-8", "replace").split(" ", 2)
                headers[name] = value
            elif line:
                self._add(line)
        commit = headers.get("branch.oid", "")
        branch = headers.get("branch.head")
        self.commit = commit if _COMMIT.match(commit) else None
        self.branch = None if branch == "(detached)" else branch

    def _add(self, line: bytes) -> None:
        """Note one file: ``1 XY ...`` changed in index (X) or working tree (Y), ``u XY ...`` in conflict."""
        kind, states, rest = line.split(b" ", 2)
        path = rest.split(b" ", 8 if kind == b"u" else 6)[-1]
        if kind == b"1" and states == b".M":
            self.edited.append(path)
        else:
            self.dirty = True
        letter = "U" if kind == b"u" else states.replace(b".", b"").decode("ascii", "replace")[:1]
        self.changed.append((_KINDS.get(letter, "modified"), path))


def _summary(changed: Sequence[tuple[str, bytes]]) -> dict[str, Any]:
    kinds = [kind for kind, _ in changed]
    named = [path.decode("utf-8", "replace")[:_MAX_PATH_CHARACTERS] for _, path in changed[:_MAX_NAMED_FILES]]
    return {"count": len(changed), **{kind: kinds.count(kind) for kind in sorted({*kinds})}, "files": named}


def _parse_config(output: bytes) -> dict[str, str]:
    entries = (entry.partition("\n") for entry in output.decode("utf-8", "replace").split("\0") if entry)
    return {key: value for key, _, value in entries}


def _filter_drivers(config: Mapping[str, str]) -> list[str]:
    matches = (_FILTER_KEY.match(key) for key in config)
    return sorted({match["driver"] for match in matches if match is not None})


def _without_filters(drivers: Sequence[str]) -> list[str]:
    """Return the options that switch off each filter that the configuration names."""
    if len(drivers) > _MAX_FILTERS:
        raise GitError(f"the repository names {len(drivers)} filters, the limit is {_MAX_FILTERS}")
    options: list[str] = []
    for driver in drivers:
        if "=" in driver or "\n" in driver or "\ufffd" in driver:
            raise GitError(f"the filter {driver[:40]!r} cannot be switched off because of its name")
        for setting in ("clean=", "smudge=", "process=", "required=false"):
            options += ["-c", f"filter.{driver}.{setting}"]
    return options


def _dirty_by_content(git: Git, edited: Sequence[bytes], drivers: Sequence[str]) -> bool | None:
    """Decide on files that look edited: one without a filter is; a filtered one may or may not be."""
    if not edited or not drivers:
        return bool(edited)
    output = git.run("check-attr", "-z", "--stdin", "filter", given=b"\0".join(edited) + b"\0")
    filters = output.split(b"\0")[2::3]
    return True if any(name.decode("utf-8", "replace") not in drivers for name in filters) else None


def _remote(config: Mapping[str, str], branch: str | None) -> str | None:
    """Return the address of the branch's remote, else of origin, else of the only one."""
    names = [
        key[len("remote.") : -len(".url")]
        for key in config
        if key.startswith("remote.") and key.endswith(".url")
    ]
    wanted = (config.get(f"branch.{branch}.remote"), "origin", *(names if len(names) == 1 else ()))
    name = next((name for name in wanted if name in names), None)
    return None if name is None else without_credentials(config[f"remote.{name}.url"])


def read_git(folder: str | None, notebook: str | None = None) -> ProbeAnswer:
    """Return what git knows of `folder`; takes up to 5 s, so call it in a worker thread.

    Parameters
    ----------
    folder : str, optional
        None when it is not known.
    notebook : str, optional
        Name of the notebook there, whose own state is read as well.

    Returns
    -------
    ProbeAnswer
        The group ``git``, or why it is absent or could not be read.
    """
    ends = run_probes([GitProbe(notebook)], Context(namespace={}, folder=folder))
    return ProbeAnswer(facts=ends["facts"], absent=ends["absent"], failed=ends["failed"])
