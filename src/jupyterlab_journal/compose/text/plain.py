"""Terminal text as a reader saw it, without what only a terminal or nobody sees."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from jupyterlab_journal.compose.text.screen import CURSOR_UP, last_rows
from jupyterlab_journal.entry.storable import without_halves

_ESCAPES = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]"  # colours, cursor movement
    r"|\x1b[\]PX^_][^\x07\x1b\x9c\n]*(?:\x07|\x1b\\|\x9c)?"  # titles, links and other strings
    r"|\x1b[ -/]*[0-~]"
    r"|\x9b[0-?]*[ -/]*[@-~]"
)
_OTHER_LINE_ENDS = re.compile("\r+\n|[\x0b\x0c\x85\u2028\u2029]")


def _invisible() -> str:
    """List what is stored but not seen: control characters, zero-width and direction marks.

    Marks that belong to a visible number (such as U+0600) are format
    characters too, but are seen.
    """
    visible = {*range(0x0600, 0x0606), 0x06DD, 0x070F, 0x0890, 0x0891, 0x08E2, 0x110BD, 0x110CD}
    points = [*range(0x20), *range(0x7F, 0xA0), *range(0xA0, 0x20000), *range(0xE0000, 0xE0080)]
    kept = {ord("\n"), ord("\t")}
    return "".join(
        re.escape(chr(point))
        for point in points
        if unicodedata.category(chr(point)) in {"Cc", "Cf"} and point not in visible and point not in kept
    )


_INVISIBLE = re.compile(f"[{_invisible()}]+")
# To look for the few among so many kinds is slow in a long text: what it is mostly made of is passed over.
_UNUSUAL = re.compile(
    "[^ -~\n\t\u00c0-\u05ff\u0900-\u17ff\u2500-\u259f\u3001-\u3029\u3041-\u30ff"
    "\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff5e]+"
)


class Plain(NamedTuple):
    """Text made of what can be seen, line feeds and tabs.

    ``hidden`` counts the invisible characters that were removed: they can
    hide a secret from a search, or show text in another order.
    """

    text: str
    hidden: int


def plain(text: str) -> Plain:
    r"""Return `text` as a terminal would leave it.

    Escape sequences go, a carriage return or backspace overwrites, every
    line end becomes a line feed.

    Examples
    --------
    >>> plain("\x1b[32m 50%\r100%\x1b[0m\r\ndone\u200b")
    Plain(text='100%\ndone', hidden=1)
    """
    if "\x1b[" in text and CURSOR_UP.search(text):
        text = last_rows(_OTHER_LINE_ENDS.sub("\n", text))
    text = _OTHER_LINE_ENDS.sub("\n", _ESCAPES.sub("", text))
    if "\r" in text or "\b" in text:
        text = "\n".join(map(_overwritten, text.split("\n")))
    text = without_halves(text)
    seen = _UNUSUAL.sub(lambda match: _INVISIBLE.sub("", match[0]), text)
    return Plain(seen, len(text) - len(seen))


def one_line(text: str) -> str:
    """Return `text` without invisible characters, on one line."""
    return " ".join(plain(text).text.split())


def _overwritten(line: str) -> str:
    """Return what was written last.

    A terminal would leave the end of a longer text that stood there before,
    and so could show a number that nobody printed.
    """
    segments = [segment for segment in line.split("\r") if segment]
    return _backspaced(segments[-1]).rstrip(" ") if segments else ""


def _backspaced(segment: str) -> str:
    if "\b" not in segment:
        return segment
    kept: list[str] = []
    for character in segment:
        if character != "\b":
            kept.append(character)
        elif kept:
            kept.pop()
    return "".join(kept)
