"""What is asked of an export and what it gives; light, for the server imports it at its start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Annotated

from msgspec import Meta

if TYPE_CHECKING:
    from jupyterlab_journal.export.journal_exporter import JournalExporter


@dataclass(frozen=True, kw_only=True)
class Format:
    """A row of `jupyterlab_journal.export.formats`: plain data, which goes to a worker as it is.

    Parameters
    ----------
    name : str
        What it is called in requests; its nbconvert exporter is ``journal_<name>``.
    ending : str
        Of its files, with the dot.
    mime_type : str
        Of its files.
    exporter : str
        Where its exporter lies, as ``"package.module:Class"``: nbconvert takes half a second to import, and
        the server itself does not need it.
    viewer : str, optional
        What JupyterLab shows such a file with; None: with what it opens one by itself.
    has_files : bool
        Whether pictures lie in a folder beside the page; the next export removes what it shows no more.
    """

    name: str
    ending: str
    mime_type: str
    exporter: str
    viewer: str | None = None
    has_files: bool = False

    def load_exporter(self) -> type[JournalExporter]:
        """Import the class of its exporter."""
        module, _, name = self.exporter.partition(":")
        exporter: type[JournalExporter] = getattr(import_module(module), name)
        return exporter


@dataclass(frozen=True, kw_only=True)
class ExportChoices:
    """What is left out of a page."""

    journal_only: Annotated[bool, Meta(description="Only journal entries")] = False
    code: Annotated[bool, Meta(description="Include code cells' sources")] = True


@dataclass(frozen=True, kw_only=True)
class Options(ExportChoices):
    """What the user chose: the format, what is left out of the page, and the language of remarks in it."""

    format: Format
    locale: str = "en"


@dataclass(frozen=True, kw_only=True)
class Page:
    """A finished page.

    Parameters
    ----------
    content : bytes
        The document, UTF-8; bytes, since converting megabytes would stall the server's loop.
    files : mapping of str to bytes
        Pictures by path relative to the document.
    warnings : tuple of str
        What was left out or changed, for the user.
    """

    content: bytes
    files: Mapping[str, bytes] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The document as text."""
        return self.content.decode()
