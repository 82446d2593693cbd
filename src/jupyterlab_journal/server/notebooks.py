"""Notebooks on the server, read through its contents manager, so that remote storage works too."""

from __future__ import annotations

import asyncio
import json
from base64 import b64decode
from contextlib import suppress
from pathlib import Path
from typing import Any

from jupyter_core.utils import ensure_async
from jupyter_server.services.contents.fileio import FileManagerMixin
from tornado import web

from jupyterlab_journal.errors import InvalidRequest, NotFound
from jupyterlab_journal.facts.server_root import ServerRoot
from jupyterlab_journal.notebook import parse_json

MAX_NOTEBOOK_BYTES = 256 * 1024 * 1024


class Notebooks:
    """Reads notebooks as text: parsing is the worker's business.

    Parameters
    ----------
    contents : ContentsManager
        The server's; it keeps paths inside the root.
    """

    def __init__(self, contents: Any) -> None:  # noqa: ANN401 (any contents manager, synchronous or not)
        self.contents = contents

    @property
    def on_disk(self) -> bool:
        """Whether notebooks are files of this machine."""
        return isinstance(self.contents, FileManagerMixin)

    async def read(self, path: str) -> str:
        """Return the text of the notebook at `path`.

        Raises
        ------
        NotFound
            When it is absent, hidden or outside the root.
        InvalidRequest
            When it is no notebook, too large, or cannot be read.
        MalformedNotebook
            When it is not UTF-8; names the line.
        """
        await self.check(path)
        if not path.endswith(".ipynb"):
            raise InvalidRequest("no_notebook", path=path)
        try:
            return await self._read(path)
        except web.HTTPError as error:
            if error.status_code == 404:
                raise NotFound("notebook") from None
            await self._name_fault(path)
            raise InvalidRequest("unreadable_notebook", path=path) from error

    async def check(self, path: str) -> None:
        """Raise `NotFound` unless something visible exists at `path`; one text for every reason."""
        if not _is_plain(path):
            raise NotFound("notebook")
        try:
            visible = await ensure_async(self.contents.exists(path)) and (
                getattr(self.contents, "allow_hidden", True)
                or not await ensure_async(self.contents.is_hidden(path))
            )
        except (web.HTTPError, OSError, ValueError):
            visible = False
        if not visible:
            raise NotFound("notebook")

    async def check_place(self, path: str) -> str:
        """Return the path of a notebook that need not have been saved, without slashes around it.

        Raises
        ------
        NotFound
            When it leads out of the root, or its place is hidden.
        """
        path = path.strip("/")
        if "\0" in path or "\\" in path or ".." in path.split("/"):
            raise NotFound("notebook")
        try:
            hidden = not getattr(self.contents, "allow_hidden", True) and await ensure_async(
                self.contents.is_hidden(path)
            )
        except (web.HTTPError, OSError, ValueError):
            hidden = True
        if hidden:
            raise NotFound("notebook")
        return path

    async def exists(self, path: str) -> bool:
        """Whether anything lies at `path`."""
        return bool(await ensure_async(self.contents.exists(path)))

    def os_path(self, path: str) -> Path:
        """Return where the notebook at `path` lies on this machine; only when `on_disk`."""
        return Path(self.contents._get_os_path(path))  # the only way there is

    def root(self) -> ServerRoot:
        """Return the folder above which nothing is served; only when `on_disk`."""
        return ServerRoot(self.contents.root_dir)

    async def _name_fault(self, path: str) -> None:
        """Raise `MalformedNotebook` when a file that cannot be read as text is one, and no text."""
        if self.on_disk:
            with suppress(web.HTTPError):  # a folder, or a file that may not be read
                model = await ensure_async(self.contents.get(path, type="file", format="base64"))
                await asyncio.to_thread(parse_json, b64decode(model["content"]), f"'{path}'")

    async def _read(self, path: str) -> str:
        facts = await ensure_async(self.contents.get(path, content=False))
        size = facts.get("size") or 0
        if size > MAX_NOTEBOOK_BYTES:
            raise InvalidRequest("notebook_too_large", path=path, size=size, limit=MAX_NOTEBOOK_BYTES)
        if self.on_disk:
            # As a plain file: the contents manager would parse and validate a notebook on the server's loop.
            model = await ensure_async(self.contents.get(path, type="file", format="text"))
            return str(model["content"])
        model = await ensure_async(self.contents.get(path, type="notebook"))
        return await asyncio.to_thread(json.dumps, model["content"])


def _is_plain(path: str) -> bool:
    """Whether `path` is relative, and without a way up or a character no file name has."""
    parts = path.split("/")
    return all(part not in {"", ".", ".."} and part == part.rstrip(" .") for part in parts) and not any(
        character in path for character in "\0\\"
    )
