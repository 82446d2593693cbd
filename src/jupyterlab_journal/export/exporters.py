"""The nbconvert exporters ``journal_html`` and ``journal_markdown``.

Against nbconvert's own HTML exporter this one passes highlighted code through
a Rust cleaner instead of a Python one and writes accessibility attributes
cell by cell instead of parsing the finished page again: 41 % and 42 % of the
time of a large notebook.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from jinja2 import Environment, pass_context
from mistune import HTMLRenderer
from nbconvert.exporters import HTMLExporter, MarkdownExporter, TemplateExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound
from traitlets import default
from traitlets.config import Application, Config

from jupyterlab_journal.errors import MalformedNotebook
from jupyterlab_journal.export.cache import TextCache
from jupyterlab_journal.export.cleaning import Highlighted, clean_and_redact
from jupyterlab_journal.export.highlight import highlight_block, highlight_code
from jupyterlab_journal.export.notebook import exportable
from jupyterlab_journal.export.preprocessors import (
    AttachmentsPreprocessor,
    FiguresPreprocessor,
    JournalOnlyPreprocessor,
    LanguagePreprocessor,
    NoCodePreprocessor,
    NumberPreprocessor,
    OutputsPreprocessor,
    PagePreprocessor,
    RedactionPreprocessor,
    UnfilledPreprocessor,
)
from jupyterlab_journal.export.preprocessors.attachments import point_html_at
from jupyterlab_journal.export.preprocessors.step import number_of
from jupyterlab_journal.notebook import check_notebook, read_notebook
from jupyterlab_journal.redact.gate import Gate

if TYPE_CHECKING:
    from jinja2.runtime import Context

    from jupyterlab_journal.redact import Redactor

_TEMPLATES = str(Path(__file__).parent / "templates")
_ALWAYS = (
    NumberPreprocessor,
    UnfilledPreprocessor,
    OutputsPreprocessor,
    RedactionPreprocessor,
    AttachmentsPreprocessor,  # quotes the source in a shortened form, in which no secret is recognised
)
_ON_REQUEST = (JournalOnlyPreprocessor, NoCodePreprocessor)
_MAGICS = "nbconvert.preprocessors.HighlightMagicsPreprocessor"

_INPUT = '<div class="jp-Cell-inputWrapper">'
_OUTPUT = re.compile(r'<div class="([^"]*\bjp-OutputArea-output\b[^"]*)"')
_IMAGE_WITHOUT_TEXT = re.compile(r"<img\b(?![^>]*\balt\s*=)")
_ESCAPED = re.compile(r"\\[!-/:-@\[-`{-~]")
_FENCE = re.compile(r"`{3,}")

_markdown_cache = TextCache(max_characters=16 * 1024 * 1024)


class JournalExporter(TemplateExporter):
    """What both exporters share: our templates and steps, progress.

    One object serves one notebook after another, never two at once: nbconvert
    keeps facts of the current notebook on the exporter.
    """

    own_steps: tuple[type, ...] = ()
    """Steps of this format, after the common ones."""

    @default("enabled")
    def _default_enabled(self) -> bool:
        """Stay out of the lists that a Jupyter server makes for its menus.

        JupyterLab names what is listed there by its entry point, "Journal_html"; the
        front end has menu items of its own, with names that people can read.
        """
        return not (Application.initialized() and hasattr(Application.instance(), "web_app"))

    @default("extra_template_basedirs")
    def _default_extra_template_basedirs(self) -> list[str]:
        return [_TEMPLATES]

    @default("optimistic_validation")
    def _default_optimistic_validation(self) -> bool:
        return True

    @default("default_preprocessors")
    def _default_steps(self) -> list[object]:
        return [*_ALWAYS[:1], *_ON_REQUEST, *_ALWAYS[1:], _MAGICS, *self.own_steps]

    @property
    def default_config(self) -> Config:
        """Turn on every step that is not on request."""
        config = Config(super().default_config)
        enabled = {"enabled": True}
        config.merge(Config({step.__name__: enabled for step in (*_ALWAYS, *self.own_steps)}))
        config.merge(Config({"HighlightMagicsPreprocessor": enabled}))
        return config

    def from_file(  # type: ignore[override]  # as nbconvert: pages are text
        self,
        file_stream: TextIO,
        resources: dict[str, Any] | None = None,
        **kw: Any,  # noqa: ANN401 (nbconvert's signature)
    ) -> tuple[str, dict[str, Any]]:
        """Convert a notebook file; reads what the stock exporters give up on."""
        name = ((resources or {}).get("metadata") or {}).get("name")
        try:
            # As bytes where there are some: what is no text is a fault with a place, too.
            data: bytes | str = getattr(file_stream, "buffer", file_stream).read()
            content = read_notebook(data, f"{name}.ipynb" if name else "the notebook")
        except MalformedNotebook as error:
            _leave_command(error)
            raise
        return self.from_notebook_node(NotebookNode(content), resources, **kw)

    def from_notebook_node(  # type: ignore[override]  # as nbconvert: pages are text
        self,
        nb: NotebookNode,
        resources: dict[str, Any] | None = None,
        **kw: Any,  # noqa: ANN401 (nbconvert's signature)
    ) -> tuple[str, dict[str, Any]]:
        """Convert a notebook, valid or not; what is left out of it goes to the log."""
        notes: list[str] = []
        notebook = exportable(check_notebook(nb, "the notebook"), notes)
        for note in notes:
            self.log.warning(note)
        return self.convert(notebook, resources, **kw)

    def convert(
        self,
        notebook: NotebookNode,
        resources: dict[str, Any] | None = None,
        **kw: Any,  # noqa: ANN401 (nbconvert's signature)
    ) -> tuple[str, dict[str, Any]]:
        """Convert what `exportable` returned.

        Not by the stock HTML exporter, next in line: it parses the finished page once more.
        """
        return TemplateExporter.from_notebook_node(self, notebook, resources, **kw)

    def report_progress(self, progress: Callable[[float], None]) -> None:
        """Call `progress` with fractions from 0 to 1 while the next page grows."""

        def cell_done(number: int, total: int) -> str:
            progress(number / total)
            return ""

        self.environment.globals["journal_progress"] = cell_done

    def use_redactor(self, redactor: Redactor) -> None:
        """Let `redactor` look for secrets in the next page."""
        self._redaction.redactor = redactor

    @property
    def _redaction(self) -> RedactionPreprocessor:
        return next(step for step in self._preprocessors if isinstance(step, RedactionPreprocessor))

    @pass_context
    def clean_html(self, context: Context, element: object) -> str:
        """Clean HTML, and look once more for secrets where cleaning changed it."""
        return clean_and_redact(element, lambda text: self._look_again(context, text))

    def _look_again(self, context: Context, text: str) -> str:
        """Redact what became of a redacted text when its notation was taken off."""
        step = self._redaction
        if not step.enabled:
            return text
        gate = Gate(step.redactor)
        clean = gate.text(text, "html")
        step.report(gate, f"Cell {number_of(context['cell'])}", context["resources"])
        return clean

    def default_filters(self) -> Iterator[tuple[str, Any]]:
        """Replace the filters that are slow, or that need a notebook's widgets."""
        yield from super().default_filters()  # type: ignore[no-untyped-call]
        yield "clean_html", self.clean_html
        yield "filter_data_type", lambda data: list(data)[:1]  # the outputs step left one form

    def _create_environment(self) -> Environment:
        environment: Environment = super()._create_environment()  # type: ignore[no-untyped-call]
        environment.globals["journal_progress"] = lambda _number, _total: ""
        return environment


def _leave_command(error: MalformedNotebook) -> None:
    """End ``jupyter nbconvert`` with the fault in one line; it shows whatever is raised as a traceback."""
    if not Application.initialized():
        return
    command = Application.instance()
    if command.name == "jupyter-nbconvert":
        command.log.critical("%s. %s", error.message, error.hint)
        command.exit(1)


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


class JournalMarkdownExporter(JournalExporter, MarkdownExporter):
    """One Markdown file, its pictures in a folder beside it."""

    own_steps = (FiguresPreprocessor,)

    @default("template_name")
    def _default_template_name(self) -> str:
        return "journal_markdown"

    def default_filters(self) -> Iterator[tuple[str, Any]]:
        """Add the filters of the page."""
        yield from super().default_filters()
        yield "fenced", fenced
        yield "picture", picture


def accessible(html: str) -> str:
    """Let the keyboard reach inputs and outputs of a cell, and give every image a text."""
    html = html.replace(_INPUT, f'{_INPUT[:-1]} tabindex="0">')
    html = _OUTPUT.sub(r'<div tabindex="0" class="\1"', html)
    return _IMAGE_WITHOUT_TEXT.sub('<img alt="Picture without description"', html)


def fenced(text: str, language: str = "") -> str:
    """Put `text` into a fence longer than any inside it."""
    fence = "`" * max([3, *(len(run) + 1 for run in _FENCE.findall(text))])
    return f"{fence}{language}\n{text.rstrip()}\n{fence}"


def picture(output: NotebookNode) -> str:
    """Return the Markdown of an output whose picture lies in a file."""
    return f"![Output]({output.metadata['journal_picture']})"


def _data_url(bundle: NotebookNode) -> str:
    mime, data = next(iter(bundle.items()))
    return f"data:{mime};base64,{data}"
