"""LaTeX of an output as a formula that stays one."""

from __future__ import annotations

import re

MAX_CHARACTERS = 4000

_DELIMITERS = (("$$", "$$"), ("$", "$"), (r"\[", r"\]"), (r"\(", r"\)"))
# Links, pictures, HTML, styles, files, and definitions that would hold in every other formula of the page.
_REFUSED = re.compile(
    r"\\(?:href|url|includegraphics|html\w*|class|cssId|style|data|require|def|[gex]def|let|newcommand"
    r"|renewcommand|providecommand|newenvironment|renewenvironment|DeclareMathOperator|global|futurelet"
    r"|input|include|write|read|openin|openout|catcode|unicode|mmlToken|toggle|tooltip|texttip|label|tag)"
    r"(?![A-Za-z])"
)
_BREAKS_OUT = re.compile(r"[$`]|://|www\.|\w@\w|\n\s*\n|__|\\\s*\Z")


def formula(latex: str) -> str | None:
    r"""Return LaTeX as one line of display math; None when it could become something else.

    Also a reader that knows no formulas must find neither a heading nor a
    link nor HTML in it.

    Parameters
    ----------
    latex : str
        Without invisible characters and secrets, with or without delimiters.

    Examples
    --------
    >>> formula(r"$\displaystyle x^{2} < 1$")
    '$$\\displaystyle x^{2} \\lt 1$$'
    >>> formula(r"\href{javascript:x}{y}") is None
    True
    """
    content = safe_latex(latex)
    return None if content is None else f"$${content}$$"


def safe_latex(latex: str) -> str | None:
    """Return LaTeX on one line without its delimiters; None when it is unsafe or no formula."""
    content = latex.strip()
    for begin, end in _DELIMITERS:
        if len(content) > len(begin + end) and content.startswith(begin) and content.endswith(end):
            content = content[len(begin) : -len(end)].strip()
            break
    if not content or len(content) > MAX_CHARACTERS:
        return None
    if _REFUSED.search(content) or _BREAKS_OUT.search(content) or _has_comment(content):
        return None
    content = content.replace("](", "]{}(").replace("![", "!{}[").replace("*", r"\ast ")
    content = content.replace("<", r"\lt ").replace(">", r"\gt ")
    return " ".join(content.split())


def _has_comment(latex: str) -> bool:
    """Whether joining the lines would turn what follows a comment into a part of it."""
    return re.search(r"(?<!\\)%", latex) is not None
