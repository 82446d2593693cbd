"""A snapshot put together from what the kernel and the server know."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from jupyterlab_journal.capture.probe import Context, run_probes
from jupyterlab_journal.entry.model import FailedProbe, Snapshot
from jupyterlab_journal.facts import findings
from jupyterlab_journal.facts.git import GitProbe
from jupyterlab_journal.facts.seed_recovery import seed_facts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jupyterlab_journal.watch.reading import Reading

_GROUPS = (
    *("python", "host", "frameworks", "libraries", "imported", "devices", "cuda", "seeds", "determinism"),
    *("distributed", "git", "packages", "container"),
)
_EMPTY: dict[str, Any] = {
    "frameworks": {},
    "libraries": {},
    "imported": [],
    "devices": [],
    "seeds": {},
    "determinism": {},
}


def read_git(folder: str | None, notebook: str | None = None) -> Mapping[str, Any]:
    """Return how the git probe ended in `folder`; takes up to 5 s, so call it in a worker thread.

    With the name of a notebook there, its own state is told as well.
    """
    return run_probes([GitProbe(notebook)], Context(namespace={}, folder=folder))


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
