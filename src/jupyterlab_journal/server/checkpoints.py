"""The last checkpoint of a notebook, found without writing anything."""

from __future__ import annotations

import asyncio
import json
import os
import tempfile
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from jupyter_core.utils import ensure_async
from jupyter_server.services.contents.filecheckpoints import FileCheckpoints

_ID = "checkpoint"  # files have one each


@dataclass(frozen=True, kw_only=True)
class Checkpoint:
    """The content of a checkpoint, and when it was made."""

    data: bytes
    made: datetime


async def last_checkpoint(contents: Any, path: str) -> Checkpoint | None:  # noqa: ANN401 (any contents manager)
    """Return the last checkpoint of the notebook at `path`; None when there is none."""
    checkpoints = contents.checkpoints
    # The methods of files' checkpoints make the folder in which they look.
    if isinstance(checkpoints, FileCheckpoints) and _keeps_to_the_rule(checkpoints):
        return await asyncio.to_thread(_from_file, checkpoints, path)
    listed = await ensure_async(contents.list_checkpoints(path))
    if not listed:
        return None
    model = await ensure_async(checkpoints.get_notebook_checkpoint(listed[0]["id"], path))
    data = (await asyncio.to_thread(json.dumps, model["content"])).encode()
    return Checkpoint(data=data, made=listed[0]["last_modified"])


def _keeps_to_the_rule(checkpoints: FileCheckpoints) -> bool:
    return type(checkpoints).checkpoint_path is FileCheckpoints.checkpoint_path


def _from_file(checkpoints: FileCheckpoints, path: str) -> Checkpoint | None:
    file = _place(checkpoints, path)
    try:
        data = file.read_bytes()
        made = datetime.fromtimestamp(file.stat().st_mtime, tz=timezone.utc)
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None
    return Checkpoint(data=data, made=made)


def _place(checkpoints: FileCheckpoints, path: str) -> Path:
    """Return where a checkpoint lies, by the same rule as `FileCheckpoints.checkpoint_path`."""
    parent, _, name = path.strip("/").rpartition("/")
    stem, ending = os.path.splitext(name)  # noqa: PTH122 (as that method)
    beside = Path(checkpoints._get_os_path(parent))  # type: ignore[no-untyped-call]  # the only way there is
    folder = beside / checkpoints.checkpoint_dir
    if not os.access(folder.parent, os.W_OK):
        below_root = os.path.relpath(beside, start=checkpoints.root_dir)
        folder = Path(tempfile.gettempdir()) / "jupyter_checkpoints" / below_root
    return folder / f"{stem}-{_ID}{ending}"
