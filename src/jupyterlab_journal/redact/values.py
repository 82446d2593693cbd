"""Values as they are written: quoted or not, on the next line, in a list, in a call."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

CALL = re.compile(
    r"[A-Za-z_][A-Za-z0-9_.]{0,60}\(\s{0,4}(?:(?:default|value|fallback|str)\s?=\s?)?(?=[bfru]{0,2}[\"'])"
)
JOINED = re.compile(r"(?:[\"']{2}\.join|[A-Za-z_][A-Za-z0-9_.]{0,40})\(\s{0,4}(?=[\[(]\s{0,8}[\"'])")
NEXT_LINE = re.compile(r"(?:[|>][-+0-9]{0,2})?[ \t]{0,8}\r?\n[ \t]{0,40}(?=[^\s#-])")

_OPENING = re.compile(
    r"(?:\*\*|__)?(?:[bfruBFRU]{1,2}(?=[\"']))?(?P<escape>\\{0,8})(?P<quote>\"{3}|'{3}|[\"'`“‘「『«])?"
    r"(?:(?:Bearer|Basic|Token|token|bearer|basic|ApiKey) (?=\S))?"
)
_CLOSING = {"“": "”", "‘": "’", "「": "」", "『": "』", "«": "»"}
_LONGEST = 4096
_JUDGED = 256  # characters that are looked at to judge a value; the rest is taken with them
_UNQUOTED = re.compile(
    r"(?:[^\s\"`“”「」『』<|\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+|<(?![/a-zA-Z!])|\|(?=[^\s|]))+"
)
# Of escapes and of what ends a field, each begins with one of few characters, so that `re` skips the others.
_ESCAPED_END = (
    r"(?<=\\)(?:\\{0,7})[nrt](?![a-z]{2})|(?<=&)(?:lt|gt|quot|nbsp|#[0-9]{1,5});|(?<=\))\]\(?|(?<=\])\("
)
_FIELD_END = re.compile(
    r"[&;,\\)\]](?:(?<=[&;,])(?:amp;)?\s?[A-Za-z_][A-Za-z0-9_.-]{0,40}\s?[=:]|" + _ESCAPED_END + ")"
)
_LINE_FIELD_END = re.compile(
    r"[,\\&)\]](?:(?<=,)\s?[\"']?[A-Za-z_][A-Za-z0-9_.-]{0,40}[\"']?\s?[=:]|" + _ESCAPED_END + ")"
)
LIST = re.compile(r"[\[({]\s{0,8}(?=\\{0,4}[bfru]?[\"'])")
ITEM = re.compile(
    r"\\{0,4}[bfru]?(?P<quote>[\"'])(?P<item>[^\"'\n\\]{1,400})\\{0,4}(?P=quote)\s{0,4},?\s{0,8}"
)
_LIST_MAX = 500
OPENS_LIST = ("[", "(", "{")
BEFORE_LINE_END = ("|", ">", " ", "\t", "\r", "\n")
CALLED_MAX = 62  # characters of a name and its bracket
_TRAILING = ".,;:!?'*…"
_BRACKETS = {")": "(", "]": "[", "}": "{", "(": ")", "[": "]", "{": "}"}


class Value(NamedTuple):
    """A candidate for a secret: where it lies and how it was written."""

    start: int
    end: int
    notation: str
    quoted: bool
    tight: bool


def values_behind(text: str, separator: re.Match[str], notation: str) -> Iterator[Value]:
    """Yield the values that stand behind `separator`, which was written in `notation`."""
    at = separator.end()
    tight = separator[0].strip("\"'`\\") == "="
    is_call = text.find("(", at, at + CALLED_MAX) >= 0
    joined = JOINED.match(text, at) if is_call else None
    at = joined.end() if joined else at
    first = text[at : at + 1]
    opened = LIST.match(text, at) if first in OPENS_LIST else None
    if opened:
        yield from _items(text, opened.end(), notation)
        return
    below = NEXT_LINE.match(text, at) if first in BEFORE_LINE_END else None
    if below:
        block = text[at : below.end()].lstrip()[:1] in ("|", ">")
        value = _read(text, below.end(), "assign" if block else "space", False)
    else:
        call = CALL.match(text, at) if is_call else None
        value = _read(text, call.end(), "pair", False) if call else _read(text, at, notation, tight)
    if value is not None:
        yield value


def _items(text: str, at: int, notation: str) -> Iterator[Value]:
    for _ in range(_LIST_MAX):
        item = ITEM.match(text, at)
        if item is None:
            return
        yield Value(*item.span("item"), "pair" if notation == "pair" else "list", True, False)
        at = item.end()


def _read(text: str, at: int, notation: str, tight: bool) -> Value | None:
    opening = _OPENING.match(text, at)
    if opening is not None and opening["quote"]:
        end = _closing(text, opening)
        if end is not None:
            return Value(opening.end(), end, notation, True, tight) if end > opening.end() else None
    start = opening.end() if opening is not None else at
    match = _UNQUOTED.match(text, start, start + _JUDGED)
    if match is None:
        return None
    cut = (_FIELD_END if tight else _LINE_FIELD_END).search(text, start, match.end() + 44)
    end = trim(text, start, min(match.end(), cut.start()) if cut else match.end())
    return Value(start, end, notation, False, tight) if end > start else None


def _closing(text: str, opening: re.Match[str]) -> int | None:
    """Return where the quoted text ends, on the same line or, in triple quotes, anywhere near."""
    quote = _CLOSING.get(opening["quote"], opening["quote"])
    limit = opening.end() + _LONGEST
    if len(quote) == 1:
        line_end = text.find("\n", opening.end(), limit)
        limit = line_end if line_end >= 0 else limit
    level = len(opening["escape"])
    end = text.find(quote, opening.end(), limit)
    while end >= 0:
        before = end
        while before > opening.end() and text[before - 1] == "\\" and end - before < 9:
            before -= 1
        if end - before <= level:
            return before if level else end
        end = text.find(quote, end + 1, limit)
    return None


def whole(text: str, value: Value) -> Value:
    """Return `value` with all that follows it without a space, if it was too long to be judged whole."""
    end = value.end
    while not value.quoted and end - value.start < _LONGEST:
        more = _UNQUOTED.match(text, end, end + _JUDGED) if end - value.start >= _JUDGED else None
        if more is None:
            break
        end = more.end()
    return value._replace(end=end)


def trim(text: str, start: int, end: int) -> int:
    """Return the end of an unquoted value without the punctuation of the sentence around it."""
    while end > start:
        last = text[end - 1]
        unbalanced = last in _BRACKETS and _BRACKETS[last] not in text[start : end - 1]
        if unbalanced or last == "\\" or last in _TRAILING:
            end -= 1
        else:
            break
    return end
