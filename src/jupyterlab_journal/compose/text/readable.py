"""Head and tail of a long text, without ever showing half a secret.

A huge text is first cut to a window at each end, so that 100 MB cost as
little as 100 kB. A secret that lies across that cut is not recognised, so the
stretch next to the cut is redacted together with the rest and then dropped.
Where an end is full of what could be secrets, less of it is read; and of the
beginning, of which less is shown, always.
What is shown is cut out of what is left: out of text without secrets.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from jupyterlab_journal.compose.text.bars import last_frames
from jupyterlab_journal.compose.text.plain import plain
from jupyterlab_journal.compose.text.screen import CURSOR_UP

WINDOW = 48 * 1024  # characters read at the end of a huge text
END = 40 * 1024  # characters read where only the end is: composing a step waits for them
NARROW = (
    24 * 1024
)  # characters read at the beginning, and at an end full of keys, links or other unbroken words
MARGIN = 16 * 1024  # characters dropped next to the cut; longer than any key block in use

_LONG_WORD = re.compile(r"\S{24,}")
_MANY = 200

Redact = Callable[[str], str]


class Limits(NamedTuple):
    """How many characters may be read of a huge text: ``start`` at its beginning, ``end`` at its end."""

    start: int
    end: int


BOTH_ENDS = Limits(NARROW, WINDOW)
ONLY_END = Limits(0, END)


@dataclass(frozen=True, kw_only=True)
class Readable:
    """A text without terminal codes and secrets: whole, or its two ends.

    ``size`` (bytes) and ``lines`` count all of it, ``hidden`` the invisible
    characters that were removed.
    """

    head: str
    tail: str = ""
    size: int
    lines: int
    hidden: int = 0

    @property
    def text(self) -> str:
        """All that could be read."""
        return self.head + self.tail


@dataclass(frozen=True, kw_only=True)
class Excerpt:
    """What is shown of a text, and how much is not."""

    head: str
    tail: str = ""
    lines_shown: int
    bytes_left_out: int


def readable(parts: Sequence[str], redact: Redact, limits: Limits = BOTH_ENDS) -> Readable:
    """Return the concatenated `parts` without terminal codes and secrets.

    Parameters
    ----------
    parts : sequence of str
        Never joined when they are huge.
    redact : callable
        Removes the secrets from a text.
    limits : Limits
        What may be read of a huge text.

    Returns
    -------
    Readable
        Whole, or the two ends that `limits` allows; its sizes count what was given, not what was read.
    """
    end = _take((part[-limits.end :][::-1] for part in reversed(parts) if limits.end), limits.end)[::-1]
    end = end[-NARROW:] if _is_crowded(end) else end
    if sum(map(len, parts)) <= limits.start + len(end):
        shown = plain("".join(parts))
        text = last_frames(redact(shown.text))
        return Readable(head=text, size=_bytes(text), lines=_lines(text), hidden=shown.hidden)
    head, hidden_head = _head(_take(parts, limits.start), redact)
    tail, hidden_tail = _tail(end, redact)
    last = next(part for part in reversed(parts) if part)
    return Readable(
        head=last_frames(head),
        tail=last_frames(tail),
        size=sum(map(_bytes, parts)),
        lines=sum(part.count("\n") for part in parts) + (not last.endswith("\n")),
        hidden=hidden_head + hidden_tail,
    )


def _is_crowded(window: str) -> bool:
    """Whether a text is mostly made of long words: each could be a secret, and costs as much as a line."""
    words = [len(word) for word in _LONG_WORD.findall(window)]
    return len(words) > _MANY and 2 * sum(words) > len(window)


def last_lines(text: Readable, *, lines: int, size: int) -> Excerpt:
    """Return the last `lines` lines of a text, at most `size` bytes of them.

    Parameters
    ----------
    text : Readable
        Whole, or its two ends.
    lines : int
        At most as many are shown.
    size : int
        Bytes in UTF-8.

    Returns
    -------
    Excerpt
        Without a tail: the end is its ``head``.
    """
    source = text.tail or text.head
    kept = "".join(source.splitlines(keepends=True)[-lines:])
    kept = _last_bytes(kept, size)
    return Excerpt(head=kept, lines_shown=_lines(kept), bytes_left_out=text.size - _bytes(kept))


def both_ends(text: Readable, *, size: int) -> Excerpt:
    """Return a text of at most `size` bytes: a third for its beginning, the rest for its end.

    Parameters
    ----------
    text : Readable
        Whole, or its two ends.
    size : int
        Bytes in UTF-8.

    Returns
    -------
    Excerpt
        Of whole lines where there are any; without a tail when all of `text` fits.
    """
    if not text.tail and text.size <= size:
        return Excerpt(head=text.head, lines_shown=text.lines, bytes_left_out=0)
    head = _first_bytes(text.head, size // 3)
    tail = _last_bytes(text.tail or text.head[len(head) :], size - size // 3)
    return Excerpt(
        head=head,
        tail=tail,
        lines_shown=_lines(head) + _lines(tail),
        bytes_left_out=text.size - _bytes(head) - _bytes(tail),
    )


def _head(window: str, redact: Redact) -> tuple[str, int]:
    """Return the start of a text, given a window that ends anywhere.

    Lines are counted from the end: where a secret of several lines became
    one, a line too many is dropped, never one too few.
    """
    shown = plain(window)
    cut = window.rfind("\n", 0, max(0, len(window) - MARGIN)) + 1
    if not cut:  # one long line
        return "" if "\r" in window else redact(shown.text)[: -2 * MARGIN], shown.hidden
    lines = redact(shown.text).split("\n")
    dropped = shown.text.count("\n") - plain(window[:cut]).text.count("\n") + 1
    return "".join(f"{line}\n" for line in lines[:-dropped]), shown.hidden


def _tail(window: str, redact: Redact) -> tuple[str, int]:
    """Return the end of a text, given a window that begins anywhere."""
    if CURSOR_UP.search(window):
        return _rows_of_tail(window, redact)
    shown = plain(window)
    content = window.rstrip("\r\n")
    cut = content.find("\n", MARGIN) + 1
    if cut:
        lines = redact(shown.text).split("\n")
        return "\n".join(lines[plain(window[:cut]).text.count("\n") :]), shown.hidden
    cut = content.find("\r", MARGIN) + 1
    if cut:  # one progress bar: what stood before a carriage return is not shown
        return redact(plain(window[cut:]).text), shown.hidden
    return redact(shown.text)[2 * MARGIN :], shown.hidden


def _rows_of_tail(window: str, redact: Redact) -> tuple[str, int]:
    """Return the last rows of bars that overwrite each other: what came before a frame is not shown."""
    cut = window.find("\r", MARGIN) + 1
    shown = plain(window[cut:])
    if not cut or "PRIVATE KEY" in window:  # a key that began before the cut would not be recognised
        return "", shown.hidden
    return redact(shown.text), shown.hidden


def _take(parts: Iterable[str], size: int) -> str:
    taken: list[str] = []
    for part in parts:
        taken.append(part[:size])
        size -= len(taken[-1])
        if size == 0:
            break
    return "".join(taken)


def _first_bytes(text: str, size: int) -> str:
    """Return at most `size` bytes of the start, whole lines where there are any."""
    if _bytes(text) <= size:
        return text
    kept = text.encode()[:size].decode(errors="ignore")
    return kept[: kept.rfind("\n") + 1] or kept


def _last_bytes(text: str, size: int) -> str:
    if _bytes(text) <= size:
        return text
    kept = text.encode()[-size:].decode(errors="ignore")
    after = kept.find("\n") + 1
    return kept[after:] if 0 < after < len(kept) else kept


def _bytes(text: str) -> int:
    if text.isascii():
        return len(text)
    # In pieces, and with lone surrogates: a huge text is counted before it is cleaned.
    return sum(len(text[i : i + WINDOW].encode("utf-8", "replace")) for i in range(0, len(text), WINDOW))


def _lines(text: str) -> int:
    return text.count("\n") + (1 if text and not text.endswith("\n") else 0)
