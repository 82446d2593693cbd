"""Packages that differ from those of an earlier entry: counted, and listed where a reader asks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from jupyterlab_journal.compose.environment.facts import group
from jupyterlab_journal.compose.environment.labels import LABELS
from jupyterlab_journal.compose.metrics.numbers import NOTHING
from jupyterlab_journal.compose.snapshots.drift import drift_between
from jupyterlab_journal.compose.text.markdown import code, folded, inline, table

if TYPE_CHECKING:
    from jupyterlab_journal.compose.draft.draft import Draft
    from jupyterlab_journal.entry.model import Drift, Snapshot

_PACKAGE = re.compile(r"(?:packages\.versions|libraries)\.(.+)|frameworks\.([\w-]+)\.version")
_MAX_ROWS = 40
_VALUE_CHARACTERS = 40


def package_in(fact: str) -> str:
    """Return the package whose version a fact is; empty for any other fact.

    Examples
    --------
    >>> package_in("libraries.pandas"), package_in("frameworks.torch.version"), package_in("host.name")
    ('pandas', 'torch', '')
    """
    found = _PACKAGE.fullmatch(fact)
    return "" if found is None else found[1] or found[2]


def is_imported(package: str, snapshot: Snapshot) -> bool:
    """Whether the kernel has imported a framework or a well-known library: then its version is a setting."""
    framework = group(snapshot, "frameworks").get(package)
    imported = snapshot.facts.get("imported")
    return (isinstance(framework, Mapping) and framework.get("imported") is True) or (
        isinstance(imported, list) and package in imported
    )


def package_drift(draft: Draft) -> str:
    """Return the packages that differ, folded under their number; empty when the entry before had them.

    What the kernel has imported is a row among the changes instead.
    """
    base = draft.history.last_snapshot
    if base is None or draft.snapshot is None:
        return ""
    known = {fact.name: fact.after for fact in draft.history.last_drift}
    found: dict[str, Drift] = {}
    for fact in drift_between(base[1], draft.snapshot):
        package = package_in(fact.name)
        is_new = fact.name not in known or known[fact.name] != fact.after
        if package and is_new and not is_imported(package, draft.snapshot):
            found.setdefault(package, fact)
    if not found:
        return ""
    labels = LABELS[draft.request.locale]
    rows = [
        [code(name.replace("|", " ")), _version(fact.before), _version(fact.after)]
        for name, fact in sorted(found.items())
    ]
    if len(rows) > _MAX_ROWS:
        rows[_MAX_ROWS:] = [["…", "", ""]]
    summary = labels.packages_differ[len(found) != 1].format(count=len(found))
    return folded(summary, table(labels.package_versions, rows))


def _version(value: str | None) -> str:
    return NOTHING if value is None else inline(value[:_VALUE_CHARACTERS])
