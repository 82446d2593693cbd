"""A snapshot put together from what the kernel and the server know."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyterlab_journal.capture import findings
from jupyterlab_journal.capture.git import GitProbe
from jupyterlab_journal.capture.probe import Context, run_probes
from jupyterlab_journal.capture.recovery import seed_facts
from jupyterlab_journal.entry.model import FailedProbe, Snapshot
from jupyterlab_journal.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jupyterlab_journal.watch.watch import Reading

_GROUPS = (
    *("python", "host", "frameworks", "libraries", "devices", "cuda", "seeds", "determinism"),
    *("distributed", "git", "packages", "container"),
)
_EMPTY: dict[str, Any] = {"frameworks": {}, "libraries": {}, "devices": [], "seeds": {}, "determinism": {}}


def read_git(folder: str | None) -> Mapping[str, Any]:
    """Return how the git probe ended in `folder`; takes up to 5 s, so call it in a worker thread."""
    return run_probes([GitProbe()], Context(namespace={}, folder=folder))


def folder_of(root: str, path: str) -> str:
    """Return the nearest existing folder around a notebook that need not have been saved.

    Raises
    ------
    NotFound
        When the path leads out of `root`, which is absolute.
    """
    folder = os.path.abspath(os.path.join(root, *path.split("/")))  # noqa: PTH100, PTH118 (as text)
    if os.path.commonpath((root, folder)) != root or "\0" in path:
        raise NotFound("notebook")
    while not os.path.isdir(folder):  # noqa: PTH112 (as above)
        folder = os.path.dirname(folder)  # noqa: PTH120 (as above)
    if not Path(folder).resolve().is_relative_to(Path(root).resolve()):  # a link may lead anywhere
        raise NotFound("notebook")
    return folder


def make_snapshot(*, language: str, busy: bool, reading: Reading, git: Mapping[str, Any]) -> Snapshot:
    """Put together what is known now; recovers seeds, so call it in a worker thread.

    Parameters
    ----------
    language : str
        Of the kernel.
    busy : bool
        Whether a cell was running.
    reading : Reading
        Of the kernel.
    git : mapping
        Ends of the git probe, as `run_probes` returns them.
    """
    read = {**reading.reply.facts, **git["facts"]}
    if "seeds" in read:
        read["seeds"] = seed_facts(read["seeds"])
    facts = {name: read.get(name, _EMPTY.get(name)) for name in _GROUPS}
    absent = {**reading.reply.absent, **git["absent"]}
    if absent:
        facts["absent"] = absent
    failed = {**reading.reply.failed, **git["failed"]}
    if reading.problem is not None:
        failed["kernel"] = reading.problem
    ages = {
        name: 0.0 if name in git["facts"] else round(reading.age_s, 3) for name in _GROUPS if name in read
    }
    return Snapshot(
        captured_at=datetime.now().astimezone(),
        busy=busy,
        language=language,
        facts=facts,
        findings=findings.find(read),
        failed=tuple(FailedProbe(probe=name, reason=reason) for name, reason in failed.items()),
        ages=ages,
    )
