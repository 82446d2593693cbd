"""Titles: one from a text, and text as a title with no more signs of Markdown's than it needs."""

from __future__ import annotations

import re

from jupyterlab_journal.compose.text.markdown_blocks import inline
from jupyterlab_journal.compose.text.plain import one_line

_MAX_CHARACTERS = 80
_FIRST_CHARACTERS = 2000  # of a text, in which its first sentence is looked for
# A point ends a sentence before a blank, but not in "e.g. this", "vs. that" or behind an initial.
_END = re.compile(
    r"[。！？]|[.!?](?=\s)(?<!\be\.g\.)(?<!\bi\.e\.)(?<!\bvs\.)(?<!\bcf\.)(?<!\bapprox\.)(?<!\b[A-Za-z]\.)"
)
_MARK = re.compile(r"^\s*(?:#{1,6}\s+|[-*+>]\s+|\d+[.)]\s+)")
_EMPHASIS = re.compile(r"(\*\*|__|\*|`)(?=\S)(.+?)(?<=\S)\1")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
# Signs that mean something only in pairs; brackets only with what makes them a link.
_PAIRED = "*_~$`"
_LINK = re.compile(r"\]\s?[(\[:]|\[\^|\[REDACTED:")


def first_sentence(text: str) -> str:
    """Return the first sentence of a user's text as a title, without its point; empty for an empty text.

    Examples
    --------
    >>> first_sentence("Beat 97.5 % on *digits*. In one minute.")
    'Beat 97.5 % on digits'
    >>> first_sentence("准确率能超过 97 % 吗？一分钟之内。")
    '准确率能超过 97 % 吗？'
    """
    line = next((line for line in text[:_FIRST_CHARACTERS].splitlines() if line.strip()), "")
    line = one_line(_EMPHASIS.sub(r"\2", _MARK.sub("", line)))
    end = _END.search(line)
    sentence = (line if end is None else line[: end.end()]).rstrip(".。 ")
    if len(sentence) <= _MAX_CHARACTERS:
        return sentence
    cut = sentence[: _MAX_CHARACTERS - 1]
    words = cut.rpartition(" ")[0]  # between words, where there are any near
    return f"{words if len(words) > _MAX_CHARACTERS // 2 else cut}…"


def title_text(text: str) -> str:
    r"""Return a text for a heading that shows exactly it, with as few escapes as that takes.

    Examples
    --------
    >>> title_text("KeyError: 'model[0]|x' & 5 * 3"), title_text("*both* and [a](b)")
    ("KeyError: 'model[0]|x' & 5 * 3", '\\*both\\* and \\[a](b)')
    """
    escaped = inline(text)
    plain = one_line(text)
    free = "|" + "".join(sign for sign in _PAIRED if escaped.count(f"\\{sign}") < 2)
    free += "" if _LINK.search(plain) else "["
    escaped = re.sub(r"\\([" + re.escape(free) + "])", r"\1", escaped) if "\\" not in plain else escaped
    # These begin HTML or an entity only before a letter or a sign of their own.
    escaped = re.sub(r"\\<(?![A-Za-z/!?])", "<", escaped) if "\\" not in plain else escaped
    return re.sub(r"\\&(?!#?\w+;)", "&", escaped) if "\\" not in plain else escaped


def without_escapes(text: str) -> str:
    """Return a user's title as it is shown: what was escaped for Markdown, plainly."""
    return _ESCAPE.sub(r"\1", text)
