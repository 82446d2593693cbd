"""The folder of a notebook, which must lie below the server's root."""

from __future__ import annotations

import os
from pathlib import Path

from jupyterlab_journal.errors import NotFound


def notebook_folder(root: str, path: str) -> str:
    """Return the nearest existing folder around a notebook that need not have been saved.

    Parameters
    ----------
    root : str
        Of the server, absolute.
    path : str
        Of the notebook, relative to the root.

    Raises
    ------
    NotFound
        When it is outside the root.
    """
    # As text, as the contents manager compares.
    folder = os.path.abspath(os.path.join(root, *path.split("/")))  # noqa: PTH100, PTH118
    if os.path.commonpath((root, folder)) != root or "\0" in path:
        raise NotFound("notebook")
    while not os.path.isdir(folder):  # noqa: PTH112
        folder = os.path.dirname(folder)  # noqa: PTH120
    if not Path(folder).resolve().is_relative_to(Path(root).resolve()):  # a link may lead anywhere
        raise NotFound("notebook")
    return folder
