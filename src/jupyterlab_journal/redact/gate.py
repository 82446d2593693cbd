"""The one door into Markdown and metadata."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from .engine import Redactor

Json: TypeAlias = bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"] | None

_NAME_KEYS = ("name", "key", "label")


class Removed(NamedTuple):
    """One line of an entry's ``redactions``: no value, no position."""

    kind: str
    field: str
    rule: str


class Gate:
    """Pass the texts of one entry through one redactor and remember what was removed.

    Parameters
    ----------
    redactor : Redactor
        Shared between entries; a gate is made for each entry.

    Examples
    --------
    >>> from jupyterlab_journal.redact import Redactor
    >>> gate = Gate(Redactor())
    >>> gate.json({"lr": 0.1, "password": "letmein"}, "parameters")
    {'lr': 0.1, 'password': '[REDACTED:password]'}
    >>> gate.redactions
    [Removed(kind='password', field='parameters', rule='label-strong-name')]
    """

    def __init__(self, redactor: Redactor) -> None:
        self._redactor = redactor
        self._removed: dict[Removed, None] = {}

    @property
    def redactions(self) -> list[Removed]:
        """What was removed, without repetition, in the order it was met."""
        return list(self._removed)

    def text(self, value: str, field: str, name: str = "") -> str:
        """Return `value` without its secrets.

        Parameters
        ----------
        value : str
            Any text.
        field : str
            Where it belongs in the entry, such as ``"output"``; kept beside kind and rule.
        name : str, optional
            What `value` is the value of, such as the name of a parameter.
        """
        result = self._redactor.redact(value, name)
        for removal in result.removals:
            self._removed.setdefault(Removed(removal.kind, field, removal.rule))
        return result.text

    def json(self, value: Json, field: str, name: str = "") -> Json:
        """Return `value` with every string in it redacted, keys too; a key is the name of what it holds.

        In ``{"name": "password", "before": "x"}`` the name stands beside the values, and counts for them.
        """
        if isinstance(value, str):
            return self.text(value, field, name)
        if isinstance(value, Mapping):
            beside = next((held for key in _NAME_KEYS if isinstance(held := value.get(key), str)), "")
            return {
                self.text(key, field): self.json(
                    item, field, key if key in _NAME_KEYS or not beside else beside
                )
                for key, item in value.items()
            }
        if isinstance(value, Sequence):
            return [self.json(item, field, name) for item in value]
        return value
