"""The templates of entries."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from jupyter_server.auth.decorator import authorized
from tornado import web

from jupyterlab_journal.entry.template import list_templates
from jupyterlab_journal.locale import LOCALES
from jupyterlab_journal.server.base import JournalHandler

if TYPE_CHECKING:
    from jupyterlab_journal.entry.template import Template as DeclaredTemplate
    from jupyterlab_journal.server.bodies import Template, Templates
    from jupyterlab_journal.server.composer import Composer


class TemplatesHandler(JournalHandler):
    """The templates, by language."""

    composer: Composer

    @web.authenticated
    @authorized
    def get(self) -> None:
        """Answer with the templates of one language or of all, in the order of the panel."""
        self.composer.warm()  # who asks for templates is about to write
        locales = LOCALES if self.get_query_argument("locale", None) is None else (self.read_locale(),)
        answer: Templates = {
            "templates": [_encode(template) for locale in locales for template in list_templates(locale)]
        }
        self.finish(json.dumps(answer))


def _encode(template: DeclaredTemplate) -> Template:
    return {
        "kind": template.kind.value,
        "title": template.title,
        "locale": template.locale,
        "numbered": template.numbered,
        "source": template.source,
        "sections": list(template.hints),
    }
