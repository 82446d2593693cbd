"""What the exporters of this package share: templates, steps, reading, progress, redaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from jinja2 import Environment, pass_context
from nbconvert.exporters import TemplateExporter
from nbformat import NotebookNode
from traitlets import default
from traitlets.config import Application, Config

from jupyterlab_journal.errors import MalformedNotebook
from jupyterlab_journal.export.cleaning import clean_and_redact
from jupyterlab_journal.export.notebook import exportable
from jupyterlab_journal.export.preprocessors import (
    AttachmentsPreprocessor,
    JournalOnlyPreprocessor,
    NoCodePreprocessor,
    NumberPreprocessor,
    OutputsPreprocessor,
    RedactionPreprocessor,
    UnfilledPreprocessor,
)
from jupyterlab_journal.export.preprocessors.journal_preprocessor import number_of
from jupyterlab_journal.locale import Message
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
            content = read_notebook(data, f"{name}.ipynb" if name else Message("the_notebook"))
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
        notes: list[Message] = []
        notebook = exportable(check_notebook(nb, Message("the_notebook")), notes)
        for note in notes:
            self.log.warning(str(note))
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
        place = Message("place_cell", number=number_of(context["cell"]))
        step.report(gate, place, context["resources"])
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
