"""What lies inside the root of the server: decided here and nowhere else."""

from __future__ import annotations

import os
from pathlib import Path, PurePath

from jupyterlab_journal.errors import NotFound


class ServerRoot:
    """The folder of the notebooks; what lies outside, or behind a link that leads out, is not looked at.

    Parameters
    ----------
    folder : str
        Paths of notebooks are relative to it.
    """

    def __init__(self, folder: str) -> None:
        self.folder = os.path.abspath(folder)  # noqa: PTH100 (as the contents manager compares)
        self.real = Path(os.path.realpath(folder))

    def below(self, path: str) -> PurePath | None:
        """Return where a path really leads, relative to the root; None when that is outside.

        Raises
        ------
        OSError, ValueError
            When it is no path at all, as with half a surrogate pair.

        Examples
        --------
        >>> root = ServerRoot("/")
        >>> root.below("/proc/../etc").name, ServerRoot("/proc").below("/etc")
        ('etc', None)
        """
        real = Path(os.path.realpath(path))
        return real.relative_to(self.real) if real.is_relative_to(self.real) else None

    def place_of(self, path: str) -> tuple[str, str | None]:
        """Return the nearest existing folder around a notebook, and its name if it is saved there.

        Parameters
        ----------
        path : str
            Of the notebook, with slashes, relative to the root.

        Raises
        ------
        NotFound
            When the folder is outside the root.
        """
        notebook = folder = os.path.abspath(os.path.join(self.folder, *path.split("/")))  # noqa: PTH100, PTH118 (as above)
        if os.path.commonpath((self.folder, folder)) != self.folder or "\0" in path:
            raise NotFound("notebook")
        while not os.path.isdir(folder):  # noqa: PTH112 (as above)
            folder = os.path.dirname(folder)  # noqa: PTH120 (as above)
        if self.below(folder) is None:
            raise NotFound("notebook")
        is_saved = folder != notebook and os.path.isfile(notebook)  # noqa: PTH113 (as above)
        return folder, os.path.basename(notebook) if is_saved else None  # noqa: PTH119 (as above)
