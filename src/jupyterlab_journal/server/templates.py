"""The templates of entries."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from jupyter_server.auth.decorator import authorized
from tornado import web

from jupyterlab_journal.entry.template import Template, list_templates
from jupyterlab_journal.server.base import JournalHandler

if TYPE_CHECKING:
    from jupyterlab_journal.server.composer import Composer


class TemplatesHandler(JournalHandler):
    """The templates of one language."""

    composer: Composer

    @web.authenticated
    @authorized
    def get(self) -> None:
        """Answer with the templates in the order of the panel."""
        self.composer.warm()  # who asks for templates is about to write
        templates = [_encode(template) for template in list_templates(self.read_locale())]
        self.finish(json.dumps({"templates": templates, "redaction": self.secrets.enabled}))


def _encode(template: Template) -> dict[str, object]:
    return {
        "kind": template.kind.value,
        "title": template.title,
        "locale": template.locale,
        "source": template.source,
        "sections": list(template.hints),
    }
