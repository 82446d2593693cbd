"""A gate that searches each text once, however many parts of an entry ask for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jupyterlab_journal.redact.gate import Gate

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from jupyterlab_journal.redact.engine import Redactor
    from jupyterlab_journal.redact.stream_pieces import Piece


class GateOnce(Gate):
    """Remember what each text became: metrics, excerpts and shorter versions of an entry read the same ones.

    Parameters
    ----------
    redactor : Redactor
        As of a `Gate`.
    allowed : collection of (rule, field)
        As of a `Gate`.

    Examples
    --------
    >>> from jupyterlab_journal.redact import Redactor
    >>> gate = GateOnce(Redactor())
    >>> gate.text("mysql -pcorrect7horse", "output") is gate.text("mysql -pcorrect7horse", "output")
    True
    """

    def __init__(self, redactor: Redactor, allowed: Collection[tuple[str, str]] = ()) -> None:
        super().__init__(redactor, allowed)
        self._texts: dict[tuple[str, str, str], str] = {}
        self._streams: dict[tuple[tuple[Piece, ...], str], list[str]] = {}

    def text(self, value: str, field: str, name: str = "") -> str:
        """Return `value` without its secrets."""
        key = value, field, name
        if key not in self._texts:
            self._texts[key] = super().text(value, field, name)
        return self._texts[key]

    def interrupted(self, pieces: Sequence[Piece], field: str) -> list[str]:
        """Return texts without the secrets that the messages of another stream cut."""
        key = tuple(pieces), field
        if key not in self._streams:
            self._streams[key] = super().interrupted(pieces, field)
        return self._streams[key]
