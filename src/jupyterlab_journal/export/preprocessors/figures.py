"""Put pictures into files beside a Markdown page."""

from __future__ import annotations

import binascii
import hashlib
from urllib.parse import quote

from traitlets import Unicode

from jupyterlab_journal.export.preprocessors.attachments import IMAGE_TYPES, point_at
from jupyterlab_journal.export.preprocessors.journal_preprocessor import NotebookNode, Resources, Step

_ENDINGS = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/gif": "gif",
    "image/webp": "webp",
    "image/svg+xml": "svg",
}


class FiguresPreprocessor(Step):
    """Collect pictures under ``resources["outputs"]`` and point the text at them.

    A file is named by its content: exporting twice writes the same files, and
    two pictures never meet under one name.
    """

    folder = Unicode(
        "", help="Folder of the pictures as the page names it; the notebook's name by default."
    ).tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Take the pictures of attachments and outputs out of the notebook."""
        folder = self.folder or f"{resources['metadata']['name']}_files"
        if not isinstance(resources.get("outputs"), dict):
            resources["outputs"] = {}
        for cell in nb.cells:
            self._place_attachments(cell, folder, resources)
            for output in cell.get("outputs", []):
                self._extract(output, folder, resources)
        return nb, resources

    def _place_attachments(self, cell: NotebookNode, folder: str, resources: Resources) -> None:
        """Put the attachments that the text shows beside the page; a cell may have others."""
        attached = {
            name: (mime, binascii.a2b_base64(data))
            for name, bundle in cell.pop("attachments", {}).items()
            for mime, data in bundle.items()
        }
        paths = {name: quote(_path(folder, mime, content)) for name, (mime, content) in attached.items()}
        if paths:
            cell.source = point_at(cell.source, paths)
        for name, path in paths.items():
            if path in cell.source:
                _store(resources, folder, *attached[name])

    def _extract(self, output: NotebookNode, folder: str, resources: Resources) -> None:
        mime = next((mime for mime in IMAGE_TYPES if mime in output.get("data", {})), None)
        if mime is None:
            return
        data = output.data[mime]
        content = data.encode() if mime == "image/svg+xml" else binascii.a2b_base64(data)
        output.metadata["journal_picture"] = _store(resources, folder, mime, content)


def _path(folder: str, mime: str, content: bytes) -> str:
    return f"{folder}/{hashlib.sha256(content).hexdigest()[:16]}.{_ENDINGS[mime]}"


def _store(resources: Resources, folder: str, mime: str, content: bytes) -> str:
    path = _path(folder, mime, content)
    resources["outputs"][path] = content
    return quote(path)
