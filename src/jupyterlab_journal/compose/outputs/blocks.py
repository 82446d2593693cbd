"""Texts of a cell's output as folded Markdown blocks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from jupyterlab_journal.compose.excerpt import Excerpt, Readable, both_ends, last_lines
from jupyterlab_journal.compose.markdown import fence, folded
from jupyterlab_journal.compose.words import counted

if TYPE_CHECKING:
    from jupyterlab_journal.compose.words import Words

LAST_LINES = 12
_FIRST_BLOCKS, _LAST_BLOCKS = 3, 5


def last_block(text: Readable, words: Words, *, size: int) -> str:
    """Return the end of an output, folded; empty when there was none."""
    if not text.text.strip():
        return ""
    shown = last_lines(text, lines=LAST_LINES, size=size)
    if shown.lines_shown < text.lines:
        summary = words.output_last.format(shown=shown.lines_shown, total=text.lines)
    else:
        summary = counted(words.output_all, text.lines)
    return folded(summary, fence(with_gap(shown, words, at_start=shown.lines_shown == text.lines)))


def all_blocks(texts: Sequence[tuple[str, Readable]], words: Words, *, size: int) -> str:
    """Return outputs (language, text) with beginning and end, folded together."""
    texts = [(language, text) for language, text in texts if text.text.strip()]
    if not texts:
        return ""
    left_out = max(0, len(texts) - _FIRST_BLOCKS - _LAST_BLOCKS)
    chosen = [*texts[:_FIRST_BLOCKS], *texts[_FIRST_BLOCKS:][-_LAST_BLOCKS:]] if left_out else texts
    excerpts = [both_ends(text, size=size // len(chosen)) for _, text in chosen]
    blocks = [
        fence(with_gap(shown, words), language) for (language, _), shown in zip(chosen, excerpts, strict=True)
    ]
    if left_out:
        blocks.insert(_FIRST_BLOCKS, counted(words.outputs_left_out, left_out))
    total = sum(text.lines for _, text in texts)
    shown_lines = sum(shown.lines_shown for shown in excerpts)
    whole = not left_out and not any(shown.bytes_left_out for shown in excerpts)
    summary = (
        counted(words.output_all, total)
        if whole
        else words.output_both_ends.format(shown=shown_lines, total=total)
    )
    return folded(summary, "\n\n".join(blocks))


def with_gap(shown: Excerpt, words: Words, *, at_start: bool = False) -> str:
    """Return what is shown, with a line that says how much is missing.

    The end of an output needs none, its summary says it, unless it begins
    inside a line (``at_start``).
    """
    gap = words.left_out.format(bytes=f"{shown.bytes_left_out:,}")
    if shown.bytes_left_out and shown.tail:
        head = shown.head if shown.head.endswith("\n") or not shown.head else shown.head + "\n"
        return f"{head}{gap}\n{shown.tail}"
    if shown.bytes_left_out and at_start:
        return f"{gap}\n{shown.head}"
    return shown.head
