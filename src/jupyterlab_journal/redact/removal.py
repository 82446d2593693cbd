"""What a redaction returns."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, order=True)
class Removal:
    """One stretch of text that was taken out.

    Neither the value nor anything computed from it is kept.

    Parameters
    ----------
    start, end : int
        Character offsets of the stretch in the text as it was given.
    kind : str
        What it was, such as ``"github_token"``; shown in the marker.
    rule : str
        Name of the rule that recognised it.
    """

    start: int
    end: int
    kind: str
    rule: str


@dataclass(frozen=True, kw_only=True)
class Redacted:
    """A text that may be written, and what is missing from it.

    Parameters
    ----------
    text : str
        The text with every recognised secret replaced by ``[REDACTED:kind]``.
    removals : tuple of Removal
        In the order of the text.
    """

    text: str
    removals: tuple[Removal, ...]
