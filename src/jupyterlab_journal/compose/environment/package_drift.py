"""Packages that differ from those of an earlier entry: counted, and listed where a reader asks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from jupyterlab_journal.compose.tables.typeset import NOTHING
from jupyterlab_journal.compose.text.markdown_blocks import code, folded, inline, table
from jupyterlab_journal.facts.drift import drift_between
from jupyterlab_journal.facts.package_facts import is_imported, package_in
from jupyterlab_journal.locale import words_in

if TYPE_CHECKING:
    from jupyterlab_journal.entry.model import Drift, Snapshot

_MAX_ROWS = 40
_VALUE_CHARACTERS = 40


def package_drift(
    earlier: Snapshot | None, recorded: Iterable[Drift], now: Snapshot | None, locale: str
) -> str:
    """List the packages that differ, folded under their number.

    What the kernel has imported is a row among the changes instead.

    Parameters
    ----------
    earlier : Snapshot, optional
        The latest whole snapshot among the entries.
    recorded : iterable of Drift
        How the facts of the latest entry differ from `earlier`: these packages are listed there.
    now : Snapshot, optional
        The present one.
    locale : str
        Language of the entry.

    Returns
    -------
    str
        Markdown; empty when no package differs, or one of the snapshots is missing.
    """
    if earlier is None or now is None:
        return ""
    known = {fact.name: fact.after for fact in recorded}
    found: dict[str, Drift] = {}
    for fact in drift_between(earlier, now):
        package = package_in(fact.name)
        is_new = fact.name not in known or known[fact.name] != fact.after
        if package and is_new and not is_imported(package, now):
            found.setdefault(package, fact)
    if not found:
        return ""
    labels = words_in(locale).facts
    rows = [
        [code(name.replace("|", " ")), _version(fact.before), _version(fact.after)]
        for name, fact in sorted(found.items())
    ]
    if len(rows) > _MAX_ROWS:
        rows[_MAX_ROWS:] = [["…", "", ""]]
    summary = labels.packages_differ.of(len(found))
    return folded(summary, table(labels.package_versions, rows))


def _version(value: str | None) -> str:
    return NOTHING if value is None else inline(value[:_VALUE_CHARACTERS])
