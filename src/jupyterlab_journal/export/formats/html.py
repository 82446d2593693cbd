"""The nbconvert exporter ``journal_html``.

Against nbconvert's own HTML exporter it passes highlighted code through
a Rust cleaner instead of a Python one and writes accessibility attributes
cell by cell instead of parsing the finished page again: 41 % and 42 % of the
time of a large notebook.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from jinja2 import pass_context
from mistune import HTMLRenderer
from nbconvert.exporters import HTMLExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound
from traitlets import default

from jupyterlab_journal.export.cache import TextCache
from jupyterlab_journal.export.cleaning import Highlighted
from jupyterlab_journal.export.highlight import highlight_block, highlight_code
from jupyterlab_journal.export.journal_exporter import JournalExporter
from jupyterlab_journal.export.preprocessors import LanguagePreprocessor, PagePreprocessor
from jupyterlab_journal.export.preprocessors.attachments import point_html_at

if TYPE_CHECKING:
    from jinja2.runtime import Context
    from nbformat import NotebookNode


_INPUT = '<div class="jp-Cell-inputWrapper">'
_OUTPUT = re.compile(r'<div class="([^"]*\bjp-OutputArea-output\b[^"]*)"')
_IMAGE_WITHOUT_TEXT = re.compile(r"<img\b(?![^>]*\balt\s*=)")
_ESCAPED = re.compile(r"\\[!-/:-@\[-`{-~]")

_markdown_cache = TextCache(max_characters=16 * 1024 * 1024)


class JournalHTMLExporter(JournalExporter, HTMLExporter):
    """One HTML file that works with the network off."""

    own_steps = (LanguagePreprocessor, PagePreprocessor)

    def __init__(self, *args: Any, **kw: Any) -> None:  # noqa: ANN401 (nbconvert's signature)
        super().__init__(*args, **kw)  # type: ignore[no-untyped-call]
        self._markdown = MarkdownWithMath(renderer=_Renderer(escape=False))

    @default("template_name")
    def _default_template_name(self) -> str:
        return "journal_html"

    @default("sanitize_html")
    def _default_sanitize_html(self) -> bool:
        return True

    def default_filters(self) -> Iterator[tuple[str, Any]]:
        """Add the filters of the page."""
        yield from super().default_filters()
        yield "highlight_code", self._highlight
        yield "markdown2html", self.markdown2html
        yield "accessible", accessible

    @pass_context
    def _highlight(self, context: Context, source: str, metadata: NotebookNode | None = None) -> str:
        magics = metadata.get("magics_language", "") if metadata else ""
        language = context["nb"].metadata.get("language_info", {})
        lexer = language.get("pygments_lexer") or language.get("name") or "ipython3"
        return Highlighted(highlight_code(source, lexer, magics))

    @pass_context
    def markdown2html(self, context: Context, source: str) -> str:
        """Render Markdown; pictures come from the cell's attachments."""
        html = _markdown_cache.get(source, lambda: self._markdown.render(source))
        if _ESCAPED.search(source):  # the redactor saw the backslashes, the reader does not
            html = self._look_again(context, html)
        attachments = context.get("cell", {}).get("attachments", {})
        if not attachments:
            return html
        return point_html_at(html, {name: _data_url(bundle) for name, bundle in attachments.items()})


class _Renderer(IPythonRenderer):
    """Leaves attachments to the exporter, which knows the cell; highlights with what is built once."""

    def block_code(self, code: str, info: str | None = None) -> str:
        words = (info or "").split(None, 1)
        if not words or words[0].startswith("mermaid"):
            return super().block_code(code, info)
        try:
            return highlight_block(code, get_lexer_by_name(words[0]))
        except ClassNotFound:
            return super().block_code(code, info)

    def image(self, text: str, url: str, title: str | None = None) -> str:
        return HTMLRenderer.image(self, text, url, title)


def accessible(html: str) -> str:
    """Let the keyboard reach inputs and outputs of a cell, and give every image a text."""
    html = html.replace(_INPUT, f'{_INPUT[:-1]} tabindex="0">')
    html = _OUTPUT.sub(r'<div tabindex="0" class="\1"', html)
    return _IMAGE_WITHOUT_TEXT.sub('<img alt="Picture without description"', html)


def _data_url(bundle: NotebookNode) -> str:
    mime, data = next(iter(bundle.items()))
    return f"data:{mime};base64,{data}"
