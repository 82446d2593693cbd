"""Take secrets out of text."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .removal import Redacted, Removal

_FIRST_RULES = (
    ("github_token", "github-token", re.compile(r"(?<![A-Za-z0-9])(gh[pousr]_[A-Za-z0-9]{36})")),
    ("huggingface_token", "huggingface-token", re.compile(r"(?<![A-Za-z0-9])(hf_[A-Za-z0-9]{30,40})")),
    ("password", "label", re.compile(r"(?i)(?:password|passwd|密码)[\"']?\s?[=:：]\s?[\"']?([^\s\"'*\[<]{6,128})")),
)


class Redactor:
    """Find secrets and put ``[REDACTED:kind]`` in their place.

    Parameters
    ----------
    known_values : iterable of str
        Values known to be secret, held in memory only; shorter than 8 characters are ignored.
    """

    def __init__(self, known_values: Iterable[str] = ()) -> None:
        self._known = tuple(value for value in dict.fromkeys(known_values) if len(value) >= 8)

    def redact(self, text: str) -> Redacted:
        """Return `text` without the secrets that were recognised."""
        found = [
            Removal(start=match.start(1), end=match.end(1), kind=kind, rule=rule)
            for kind, rule, pattern in _FIRST_RULES
            for match in pattern.finditer(text)
        ]
        for value in self._known:
            start = text.find(value)
            while start >= 0:
                found.append(Removal(start=start, end=start + len(value), kind="known_value", rule="known-value"))
                start = text.find(value, start + len(value))
        return _apply(text, found)


def _apply(text: str, found: list[Removal]) -> Redacted:
    kept: list[Removal] = []
    pieces: list[str] = []
    position = 0
    for removal in sorted(found):
        if removal.start >= position:
            kept.append(removal)
            pieces += [text[position : removal.start], f"[REDACTED:{removal.kind}]"]
            position = removal.end
    return Redacted(text="".join(pieces) + text[position:], removals=tuple(kept))
