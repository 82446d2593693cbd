"""The formats that a notebook can be exported to."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from jupyter_server.auth.decorator import authorized
from tornado import web

from jupyterlab_journal.export.formats import FORMATS
from jupyterlab_journal.locale import words_in
from jupyterlab_journal.server.base import JournalHandler

if TYPE_CHECKING:
    from jupyterlab_journal.server.bodies import Format


class FormatsHandler(JournalHandler):
    """The formats, with their words in one language."""

    @web.authenticated
    @authorized
    def get(self) -> None:
        """Answer with the formats in the order in which they are offered; the first one is the default."""
        words = words_in(self.read_locale()).formats
        formats: list[Format] = [
            {
                "name": row.name,
                "ending": row.ending,
                "mime_type": row.mime_type,
                "viewer": row.viewer,
                "label": words[row.name].label,
                "menu_label": words[row.name].menu_label,
                "caption": words[row.name].caption,
            }
            for row in FORMATS.values()
        ]
        self.finish(json.dumps({"formats": formats}))
