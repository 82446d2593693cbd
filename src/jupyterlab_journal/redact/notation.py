"""The ways people write a value beside its name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from .labels import WEAK

if TYPE_CHECKING:
    from .labels import Label

# What may stand between a name and its separator: quotes, brackets, bold marks, a remark in brackets.
_CLOSE = (
    r"\\{0,8}[\"'`”’」』】]{0,3}[)\]]{0,2}[*_`]{0,3}(?:\[[0-9:-]{1,8}\])?"
    r"(?: ?[(\[][^()\[\]\n=:]{0,40}[)\]])?(?:如下|は)?"
)
_TYPE = (
    r": ?(?:typing\.|t\.)?(?:[Oo]ptional\[[A-Za-z]{3,9}\]|[Ss]tr(?:ing)?|SecretStr|bytes|[Aa]ny"
    r"|[Tt]ext|&str|char\*?)"
    r"(?: ?\| ?None)? ?=(?!=)"
)
_ASSIGN = re.compile(
    _CLOSE
    + rf"[ \t]{{0,40}}(?:{_TYPE}|=>|:=|[=!]==?|->|<-|→|⇒|[–—]|(?<= )-(?= )|=|:(?!:))"
    + r"(?:[*_]{1,3}(?=[ \t]))?[ \t]{0,40}"
)
_NAMED_VALUE = re.compile(
    r"\\{0,8}[\"'`]?(?:,?\s{1,40}\\{0,8}[\"'`]?(?:value|Value|content|val|before|after)"
    r"\\{0,8}[\"'`]?\s{0,4}[:=]\s{0,4}"
    r"|[ ]--value[ =]|[ ]?\{\s{0,8}(?:default|value)\s{0,8}=\s{0,8})"
)
_CHINESE = re.compile(
    r"[ ]?(?:已经?|被|现在|目前|都|就|暂|统一|初始|默认)?"
    r"(?:设置[为成]|设定为|设[为成]|改[为成]|[更修]改为|变更为|重置为|更新为|换成|叫做?|分别[是为]"
    r"|应该是|就是|写的是|用的是|使用|是|为|為|は)"
    r"了?(?:[ ]?:)?[ ]{0,4}"
)
_SENTENCE = re.compile(
    r"(?: (?:for|of|to|in|on|at|you|we|i|that|here|from|used|has|value|below)\b[^\n:=|]{0,60}?)?"
    r"(?:(?: now| currently| still)? (?:is|was|are|will be|should be|has been|set|equals|changed|reads|to)\b"
    r"(?: (?:now|still|currently|set|reset|changed|to|simply|just|exactly|this)\b){0,2}[ ]?:?"
    r"|[ ]?[:=]|:)[ ]{1,4}",
    re.IGNORECASE,
)
_TABLE = re.compile(_CLOSE + r"(?:[ \t]{0,40}[|│┃][ \t|│┃]{0,40}|[ ]{0,4}\t[ \t]{0,20}|[ ]{2,40})(?=\S)")
_GLUED = re.compile(r"】?[ ]?(?=[!-~])")
CALL = re.compile(r"[A-Za-z_][A-Za-z0-9_.]{0,60}\(\s{0,4}(?=[bfru]{0,2}[\"'])")
_PAIR = re.compile(r"\\{0,8}[\"'`][ ]{0,2},\s{0,8}(?=[bfruBFRU]{0,2}\\{0,8}[\"'`])")
_ELEMENT = re.compile(r"(?: [^<>\n]{0,60})?>\s{0,20}(?P<value>[^<>\s][^<>\n]{0,400}?)\s{0,20}</")
_SPACE = re.compile(r"[ ](?=\S)")
# Value and label alone on their lines; the label may have words before it. Other lines are lists of names.
_BELOW = re.compile(
    r"[*_`]{0,3}[ \t]{0,4}[:=]?[*_`]{0,3}[ \t]{0,8}(?:\r?\n[ \t]{0,8}){1,2}"
    r"(?=[^\s#-]\S{5,400}[ \t]{0,8}(?:[\r\n]|\Z))"
)
_ABOVE = re.compile(r"[ \t>#*_|`-]{0,8}(?:[A-Za-z]{1,20} ){0,2}")
_ABOVE_MAX = 56
_NEAR = 16
_FIRST_CHINESE = "\u4e00"
_BEFORE_MAX = 160
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
_TAKEN_AS = (" 作为", " 当作", " 作為", " 做", " 当")
_BRACKETS = {")": "(", "]": "[", "}": "{", "(": ")", "[": "]", "{": "}"}


class Value(NamedTuple):
    """A candidate for a secret: where it lies and how it was written."""

    start: int
    end: int
    notation: str
    quoted: bool
    tight: bool


def values_after(text: str, label: Label) -> Iterator[Value]:
    """Yield the values that `label` may belong to, the likeliest notation first."""
    end = label.end
    if text.startswith("<", label.start - 1) and label.start:
        element = _ELEMENT.match(text, end)
        if element is not None:
            yield Value(*element.span("value"), "tag", True, False)
        return
    for notation, pattern in patterns_after(text, label):
        match = pattern.match(text, end)
        if match is not None:
            yield from _values(text, match, notation)
            if notation in ("assign", "chinese"):
                return


def may_follow_value(text: str, at: int) -> bool:
    """Tell whether a sentence may stand before `at` that begins with a value: ``abc is my``."""
    window = text[max(0, at - _BEFORE_MAX) : at]
    return " is" in window or " as" in window or "\nis" in window or "\nas" in window


def value_before(text: str, label: Label) -> Value | None:
    """Return the value of ``abc is my password`` or of its Chinese form, if the label stands so."""
    window_start = max(0, label.start - _BEFORE_MAX)
    window = text[window_start : label.start]
    if label.chinese and window.endswith(_TAKEN_AS):
        back = 2
    elif may_follow_value(text, label.start):
        near = window.rsplit(None, 6)[:0:-1][:5]
        back = next((number + 2 for number, word in enumerate(near) if word in ("is", "as")), 0)
    else:
        return None
    words = window.rsplit(None, back) if back else []
    if len(words) < back or not words:
        return None
    word = words[-back]
    found = window.find(word, len(words[0]) if len(words) > back else 0)
    lead = len(word) - len(word.lstrip("\"'`(*"))
    start, end = window_start + found + lead, window_start + found + len(word)
    return Value(start, trim(text, start, end), "sentence", False, False)


def patterns_after(text: str, label: Label) -> Iterator[tuple[str, re.Pattern[str]]]:
    """Yield the notations in which a value may stand after `label`, the likeliest first."""
    near = text[label.end : label.end + _NEAR]
    direct_only = label.tier == WEAK  # of a weak name no other value is a secret, see verdict.py
    if "\n" in near and not direct_only and _is_first_on_line(text, label):
        yield "below", _BELOW
    beside_chinese = label.chinese or (not near.isascii() and near[:2].strip()[:1] >= _FIRST_CHINESE)
    yield from _patterns_before(near[:1], label.chinese, beside_chinese, direct_only)
    if near[:1] == " " and text[label.start] == "-":
        yield "flag", _SPACE
    elif near[:1] == " " and not direct_only:
        yield "space", _SPACE


@lru_cache(maxsize=1024)
def _patterns_before(
    following: str, chinese: bool, beside_chinese: bool, direct_only: bool
) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the notations in which a name may stand before the character `following`."""
    return tuple(
        (notation, pattern)
        for notation, pattern, may_begin, wanted in (
            ("assign", _NAMED_VALUE, "\"'`\\,\n ", True),
            ("assign", _ASSIGN, None if following in "\r\n" else following, True),
            ("chinese", _CHINESE, following, beside_chinese),
            ("space", _GLUED, following, chinese and not direct_only),
            ("sentence", _SENTENCE, " ", not direct_only),
            ("pair", _PAIR, "\"'`\\", not direct_only),
            ("table", _TABLE, " \t|│┃\"'`*", not direct_only),
        )
        if wanted and may_begin is not None and following in may_begin
    )


def _is_first_on_line(text: str, label: Label) -> bool:
    before, _, lead = text[max(0, label.start - _ABOVE_MAX) : label.start].rpartition("\n")
    return (bool(before) or label.start <= _ABOVE_MAX) and bool(_ABOVE.fullmatch(lead))


def _values(text: str, separator: re.Match[str] | None, notation: str) -> Iterator[Value]:
    if separator is None:
        return
    at = separator.end()
    tight = separator[0].strip("\"'`\\") == "="
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
        call = CALL.match(text, at) if text.find("(", at, at + CALLED_MAX) >= 0 else None
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
