"""Write a finished page beside its notebook: whole or not at all.

The page is the last thing written, by one rename or link. Its pictures are named
by their content, so the page of an earlier export stays intact until then. What
a killed process leaves is a file with a name of ours, which the next export removes.
"""

from __future__ import annotations

import errno
import os
import re
import secrets
import shutil
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from jupyterlab_journal.errors import Conflict, ExportFailed
from jupyterlab_journal.export.formats import FORMATS
from jupyterlab_journal.export.leftovers import claim, sweep

_PICTURE = re.compile(r"^[0-9a-f]{16}\.(?:png|jpg|gif|webp|svg)$")
_TEMPORARY = re.compile(r"\.journal-[0-9a-f]{16}\.tmp")
_NOFOLLOW = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG}
_NO_LINKS = {errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL}
_REFUSED = {errno.EACCES, errno.EPERM, errno.EROFS}


def pictures_folder(target: Path) -> Path:
    """Return the folder of the pictures of the page `target`."""
    return target.with_name(f"{target.stem}_files")


def _has_pictures_folder(target: Path) -> bool:
    """Whether the pictures in the folder are those of this page; the HTML page carries its own."""
    return any(row.has_files and row.ending == target.suffix for row in FORMATS.values())


def write_beside(target: Path, content: bytes, pictures: Mapping[str, bytes], *, overwrite: bool) -> int:
    """Write a page and its pictures; return the bytes of both.

    Parameters
    ----------
    target : Path
        Absolute path of the page.
    content : bytes
        The page.
    pictures : mapping
        By path relative to the page's folder, ``"<stem>_files/<hash>.<ending>"``.
    overwrite : bool
        Whether an existing page may be replaced.

    Returns
    -------
    int
        Bytes of the page and of all its pictures.

    Raises
    ------
    Conflict
        When the target exists and may not be replaced, or is a link or no file.
    ExportFailed
        When the disk is full or the folder is not writable.
    """
    total = len(content) + sum(map(len, pictures.values()))
    check_target(target, overwrite=overwrite)
    sweep_beside(target.parent)
    sweep_beside(pictures_folder(target))
    created: list[Path] = []
    try:
        _write_pictures(pictures_folder(target), target.parent, pictures, created)
        _write_page(target, content, created, overwrite=overwrite)
    except OSError as error:
        _remove(created)
        raise _explained(error, target, total) from error
    except BaseException:
        _remove(created)
        raise
    if _has_pictures_folder(target):
        _drop_stale(pictures_folder(target), keep={Path(name).name for name in pictures})
    return total


def sweep_beside(folder: Path) -> None:
    """Remove what exports that were killed have left in a folder; those in progress lose nothing."""
    if not folder.is_symlink():
        sweep(folder, _TEMPORARY)


def check_target(target: Path, *, overwrite: bool) -> None:
    """Raise `Conflict` unless a page may be written at `target`.

    Parameters
    ----------
    target : Path
        Absolute path of the page.
    overwrite : bool
        Whether an existing page may be replaced.

    Raises
    ------
    Conflict
        When the page exists and may not be replaced, is a link or no file, or its place cannot be looked at.
    """
    for path in (target, pictures_folder(target)):
        _refuse_link(path)
    try:
        mode = target.lstat().st_mode
    except FileNotFoundError:
        return
    except OSError as error:
        raise Conflict(
            "export_place", name=target.name, reason=error.strerror or type(error).__name__
        ) from error
    if not stat.S_ISREG(mode):
        raise Conflict("export_no_file", name=target.name)
    if not overwrite:
        raise already_there(target.name)


def already_there(name: str) -> Conflict:
    """Return the error of a page that exists and may not be replaced."""
    return Conflict("export_exists", code="export_exists", name=name)


def _refuse_link(path: Path) -> None:
    if path.is_symlink():
        raise Conflict("export_symlink", code="export_symlink", name=path.name)


def _write_pictures(folder: Path, parent: Path, pictures: Mapping[str, bytes], created: list[Path]) -> None:
    if pictures and not folder.exists():
        folder.mkdir()
        created.append(folder)
    for name, content in pictures.items():
        path = parent / name
        if path.parent != folder or not _PICTURE.match(path.name):
            raise ExportFailed("picture_name", name=repr(name))
        _refuse_link(path)
        if path.exists():  # the name says what is in it
            continue
        with _write_new(folder, content, created) as temporary:
            temporary.replace(path)
        created[created.index(temporary)] = path


def _write_page(target: Path, data: bytes, created: list[Path], *, overwrite: bool) -> None:
    with _write_new(target.parent, data, created) as temporary:
        _refuse_link(target)
        if overwrite:
            with suppress(FileNotFoundError):  # who may read it stays as it was
                shutil.copymode(target, temporary)
            temporary.replace(target)
        else:
            _move_to_free_name(temporary, target)
        created.clear()
    _sync_folder(target.parent)


def _move_to_free_name(temporary: Path, target: Path) -> None:
    """Rename, but never over what another export or the user has put there since the check."""
    try:
        target.hardlink_to(temporary)
    except FileExistsError:
        raise already_there(target.name) from None
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        # A file system without links has no way to do both at once.
        if os.path.lexists(target):
            raise already_there(target.name) from None
        temporary.rename(target)
    else:
        temporary.unlink()


@contextmanager
def _write_new(folder: Path, data: bytes, created: list[Path]) -> Iterator[Path]:
    """Write a file under a name of its own; within the block no other process takes it for abandoned."""
    temporary, stream = _open_new(folder)
    created.append(temporary)
    with stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
        if os.name == "nt":  # which does not rename an open file
            stream.close()
        yield temporary


def _open_new(folder: Path) -> tuple[Path, BinaryIO]:
    while True:
        temporary = folder / f".journal-{secrets.token_hex(8)}.tmp"
        stream = os.fdopen(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY | _NOFOLLOW, 0o666), "wb")
        if claim(stream.fileno()):
            return temporary, stream
        stream.close()


def _sync_folder(folder: Path) -> None:
    """Make the rename survive a power cut, where the system can."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _remove(created: list[Path]) -> None:
    for path in reversed(created):
        if path.is_dir():
            path.rmdir()
        else:
            path.unlink(missing_ok=True)


def _drop_stale(folder: Path, keep: set[str]) -> None:
    """Remove pictures of an earlier export that the new page does not show."""
    if folder.is_symlink() or not folder.is_dir():
        return
    for path in list(folder.iterdir()):
        if _PICTURE.match(path.name) and path.name not in keep:
            path.unlink(missing_ok=True)
    if not any(folder.iterdir()):
        folder.rmdir()


def _explained(error: OSError, target: Path, needed: int) -> ExportFailed:
    if error.errno in _FULL:
        return ExportFailed("disk_full", code="disk_full", name=target.name, size=needed)
    if error.errno in _REFUSED:
        return ExportFailed("not_writable", code="not_writable", name=target.name)
    reason = os.strerror(error.errno) if error.errno else type(error).__name__
    return ExportFailed("export_name", name=target.name, reason=reason)
