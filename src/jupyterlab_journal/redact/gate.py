"""The one door into Markdown and metadata."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Union

from .engine import Redactor

Json = Union[None, bool, int, float, str, Sequence["Json"], Mapping[str, "Json"]]


class Removed(NamedTuple):
    """One entry of an entry's ``redactions``: no value, no position."""

    kind: str
    field: str
    rule: str


class Gate:
    """Pass the texts of one entry through one redactor and remember what was removed.

    Parameters
    ----------
    redactor : Redactor
        Shared between entries; a gate is made for each entry.
    """

    def __init__(self, redactor: Redactor) -> None:
        self._redactor = redactor
        self._removed: dict[Removed, None] = {}

    @property
    def redactions(self) -> list[Removed]:
        """What was removed, without repetition, in the order it was met."""
        return list(self._removed)

    def text(self, value: str, field: str) -> str:
        """Return `value` without its secrets; `field` says where it belongs in the entry."""
        result = self._redactor.redact(value)
        for removal in result.removals:
            self._removed.setdefault(Removed(removal.kind, field, removal.rule))
        return result.text

    def json(self, value: Json, field: str) -> Json:
        """Return `value` with every string in it redacted, the keys too."""
        if isinstance(value, str):
            return self.text(value, field)
        if isinstance(value, Mapping):
            return {self.text(key, field): self.json(item, field) for key, item in value.items()}
        if isinstance(value, Sequence):
            return [self.json(item, field) for item in value]
        return value
