"""Where one file, the notebook, stands with git."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jupyterlab_journal.facts.git import Git

_STATUS = (
    *("status", "--porcelain=v2", "-z", "--untracked-files=all", "--ignored=traditional"),
    *("--no-renames", "--ignore-submodules=dirty", "--"),
)
_BY_KIND = {b"?": "untracked", b"!": "ignored", b"u": "conflicting"}


def notebook_state(
    git: Git, name: str, options: Sequence[str], differs: Callable[[bytes], bool | None]
) -> str | None:
    """Return how a notebook stands with git; None when there is no such file, or it cannot be told.

    Parameters
    ----------
    git : Git
        In the notebook's folder.
    name : str
        Of the notebook.
    options : sequence of str
        That keep git from running filters.
    differs : function
        Tells of a name that looks edited whether it is, None where that hangs on a filter.

    Returns
    -------
    str or None
        ``"untracked"``, ``"ignored"``, ``"conflicting"``, ``"modified"``
        (since it was staged, or committed), ``"staged"`` or ``"committed"``.
    """
    output = git.run("--literal-pathspecs", *options, *_STATUS, name)
    line = output.split(b"\0", 1)[0]
    if not line:
        return "committed" if git.run("--literal-pathspecs", "ls-files", "-z", "--", name) else None
    kind, _, rest = line.partition(b" ")
    if kind in _BY_KIND:
        return _BY_KIND[kind]
    staged, edited = rest[:1] != b".", rest[1:2] != b"."
    if edited:
        return "modified" if differs(os.fsencode(name)) else None
    return "staged" if staged else "committed"
