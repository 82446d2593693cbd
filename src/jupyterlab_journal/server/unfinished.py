"""What servers that were killed left on the disk: pages half written, folders of workers."""

from __future__ import annotations

import os
import re
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from jupyterlab_journal.export.beside import pictures_folder, sweep_beside
from jupyterlab_journal.export.leftovers import claim, sweep
from jupyterlab_journal.server.worker.folder import FOLDER

_NOTE = re.compile(r"jupyterlab-journal-export-[0-9a-f]{16}\.txt")


class Unfinished:
    """Notes where a page is being written, so that the next server finds what this one leaves when killed.

    Parameters
    ----------
    folder : Path
        Where the notes lie, one file for each page in progress; the user's runtime folder.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextmanager
    def writing(self, target: Path) -> Iterator[None]:
        """Keep a note of `target` while the block writes it; where no note can be kept, write without."""
        note = self._folder / f"jupyterlab-journal-export-{secrets.token_hex(8)}.txt"
        try:
            handle = os.open(note, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        except OSError:
            yield
            return
        with os.fdopen(handle, "wb") as stream:
            claim(handle)
            stream.write(os.fsencode(target))
            stream.flush()
            try:
                yield
            finally:
                note.unlink(missing_ok=True)

    def clear(self) -> None:
        """Remove what killed servers left; what a living one has in hand stays. Blocks, for moments."""
        with suppress(OSError):
            for note in [path for path in self._folder.iterdir() if _NOTE.fullmatch(path.name)]:
                with suppress(OSError):
                    target = Path(os.fsdecode(note.read_bytes()))
                    sweep_beside(target.parent)
                    sweep_beside(pictures_folder(target))
        sweep(self._folder, _NOTE)
        sweep(Path(tempfile.gettempdir()), FOLDER)
