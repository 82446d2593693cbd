"""Files of data that a cell names: size, time and hash.

A file is looked at when it lies below the root of the server, is no hidden
one and a regular file. Hashing goes on in the background: what is not ready
in time is known at the next capture.
"""

from __future__ import annotations

import ast
import hashlib
import itertools
import os
import re
import stat
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

from jupyterlab_journal.reading.parser import nodes_of, parse_cell

if TYPE_CHECKING:
    from jupyterlab_journal.facts.server_root import ServerRoot

MAX_FILES = 20
_MAX_NAMES = 1_000  # looked for; a thousand cost 35 ms
MAX_HASHED_BYTES = 8 * 2**30  # a minute or so; beyond it the hash is not worth the reading
WAIT_S = 0.3
_MAX_REMEMBERED = 500
_CHUNK_BYTES = 2**20
_MAX_NAME_CHARACTERS = 500
# What a person would call a file: a folder before it, or an ending behind it; no address.
_PATH = re.compile(r"^(?!\w+://)(?=.*(/|\.\w{1,8}$))[^\0\n\r]+$")
_WORD = re.compile(r"[^\s`'\"<>|(),;，；：、（）]+")
_Identity = tuple[int, int, int, int, int]  # device, inode, size, times of change of content and of record
# Not followed and not waited for: what stands at a path by now may be a link or a pipe.
_FLAGS = os.O_RDONLY | sum(
    getattr(os, name, 0)  # no system has them all
    for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY")
)


def named_files(source: str) -> list[str]:
    """Return the texts of a cell that could be paths, in their order.

    Parameters
    ----------
    source : str
        Code of one cell; empty is returned for code that cannot be parsed.

    Examples
    --------
    >>> named_files("rows = read_csv('data/train.csv'); print('done')")
    ['data/train.csv']
    """
    parsed = parse_cell(source)
    if parsed is None:
        return []
    texts = [
        node.value
        for node in nodes_of(parsed[0])
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    return _paths(texts)


def named_in_text(text: str) -> list[str]:
    """Return the words of a person's text that could be paths."""
    return _paths(word.rstrip(".。") for word in _WORD.findall(text))


def _paths(texts: Iterable[str]) -> list[str]:
    return [text for text in dict.fromkeys(texts) if len(text) <= _MAX_NAME_CHARACTERS and _PATH.match(text)]


class DataFiles:
    """Describes files, and remembers the hashes of those that have not changed since.

    Parameters
    ----------
    root : ServerRoot
        Nothing outside it is looked at.
    wait_s : float
        How long a caller waits for hashes that are not known yet.
    """

    def __init__(self, root: ServerRoot, wait_s: float = WAIT_S) -> None:
        self._root = root
        self._wait_s = wait_s
        self._hashes: dict[tuple[str, _Identity], Future[str | None]] = {}
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="journal-data")
        self._lock = threading.Lock()
        self._closed = threading.Event()

    def describe(self, names: Iterable[str], folders: Sequence[str]) -> list[dict[str, Any]]:
        """Return the facts of the files among `names`, at most 20; blocks, so call it in a worker thread.

        Parameters
        ----------
        names : iterable of str
            Paths as they were written.
        folders : sequence of str
            What relative ones are tried against, in this order.
        """
        looked_at = (self._find(name, folders) for name in itertools.islice(names, _MAX_NAMES))
        found = itertools.islice((file for file in looked_at if file is not None), 2 * MAX_FILES)
        files = list({path: (name, path, status) for name, path, status in found}.values())[:MAX_FILES]
        hashes = [self._hash(path, status) for _, path, status in files]
        wait(hashes, timeout=self._wait_s)
        return [
            {
                "path": name,
                "bytes": status.st_size,
                "modified_at": datetime.fromtimestamp(int(status.st_mtime), timezone.utc).isoformat(),
                "sha256": future.result() if future.done() and not _failed(future) else None,
            }
            for (name, _, status), future in zip(files, hashes, strict=True)
        ]

    def close(self) -> None:
        """Stop hashing; safe to call twice."""
        self._closed.set()
        self._worker.shutdown(wait=False, cancel_futures=True)

    def _find(self, name: str, folders: Sequence[str]) -> tuple[str, str, os.stat_result] | None:
        for path in _candidates(name, folders):
            try:
                inside = self._root.below(path)
                if inside is None or any(part.startswith(".") for part in inside.parts):
                    continue
                real = str(self._root.real / inside)
                status = os.stat(real)  # noqa: PTH116 (beside its siblings)
            except (OSError, ValueError):  # none here; or no path at all, as with half a surrogate pair
                continue
            if stat.S_ISREG(status.st_mode):
                return name, real, status
        return None

    def _hash(self, path: str, status: os.stat_result) -> Future[str | None]:
        key = (path, _identity(status))
        with self._lock:
            known = self._hashes.get(key)
            if known is None or _failed(known):
                while len(self._hashes) >= _MAX_REMEMBERED:
                    del self._hashes[next(iter(self._hashes))]
                self._hashes[key] = self._worker.submit(self._read, *key)
            return self._hashes[key]

    def _read(self, path: str, identity: _Identity) -> str | None:
        """Hash a file; None when it is too large, or another one than was found.

        Raises
        ------
        OSError
            When it cannot be read now.
        """
        handle = os.open(path, _FLAGS)
        with open(handle, "rb", buffering=0) as file:  # noqa: PTH123 (an open handle)
            if _identity(os.fstat(handle)) != identity or identity[2] > MAX_HASHED_BYTES:
                return None
            digest = hashlib.sha256()
            while chunk := file.read(_CHUNK_BYTES):
                digest.update(chunk)
                if self._closed.is_set():
                    return None
                time.sleep(0)  # the server's own thread goes first
            return digest.hexdigest() if _identity(os.fstat(handle)) == identity else None


def _candidates(name: str, folders: Sequence[str]) -> Iterator[str]:
    if "\0" in name:
        return
    try:
        expanded = os.path.expanduser(name)  # noqa: PTH111 (as text, with the rest)
    except ValueError:  # half a surrogate pair in the name of a user
        return
    if os.path.isabs(expanded):  # noqa: PTH117
        yield expanded
        return
    for folder in folders:
        yield os.path.join(folder, expanded)  # noqa: PTH118


def _failed(future: Future[str | None]) -> bool:
    """Whether a file could not be read: that may be otherwise the next time."""
    return future.done() and (future.cancelled() or future.exception() is not None)


def _identity(status: os.stat_result) -> _Identity:
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns
