"""Highlight code with lexers and formatters that are built once.

Token for token what nbconvert's own filter gives; it builds both anew for
each cell, and tries IPython's thirty rules on code that has no magics.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING

from pygments import highlight
from pygments.formatters.html import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.lexers.special import TextLexer
from pygments.util import ClassNotFound

from jupyterlab_journal.export.cache import TextCache

if TYPE_CHECKING:
    from pygments.lexer import Lexer

_IPYTHON = {"ipython", "ipython3"}
_MAY_BE_MAGIC = re.compile(r"%[\w%]|!(?!=)|\?")
"""Every rule that IPython adds to Python's needs one of these."""

_cache = TextCache(max_characters=16 * 1024 * 1024)


def highlight_code(source: str, language: str, magics: str = "") -> str:
    """Return `source` as HTML.

    Parameters
    ----------
    source : str
        Code of one cell.
    language : str
        Name of the notebook's lexer; plain text when unknown.
    magics : str
        Name of the lexer that the cell's first line asks for, as ``%%bash`` does.
    """
    return _cache.get((language, magics, source), lambda: _highlight(source, language, magics))


def highlight_block(source: str, lexer: Lexer) -> str:
    """Return a fenced block of Markdown as HTML."""
    html: str = highlight(source, lexer, _formatter("highlight"))
    return html


def _highlight(source: str, language: str, magics: str) -> str:
    name = magics if magics and language.startswith("ipython") else language
    if name in _IPYTHON and not _MAY_BE_MAGIC.search(source):
        name = "python3"
    html: str = highlight(source or " ", _lexer(name), _formatter(escape(f" highlight hl-{language}")))
    return html


@lru_cache(maxsize=64)
def _lexer(name: str) -> Lexer:
    """Return the lexer of a language; reading a token leaves nothing behind in it."""
    if name in _IPYTHON or name == "ipython2":
        try:
            from IPython.lib.lexers import IPython3Lexer  # noqa: PLC0415 (not where kernels live elsewhere)
        except ModuleNotFoundError:
            name = "python3"
        else:
            lexer: Lexer = IPython3Lexer()
            return lexer
    try:
        lexer = get_lexer_by_name(name)
    except ClassNotFound:
        lexer = TextLexer()
    return lexer


@lru_cache(maxsize=64)
def _formatter(css_class: str) -> HtmlFormatter:
    return HtmlFormatter(cssclass=css_class)
