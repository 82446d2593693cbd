"""Where a notebook lies on the server's disk."""

from __future__ import annotations

import os
from pathlib import Path

from jupyterlab_journal.errors import NotFound


def place_of(root: str, path: str) -> tuple[str, str | None]:
    """Return the nearest existing folder around a notebook, and its name if it is saved there.

    Parameters
    ----------
    root : str
        Absolute; paths of notebooks are relative to it.
    path : str
        Of the notebook, with slashes.

    Raises
    ------
    NotFound
        When the folder is outside the root.
    """
    notebook = folder = os.path.abspath(os.path.join(root, *path.split("/")))  # noqa: PTH100, PTH118 (as the contents manager compares)
    if os.path.commonpath((root, folder)) != root or "\0" in path:
        raise NotFound("notebook")
    while not os.path.isdir(folder):  # noqa: PTH112 (as above)
        folder = os.path.dirname(folder)  # noqa: PTH120 (as above)
    if not Path(folder).resolve().is_relative_to(Path(root).resolve()):  # a link may lead anywhere
        raise NotFound("notebook")
    is_saved = folder != notebook and os.path.isfile(notebook)  # noqa: PTH113 (as above)
    return folder, os.path.basename(notebook) if is_saved else None  # noqa: PTH119 (as above)
