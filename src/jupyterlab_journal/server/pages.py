"""Where exported pages go: beside the notebook, through whatever storage the server has."""

from __future__ import annotations

import asyncio
import base64
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from jupyter_core.utils import ensure_async
from tornado import web

from jupyterlab_journal.errors import Conflict, ExportFailed
from jupyterlab_journal.export.beside import already_there, check_target, write_beside
from jupyterlab_journal.export.jobs import Written

if TYPE_CHECKING:
    from pathlib import Path

    from jupyterlab_journal.export.model import Page
    from jupyterlab_journal.server.notebooks import Notebooks
    from jupyterlab_journal.server.unfinished import Unfinished


class Pages:
    """Reads notebooks and writes pages; the `Files` of the export jobs.

    Parameters
    ----------
    notebooks : Notebooks
        Reads, and knows the storage.
    unfinished : Unfinished
        Notes where a page is being written.
    """

    def __init__(self, notebooks: Notebooks, unfinished: Unfinished) -> None:
        self._notebooks = notebooks
        self._unfinished = unfinished

    async def read(self, path: str) -> str:
        """Return the text of a notebook."""
        return await self._notebooks.read(path)

    async def check(self, target: str, *, overwrite: bool) -> None:
        """Raise `Conflict` when the page may not be written."""
        if self._notebooks.on_disk:
            await asyncio.to_thread(self._check_on_disk, target, overwrite=overwrite)
        elif not overwrite and await self._notebooks.exists(target):
            raise already_there(PurePosixPath(target).name)

    async def write(self, target: str, page: Page, *, overwrite: bool) -> Written:
        """Write a page and its pictures."""
        await self.check(target, overwrite=overwrite)
        if self._notebooks.on_disk:
            path = self._notebooks.os_path(target)
            size = await asyncio.to_thread(self._write_on_disk, path, page, overwrite=overwrite)
        else:
            size = await self._save(target, page)
        return Written(path=target, bytes=size)

    def _write_on_disk(self, path: Path, page: Page, *, overwrite: bool) -> int:
        with self._unfinished.writing(path):
            return write_beside(path, page.content, page.files, overwrite=overwrite)

    def _check_on_disk(self, target: str, *, overwrite: bool) -> None:
        path = self._notebooks.os_path(target)
        if self._notebooks.root().below(str(path.parent)) is None:
            raise Conflict("export_outside", code="export_symlink", path=target)
        check_target(path, overwrite=overwrite)

    async def _save(self, target: str, page: Page) -> int:
        """Write through the contents manager: pictures first, the page last."""
        folder = PurePosixPath(target).parent
        try:
            for name in sorted({str(PurePosixPath(name).parent) for name in page.files}):
                await self._put(str(folder / name), {"type": "directory"})
            for name, content in page.files.items():
                data = base64.b64encode(content).decode("ascii")
                await self._put(str(folder / name), {"type": "file", "format": "base64", "content": data})
            await self._put(target, {"type": "file", "format": "text", "content": page.text})
        except web.HTTPError as error:
            raise ExportFailed("export_refused_by_storage", path=target, status=error.status_code) from error
        return len(page.content) + sum(map(len, page.files.values()))

    async def _put(self, path: str, model: dict[str, Any]) -> None:
        await ensure_async(self._notebooks.contents.save(model, path))
