"""Texts of a cell's output as folded Markdown blocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jupyterlab_journal.compose.text.markdown_blocks import fence, folded
from jupyterlab_journal.compose.text.readable import Excerpt, Readable, both_ends, last_lines
from jupyterlab_journal.locale import counted

if TYPE_CHECKING:
    from jupyterlab_journal.locale import Words

LAST_LINES = 12
FIRST_TEXTS, LAST_TEXTS = 3, 5


@dataclass(frozen=True, kw_only=True)
class Texts:
    """The texts of a cell's outputs; of very many, the first and the last.

    Parameters
    ----------
    first, last : sequence of Readable
        In the order of the outputs; ``last`` is empty when all of them are in ``first``.
    left_out : int
        How many texts between them are not read.
    lines_left_out : int
        How many lines those have.
    """

    first: Sequence[Readable]
    last: Sequence[Readable]
    left_out: int
    lines_left_out: int


def last_block(text: Readable, words: Words, *, size: int) -> str:
    """Return the end of an output, folded; empty when there was none.

    Parameters
    ----------
    text : Readable
        The whole output, or its end.
    words : Words
        Of the entry's language.
    size : int
        Bytes that may be shown, of at most `LAST_LINES` lines.
    """
    if not text.text.strip():
        return ""
    shown = last_lines(text, lines=LAST_LINES, size=size)
    if shown.lines_shown < text.lines:
        summary = words.output_last.format(shown=shown.lines_shown, total=text.lines)
    else:
        summary = counted(words.output_all, text.lines)
    return folded(summary, fence(with_gap(shown, words, at_start=shown.lines_shown == text.lines)))


def all_blocks(texts: Texts, words: Words, *, size: int) -> str:
    """Return texts with beginning and end, folded together.

    Parameters
    ----------
    texts : Texts
        Blank ones are not shown.
    words : Words
        Of the entry's language.
    size : int
        Bytes for all of them together, in equal shares.
    """
    shown = [text for text in (*texts.first, *texts.last) if text.text.strip()]
    if not shown:
        return ""
    excerpts = [both_ends(text, size=size // len(shown)) for text in shown]
    blocks = [fence(with_gap(excerpt, words)) for excerpt in excerpts]
    if texts.left_out:
        at = sum(bool(text.text.strip()) for text in texts.first)
        blocks.insert(at, counted(words.outputs_left_out, texts.left_out))
    total = sum(text.lines for text in shown) + texts.lines_left_out
    whole = not texts.left_out and not any(excerpt.bytes_left_out for excerpt in excerpts)
    lines = sum(excerpt.lines_shown for excerpt in excerpts)
    summary = (
        counted(words.output_all, total) if whole else words.output_both_ends.format(shown=lines, total=total)
    )
    return folded(summary, "\n\n".join(blocks))


def with_gap(shown: Excerpt, words: Words, *, at_start: bool = False) -> str:
    """Return what is shown, with a line that says how much is missing.

    The end of an output needs none, its summary says it, unless it begins
    inside a line (``at_start``).

    Parameters
    ----------
    shown : Excerpt
        Knows how many bytes are missing.
    words : Words
        Of the entry's language.
    at_start : bool
        Whether an excerpt of one piece begins inside a line.
    """
    gap = words.left_out.format(bytes=f"{shown.bytes_left_out:,}")
    if shown.bytes_left_out and shown.tail:
        head = shown.head if shown.head.endswith("\n") or not shown.head else shown.head + "\n"
        return f"{head}{gap}\n{shown.tail}"
    if shown.bytes_left_out and at_start:
        return f"{gap}\n{shown.head}"
    return shown.head
