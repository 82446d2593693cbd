"""Facts of a snapshot in a few words, as the line of a run shows them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from jupyterlab_journal.compose.text.markdown_blocks import code, inline
from jupyterlab_journal.facts.snapshot_groups import group, text

if TYPE_CHECKING:
    from jupyterlab_journal.entry.model import Snapshot
    from jupyterlab_journal.locale import Words


def versions(snapshot: Snapshot) -> list[str]:
    """Return the frameworks in use with their versions: ``torch 2.13.0``.

    Numpy is named when nothing is built on it.
    """
    found = {
        name: f"{inline(name)} {inline(text(facts, 'version'))}"
        for name, facts in group(snapshot, "frameworks").items()
        if isinstance(facts, Mapping) and facts.get("imported") is True and text(facts, "version")
    }
    return [shown for name, shown in found.items() if name != "numpy" or len(found) == 1]


def commit(snapshot: Snapshot, words: Words) -> str:
    """Return the commit the code stands at, and whether it differs from it.

    Parameters
    ----------
    snapshot : Snapshot
        Its group ``git`` is read; empty text without a commit there.
    words : Words
        Of the entry's language.
    """
    git = group(snapshot, "git")
    name = text(git, "commit")
    if not name.isalnum():
        return ""
    shown = code(name[:7])
    return words.uncommitted.format(commit=shown) if git.get("dirty") is True else shown
