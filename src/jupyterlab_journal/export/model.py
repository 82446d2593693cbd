"""What is asked of an export and what it gives; light, for the server imports it at its start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from msgspec import Meta


@dataclass(frozen=True, kw_only=True)
class ExportChoices:
    """What is left out of a page."""

    journal_only: Annotated[bool, Meta(description="Only journal entries")] = False
    code: Annotated[bool, Meta(description="Include code cells' sources")] = True


@dataclass(frozen=True, kw_only=True)
class Options(ExportChoices):
    """What the user chose: the format, and what is left out of the page."""

    format: str = "html"


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
