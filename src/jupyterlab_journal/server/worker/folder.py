"""The empty folder that a worker runs in."""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile

from jupyterlab_journal.export.leftovers import claim

_PREFIX = "jupyterlab-journal-worker-"
FOLDER = re.compile(rf"{_PREFIX}\w+")
"""Its name; a folder with such a name that nobody has locked was left by a killed server."""


class WorkerFolder:
    """A new empty folder, locked by this process until it is removed."""

    def __init__(self) -> None:
        self._lock: int | None = None
        self.path = self._make()

    def remove(self) -> None:
        """Remove it with what may lie in it, and give up the lock."""
        shutil.rmtree(self.path, ignore_errors=True)
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def _make(self) -> str:
        while True:
            path = tempfile.mkdtemp(prefix=_PREFIX)
            if (
                sys.platform == "win32"
            ):  # folders cannot be opened there, nor removed while a process runs in them
                return path
            try:
                self._lock = os.open(path, os.O_RDONLY)
            except FileNotFoundError:
                continue
            if claim(self._lock):
                return path
            os.close(self._lock)
