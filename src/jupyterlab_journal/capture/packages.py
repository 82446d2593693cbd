"""The set of installed packages, by the names of their metadata folders.

Reading names costs 0.4 ms for 150 packages; reading the metadata itself with
``importlib.metadata`` costs a hundred times more.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys

from jupyterlab_journal.capture.probe import Absent, Context

_METADATA_FOLDER = re.compile(r"^(?P<name>.+?)-(?P<version>[^-]+)(?:-py\d[\d.]*)?\.(?:dist|egg)-info$")
_FOLDERS = frozenset(("site-packages", "dist-packages"))
_MAX_LIST_CHARACTERS = 14_000  # as sent, some 400 packages; parameters.py tells of the limit in all
_CHARACTERS_AROUND = 12  # quotes, escaped, and signs between a name and its version
_known: dict[str, tuple[int, dict[str, str]]] = {}  # folder: its mtime in ns, and what it held then


class PackagesProbe:
    """Number of installed packages, a hash of their names and versions, and the versions themselves.

    Where there are very many, the versions are left out; the folders, in
    which a local server finds them as well, are always given.
    """

    name = "packages"

    def read(self, context: Context) -> dict[str, object]:  # noqa: ARG002 (the protocol's signature)
        """Return what the folders of ``sys.path`` hold."""
        versions = installed()
        if not versions:
            raise Absent("no folder of installed packages on sys.path")
        lines = listing(versions)
        facts: dict[str, object] = {
            "count": len(versions),
            "sha256": hashlib.sha256(lines.encode()).hexdigest(),
            "folders": package_folders(),
        }
        if len(lines) + _CHARACTERS_AROUND * len(versions) <= _MAX_LIST_CHARACTERS:
            facts["versions"] = versions
        return facts


def listing(versions: dict[str, str]) -> str:
    """Return one line per package, sorted: the text whose hash tells sets of packages apart."""
    return "".join(f"{name}=={version}\n" for name, version in sorted(versions.items()))


def installed() -> dict[str, str]:
    """Return the version of each installed package by its normalised name.

    As on import, the first folder on ``sys.path`` wins. Only folders that
    package installers write are read: a folder of the user's may hold a
    million files.
    """
    versions: dict[str, str] = {}
    for folder in package_folders():
        for name, version in packages_in(folder).items():
            versions.setdefault(name, version)
    return versions


def package_folders() -> list[str]:
    """Return the folders of installed packages on ``sys.path``, in its order."""
    return [
        folder
        for folder in list(sys.path)
        if type(folder) is str and os.path.basename(folder) in _FOLDERS  # noqa: PTH119
    ]


def normalise(name: str) -> str:
    """Return a package's name as the index compares it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def packages_in(folder: str) -> dict[str, str]:
    """Read one folder; again only after something was added to it or removed."""
    try:
        changed = os.stat(folder).st_mtime_ns  # noqa: PTH116 (in the kernel, each microsecond counts)
        known = _known.get(folder)
        if known is not None and known[0] == changed:
            return known[1]
        names = os.listdir(folder)  # noqa: PTH208 (as above)
    except (OSError, ValueError):  # on sys.path may stand anything: what is gone, no folder, not ours to read
        return {}
    versions: dict[str, str] = {}
    for name in names:
        match = _METADATA_FOLDER.match(name)
        if match is not None:
            versions[normalise(match["name"])] = match["version"]
    _known[folder] = (changed, versions)
    return versions
