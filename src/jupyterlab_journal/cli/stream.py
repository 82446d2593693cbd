"""Redact a text of any length in pieces, so that no secret hides in a cut.

What is shown stays behind what was read, so a secret is seen whole before its
beginning is shown. What was shown stays in sight as well: a label or the head
of a key block still counts for what follows.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from jupyterlab_journal.redact.engine import WITHHELD

if TYPE_CHECKING:
    from jupyterlab_journal.redact import Redacted, Redactor

WINDOW = 256 * 1024  # characters redacted at a time
AHEAD = 16 * 1024  # read but not shown yet; longer than any key block in use
BEHIND = 64 * 1024  # shown, and still looked at


class StreamRedactor:
    """Takes a text in pieces and gives it back, behind, without its secrets.

    Memory is bounded by `WINDOW`, `AHEAD`, `BEHIND` and the largest piece.

    Parameters
    ----------
    redactor : Redactor
        What recognises secrets.

    Examples
    --------
    >>> from jupyterlab_journal.redact import Redactor
    >>> stream = StreamRedactor(Redactor())
    >>> stream.feed("the password: k9#m") + stream.feed("Q2!xZt and more") + stream.close()
    'the password: [REDACTED:password] and more'
    """

    def __init__(self, redactor: Redactor) -> None:
        self._redactor = redactor
        self._behind = ""
        self._pending = ""
        self._mid_secret = False  # what was shown last is a marker whose secret may go on
        self.removed: Counter[str] = Counter()

    def feed(self, text: str) -> str:
        """Take a piece; return what can be shown by now."""
        self._pending += text
        if len(self._pending) < WINDOW + AHEAD:
            return ""
        return self._show(len(self._pending) - AHEAD, must_go_on=True)

    def pause(self) -> str:
        """Return all finished lines: no more text comes for the moment."""
        end = max(self._pending.rfind("\n"), self._pending.rfind("\r")) + 1
        return self._show(end, must_go_on=False) if end else ""

    def close(self) -> str:
        """Return the rest: no more text comes."""
        return self._show(len(self._pending), must_go_on=True) if self._pending else ""

    def _show(self, length: int, *, must_go_on: bool) -> str:
        text = self._behind + self._pending
        start = len(self._behind)
        result = self._redactor.redact(text)
        if result.text == WITHHELD:
            shown, end = self._withhold(), start + length
        else:
            shown, end = self._cut(text, result, start, start + length, must_go_on=must_go_on)
        self._behind = text[:end][-BEHIND:]
        self._pending = text[end:]
        return shown

    def _withhold(self) -> str:
        self.removed["withheld"] += 1
        self._mid_secret = False
        return f"{WITHHELD}\n"

    def _cut(self, text: str, result: Redacted, start: int, end: int, *, must_go_on: bool) -> tuple[str, int]:
        """Return ``text[start:end]`` without secrets, and its end: before a secret that crosses `end`."""
        parts: list[str] = []
        at = start
        for removal in result.removals:
            if removal.end <= start:
                continue
            if removal.start >= end:
                break
            crosses = removal.end > end
            if crosses and (removal.start > start or not must_go_on):
                end = max(removal.start, start)
                break
            parts.append(text[at : max(removal.start, at)])
            if removal.start >= start or not self._mid_secret:
                parts.append(f"[REDACTED:{removal.kind}]")
                self.removed[removal.kind] += 1
            at = min(removal.end, end)
        if not must_go_on and at > start and not text[at:end].strip():
            end = at  # the secret may go on in the next line
        parts.append(text[at:end])
        if end > start:
            self._mid_secret = at == end and bool(result.removals)
        return "".join(parts), end
