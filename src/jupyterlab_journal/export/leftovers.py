"""What a killed process leaves behind: told from what is in use by a lock, and removed.

A lock ends with the process that holds it, however that ends, and is seen from
other containers that share the disk, where process ids mean nothing.
"""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

if sys.platform != "win32":  # Windows has no such locks, and does not remove what a process works with
    import fcntl

_OLD_S = 24 * 3600.0
"""Age at which something is abandoned where the file system has no locks."""
_READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


def claim(handle: int) -> bool:
    """Lock a new file or folder for as long as any process has it open.

    Parameters
    ----------
    handle : int
        Where it is open.

    Returns
    -------
    bool
        False when somebody has taken it for abandoned in the meantime: make another one.
    """
    if sys.platform == "win32":
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks
        return True
    return os.fstat(handle).st_nlink > 0


def sweep(folder: Path, name: re.Pattern[str]) -> None:
    """Remove the abandoned files, and empty folders, of this user that have such a name.

    Parameters
    ----------
    folder : Path
        Where they lie; what cannot be looked at or removed stays.
    name : re.Pattern
        Matches the whole name.
    """
    with suppress(OSError):
        for path in [path for path in folder.iterdir() if name.fullmatch(path.name)]:
            with suppress(OSError), _if_abandoned(path) as abandoned:
                if not abandoned:
                    continue
                if path.is_dir():
                    path.rmdir()
                else:
                    path.unlink()


@contextmanager
def _if_abandoned(path: Path) -> Iterator[bool]:
    """Say whether nobody uses what lies at `path`; until the end of the block nobody can claim it."""
    if sys.platform == "win32":
        yield not path.is_symlink() and time.time() - path.stat().st_mtime > _OLD_S
        return
    if path.is_symlink() or path.stat().st_uid != os.getuid():
        yield False
        return
    handle = os.open(path, _READ)
    try:
        yield _unlocked(handle)
    finally:
        os.close(handle)


def _unlocked(handle: int) -> bool:
    assert sys.platform != "win32"  # noqa: S101 (for the type checker)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # as above
        return time.time() - os.fstat(handle).st_mtime > _OLD_S
    return True
