"""Views that show what escapes, codes and unusual letters stand for."""

from __future__ import annotations

import html
import json
import re
import unicodedata
from functools import lru_cache
from urllib.parse import unquote

from .excerpt import around
from .view import View, ViewBuilder

# Escape sequences of terminals. Of OSC (links, titles) only the frame goes: its text may hold a secret.
_NOISE = re.compile(
    r"[\x1b\x9b](?:(?<=\x9b)|\[)[0-9;:<=>?]{0,64}[ -/]{0,8}[@-~]"
    r"|\x1b\][0-9]{0,6};?|\x1b[\\()*+#%]?[@-Z^_a-z0-9\\]?|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")  # begins all noise, and is found faster
_STRANGE = re.compile(r"[^\x00-\x7f\u2500-\u25ff\u4e00-\u9fff]")
_FOLDED = re.compile(f"{_NOISE.pattern}|{_STRANGE.pattern}")
_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u2800\u3164\uffa0")
# Of a shell: a line that goes on, a quote inside quotes, words that were quoted one by one.
_SHELL = (
    r"(?P<shell>\\(?:\r?\n|\\\\n)[ \t]{0,40}|'\"'\"'"
    r"|'(?<=[:=,]')(?:[ ]{1,4}'?|,[ ]{1,4}')|\"(?<=[:=]\")(?:[ ]{1,4}\"?|,[ ]{1,4}\"))"
)
# Of program text: texts that are put together, with a plus or at a place that is filled. As everywhere here,
# each branch begins with a character of its own, so that most places cost one comparison.
_FILLED = r"\s{0,4}(?:\+|%|\.format|\\\r?\n)\s{0,40}\(?(?:[a-z_]{1,20}=)?\s{0,4}[bfru]?[\"']"
_TOGETHER = rf"[\"']{_FILLED}|%s[\"']{_FILLED}|\{{(?:0|[a-z_]{{1,20}})?\}}[\"']{_FILLED}"
_ESCAPED = re.compile(
    rf"{_TOGETHER}|{_SHELL}"
    r"|\\{1,16}(?:[\"'/`nrtbf]|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|N\{[A-Z -]{2,60}\}|0?33)"
    r"|&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});"
    r"|</?(?:[abipqsu]|abbr|article|bdi|bdo|body|br|button|code|dd|del|details|div|dl|dt|em|font|form|h[1-6]|head|html"
    r"|input|ins|item|kbd|key|label|li|mark|meta|name|ol|option|p|param|pre|property|samp|section|select|small|span"
    r"|string|strong|style|sub|summary|sup|table|tbody|td|textarea|tfoot|th|thead|title|tr|tt|ul|value|var|wbr)"
    r"(?:[\s/][^<>]{0,400})?>\s{0,200}"
    r"|%[0-9a-fA-F]{2}|=\r?\n"
)
_INLINE_TAG = re.compile(
    r"<(?:/?(?:a|abbr|b|bdi|bdo|code|del|em|font|i|ins|kbd|mark|q|s|samp|small|span|strong|sub|sup|tt|u|var|wbr)"
    r"|td|th)\b",
    re.IGNORECASE,
)
_LINE_TAG = re.compile(
    r"<(?:tr|br|p|div|li|/tr|/p|/div|/li|/table|table|/thead|thead|pre|/pre)\b", re.IGNORECASE
)


def fold(view: View) -> View:
    """Take out colour codes and invisible characters; fold full-width and styled letters to plain ones."""
    if _CONTROL.search(view.text):
        builder = ViewBuilder(view)
        for match in _NOISE.finditer(view.text):
            builder.replace(match.start(), match.end(), " " if match[0].startswith("\x1b]") else "")
        view = builder.finish()
    if view.text.isascii():
        return view
    strange = filter(_STRANGE.match, set(view.text))
    folded = {ord(letter): plain for letter in strange if (plain := _plain(letter)) != letter}
    if not folded:
        return view
    if all(len(plain) == 1 for plain in folded.values()):  # as the punctuation of Chinese
        return View(view.text.translate(folded), [(0, 0, len(view.text))], view)
    builder = ViewBuilder(view)
    for match in _STRANGE.finditer(view.text):
        if ord(match[0]) in folded:
            builder.replace(match.start(), match.end(), _plain(match[0]))
    return builder.finish()


def unfolded(view: View) -> View | None:
    """Return what `fold` may have changed, as it was: what folding takes away may be part of a secret."""
    return around(view, _FOLDED)


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    if unicodedata.category(character) in ("Cf", "Mn") or character in _INVISIBLE:
        return ""
    return unicodedata.normalize("NFKC", character)


def decode(view: View) -> View | None:
    """Undo JSON, HTML, URL, mail and shell escapes; cells of HTML tables become tab-separated.

    `None` when there is nothing to undo.
    """
    part = around(view, _ESCAPED)
    if part is None:
        return None
    builder = ViewBuilder(part)
    for match in _ESCAPED.finditer(part.text):
        builder.replace(match.start(), match.end(), _meaning(match))
    return fold(builder.finish())


def _shell_meaning(match: re.Match[str]) -> str:
    """Return one blank between words, however they were written, and the quote that was quoted."""
    escaped = match[0]
    if escaped[0] == "\\":
        before = match.string[max(0, match.start() - 1) : match.start()]
        return " " if escaped[-1] in " \t" and not before.isspace() else ""
    return "'" if escaped == "'\"'\"'" else " "


def _meaning(match: re.Match[str]) -> str:
    if match["shell"]:
        return _shell_meaning(match)
    escaped = match[0]
    first = escaped[0]
    if first == "&":
        return html.unescape(escaped)
    if first == "=" or (
        escaped[-1] in "\"'" and first in "\"'%{"
    ):  # the end of one text, and how the next begins
        return ""
    if first == "%":
        character = unquote(escaped, encoding="latin-1")
        return character if character.isascii() else escaped
    if first == "<":
        return "\n" if _LINE_TAG.match(escaped) else "" if _INLINE_TAG.match(escaped) else "\t"
    return _character(escaped.lstrip("\\"))


def _character(code: str) -> str:
    if code[0] in "ux" and len(code) > 1:
        return chr(int(code[1:], 16))
    if code[0] == "N" and len(code) > 1:
        return " "
    if code in ("33", "033"):
        return "\x1b"
    return str(json.loads(f'"\\{code}"')) if code in "nrtbf" else code
