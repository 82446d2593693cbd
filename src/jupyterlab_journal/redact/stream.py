"""Redact a text that comes in pieces and may never end."""

from __future__ import annotations

from .engine import Redactor, apply

_WINDOW = 262_144  # characters read before some are given back
_BEHIND = 16_384  # characters kept for what may still follow: a key, a wrapped token
_BEFORE = (
    16_384  # characters given back already, read again for what they say about the next: a heading, a label
)


class RedactingStream:
    """Take pieces of one text and give back its redacted beginning, a good deal later.

    A secret may be cut anywhere between two pieces. Memory stays below a few windows as long as lines end.

    Parameters
    ----------
    redactor : Redactor
        What it finds in a window is taken out.

    Examples
    --------
    >>> stream = RedactingStream(Redactor())
    >>> stream.feed("mysql -u root -pcorrect7") + stream.feed("horse app") + stream.finish()
    'mysql -u root -p[REDACTED:password] app'
    """

    def __init__(self, redactor: Redactor) -> None:
        self._redactor = redactor
        self._pending: list[str] = []
        self._size = 0
        self._done = 0  # characters at the beginning of what is pending that were given back

    def feed(self, piece: str) -> str:
        """Take the next piece; return what is certain by now, often nothing."""
        self._pending.append(piece)
        self._size += len(piece)
        return self._give(final=False) if self._size >= self._done + _WINDOW else ""

    def finish(self) -> str:
        """Return all that is left."""
        return self._give(final=True)

    def _give(self, *, final: bool) -> str:
        text = "".join(self._pending)
        result = self._redactor.redact(text)
        if any(removal.kind == "withheld" for removal in result.removals):
            self._pending, self._size, self._done = [], 0, 0
            return result.text + "\n"
        end = len(text)
        if not final:
            end = text.rfind("\n", self._done, len(text) - _BEHIND) + 1
            for removal in reversed(result.removals):
                if removal.start < end < removal.end:
                    end = removal.start
        if end <= self._done:
            self._pending = [text]
            return ""
        within = [
            removal for removal in result.removals if self._done <= removal.start and removal.end <= end
        ]
        out, _ = apply(text[:end], within)
        given = out[self._done :]
        keep = 0 if final else max(0, end - _BEFORE)
        self._pending = [] if final else [text[keep:]]
        self._size = 0 if final else len(text) - keep
        self._done = 0 if final else end - keep
        return given
