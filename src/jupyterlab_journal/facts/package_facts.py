"""Which facts of a snapshot are versions of packages, and which packages the kernel uses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from jupyterlab_journal.facts.snapshot_groups import group

if TYPE_CHECKING:
    from jupyterlab_journal.entry.model import Snapshot

_PACKAGE = re.compile(r"(?:packages\.versions|libraries)\.(.+)|frameworks\.([\w-]+)\.version")


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
    """Whether the kernel has imported a framework or a well-known library: then its version is a setting.

    Parameters
    ----------
    package : str
        Its name, as `package_in` returns it.
    snapshot : Snapshot
        Of the kernel that may have imported it.
    """
    framework = group(snapshot, "frameworks").get(package)
    imported = snapshot.facts.get("imported")
    return (isinstance(framework, Mapping) and framework.get("imported") is True) or (
        isinstance(imported, list) and package in imported
    )
