"""Readable views of a text, each with a map back to the original offsets.

A secret can hide behind colour codes, invisible characters, full-width
letters, escapes, tags, line wraps and overwritten progress lines. Each view
undoes some of these; what is found in a view is taken out of the original.
"""

from __future__ import annotations

import html
import json
import re
import unicodedata
from bisect import bisect_right
from functools import lru_cache
from urllib.parse import unquote

# Escape sequences of terminals. Of OSC (links, titles) only the frame goes: its text may hold a secret.
_NOISE = re.compile(
    r"[\x1b\x9b](?:(?<=\x9b)|\[)[0-9;:<=>?]{0,64}[ -/]{0,8}[@-~]|\x1b\][0-9]{0,6};?|\x1b[\\()*+#%]?[@-Z^_a-z0-9\\]?|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"
)
_STRANGE = re.compile(r"[^\x00-\x7f\u4e00-\u9fff]")
_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u2800\u3164\uffa0")
_ESCAPED = re.compile(
    r"\\{1,16}(?:[\"'/`nrtbf]|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|N\{[A-Z -]{2,60}\}|0?33)"
    r"|&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});"
    r"|</?[a-zA-Z][^<>\n]{0,400}>\s{0,200}"
    r"|%[0-9a-fA-F]{2}|=\r?\n"
)
_INLINE_TAG = re.compile(
    r"<(?:/?(?:a|abbr|b|bdi|bdo|code|del|em|font|i|ins|kbd|mark|q|s|samp|small|span|strong|sub|sup|tt|u|var|wbr)|td|th)\b",
    re.IGNORECASE,
)
_LINE_TAG = re.compile(
    r"<(?:tr|br|p|div|li|/tr|/p|/div|/li|/table|table|/thead|thead|pre|/pre)\b", re.IGNORECASE
)
_WRAP_WINDOWS = re.compile(r"\r\n[ \t>│|┃║#*]{0,16}")
_WRAP = re.compile(r"\n[ \t>|│┃║#*]{0,16}")
_OVERWRITE = re.compile(r"\r(?!\n)|\x08")


class View:
    """A rewritten text.

    Parameters
    ----------
    text : str
        What rules read.
    pieces : list of tuple of int, optional
        ``(view start, origin start, origin end)`` for each stretch that was replaced or kept; `None` when
        nothing was changed. A stretch as long as its origin maps character by character.
    origin : View, optional
        The view this one was made from; `None` when it is the original text.
    joins : list of int, optional
        Where a line break was taken out, as offsets in `text`.
    """

    def __init__(
        self,
        text: str,
        pieces: list[tuple[int, int, int]] | None = None,
        origin: View | None = None,
        joins: list[int] | None = None,
    ) -> None:
        self.text = text
        self.joins = joins or []
        self._origin = origin
        self._set_pieces(pieces or [])

    def prepare(self) -> None:
        """Make what `joins` and `to_original` need, where that was put off."""

    def _set_pieces(self, pieces: list[tuple[int, int, int]]) -> None:
        self._pieces = pieces
        self._starts = [piece[0] for piece in pieces]

    def to_original(self, start: int, end: int) -> tuple[int, int]:
        """Return the offsets in the original text of ``text[start:end]``."""
        if self._pieces:
            start, end = self._locate(start)[0], self._locate(end - 1)[1]
        return self._origin.to_original(start, end) if self._origin else (start, end)

    def _locate(self, position: int) -> tuple[int, int]:
        index = bisect_right(self._starts, position) - 1
        view_start, origin_start, origin_end = self._pieces[index]
        view_end = self._starts[index + 1] if index + 1 < len(self._starts) else len(self.text)
        if view_end - view_start != origin_end - origin_start:
            return origin_start, origin_end
        offset = origin_start + position - view_start
        return offset, offset + 1


class _Builder:
    def __init__(self, origin: View) -> None:
        self.origin = origin
        self.parts: list[str] = []
        self.pieces: list[tuple[int, int, int]] = []
        self.joins: list[int] = []
        self.length = 0
        self.read = 0

    def replace(self, start: int, end: int, new: str) -> None:
        """Keep what lies before `start`, and put `new` where ``start:end`` was."""
        self._add(self.origin.text[self.read : start], self.read, start)
        self._add(new, start, end)
        self.read = end

    def finish(self) -> View:
        text = self.origin.text
        self._add(text[self.read :], self.read, len(text))
        return View("".join(self.parts), self.pieces, self.origin, self.joins)

    def _add(self, new: str, start: int, end: int) -> None:
        if new:
            self.pieces.append((self.length, start, end))
            self.parts.append(new)
            self.length += len(new)


def fold(view: View) -> View:
    """Take out colour codes and invisible characters, and fold full-width and styled letters to plain ones."""
    if _NOISE.search(view.text):
        builder = _Builder(view)
        for match in _NOISE.finditer(view.text):
            builder.replace(match.start(), match.end(), " " if match[0].startswith("\x1b]") else "")
        view = builder.finish()
    if view.text.isascii():
        return view
    builder = _Builder(view)
    for match in _STRANGE.finditer(view.text):
        plain = _plain(match[0])
        if plain != match[0]:
            builder.replace(match.start(), match.end(), plain)
    return builder.finish() if builder.read else view


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    if unicodedata.category(character) in ("Cf", "Mn") or character in _INVISIBLE:
        return ""
    return unicodedata.normalize("NFKC", character)


def decode(view: View) -> View | None:
    """Undo JSON, HTML, URL and mail escapes; cells of HTML tables become tab-separated. `None`: nothing to undo."""
    if not _ESCAPED.search(view.text):
        return None
    builder = _Builder(view)
    for match in _ESCAPED.finditer(view.text):
        builder.replace(match.start(), match.end(), _meaning(match[0]))
    return fold(builder.finish())


def _meaning(escaped: str) -> str:
    first = escaped[0]
    if first == "&":
        return html.unescape(escaped)
    if first == "%":
        character = unquote(escaped, encoding="latin-1")
        return character if character.isascii() else escaped
    if first == "<":
        return "\n" if _LINE_TAG.match(escaped) else "" if _INLINE_TAG.match(escaped) else "\t"
    if first == "=":
        return ""
    return _character(escaped.lstrip("\\"))


def _character(code: str) -> str:
    if code[0] in "ux" and len(code) > 1:
        return chr(int(code[1:], 16))
    if code[0] == "N" and len(code) > 1:
        return " "
    if code in ("33", "033"):
        return "\x1b"
    return str(json.loads(f'"\\{code}"')) if code in "nrtbf" else code


def join_lines(view: View) -> View | None:
    """Take out line breaks with the indentation after them. `None`: there is only one line."""
    return _JoinedView(view) if "\n" in view.text else None


class _JoinedView(View):
    """A view without line breaks; its map is made only when something was found."""

    def __init__(self, origin: View) -> None:
        self._wrap = _WRAP_WINDOWS if "\r\n" in origin.text else _WRAP
        super().__init__(self._wrap.sub("", origin.text), None, origin)
        self._source = origin

    def prepare(self) -> None:
        """Make the map and the joins."""
        if self.joins:
            return
        builder = _Builder(self._source)
        removed = 0
        for match in self._wrap.finditer(self._source.text):
            self.joins.append(match.start() - removed)
            removed += match.end() - match.start()
            builder.replace(match.start(), match.end(), "")
        builder.finish()
        self._set_pieces(builder.pieces)


def render(view: View) -> View | None:
    """Show lines as a terminal does after carriage returns and backspaces. `None`: there are none."""
    if not _OVERWRITE.search(view.text):
        return None
    characters: list[str] = []
    offsets: list[int] = []
    line_start = cursor = 0
    for offset, character in enumerate(view.text):
        if character == "\n":
            cursor = line_start = len(characters) + 1
        elif character == "\r":
            cursor = line_start
            continue
        elif character == "\x08":
            cursor = max(line_start, cursor - 1)
            continue
        if character == "\n" or cursor == len(characters):
            characters.append(character)
            offsets.append(offset)
            cursor = len(characters)
        else:
            characters[cursor], offsets[cursor] = character, offset
            cursor += 1
    return _RenderedView("".join(characters), offsets, view)


class _RenderedView(View):
    """A view whose neighbours may come from anywhere on an overwritten line: all between them is taken."""

    def __init__(self, text: str, offsets: list[int], origin: View) -> None:
        super().__init__(text, None, origin)
        self._offsets = offsets

    def to_original(self, start: int, end: int) -> tuple[int, int]:
        offsets = self._offsets[start:end]
        return super().to_original(min(offsets), max(offsets) + 1)
