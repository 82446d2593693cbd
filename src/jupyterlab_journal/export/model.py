"""What is asked of an export and what it gives; light, for the server imports it at its start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Options:
    """What the user chose: the format, what is left out of the page, and the language of remarks in it."""

    format: str = "html"
    journal_only: bool = False
    code: bool = True
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
