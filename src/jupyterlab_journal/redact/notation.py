"""The ways people write a value beside its name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from .mapping import is_only_mapping, may_hold_mapping, values_of_mapping
from .phrases import CHINESE, CHINESE_LATER, PLAIN_WORD, SENTENCE
from .unpacking import may_be_unpacked, unpacked_value

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
    + r"(?:[*_]{1,3}(?=[ \t]))?[ \t]{0,40}(?:(?:&[A-Za-z0-9_-]{1,30}|!!(?:str|binary)) )?"
)
_NAMED_VALUE = re.compile(
    r"\\{0,8}[\"'`]?(?:,?\s{1,40}\\{0,8}[\"'`]?(?:value|Value|content|val|before|after)"
    r"\\{0,8}[\"'`]?\s{0,4}[:=]\s{0,4}"
    r"|[ ]--value[ =]|[ ]?\{\s{0,8}"
    r"(?:[a-z_]{1,20}\s{0,8}=\s{0,4}[^\n={}]{1,80}\n\s{0,8}){0,4}(?:default|value)\s{0,8}=\s{0,8})"
)
_TABLE = re.compile(
    _CLOSE
    + r"(?:[ \t]{0,40}[|│┃║](?:[ ]{0,20}(?:str|string|text|secret|varchar)[ ]{0,20}[|│┃║])?[ \t|│┃║]{0,40}"
    r"|[ ]{0,4}\t[ \t]{0,20}|[ ]{2,40})(?=\S)"
)
# What stands in where the name has no value: ``password or "..."``.
_INSTEAD = (" or ", " else ", " || ", " ?? ", ") or ", ") || ")
_FALLBACK = re.compile(r"\)?[ ](?:or|else|\|\||\?\?)[ ](?=[\"'])")
_GLUED = re.compile(r"】?[ ]?(?=[!-~])")
_CALL = re.compile(
    r"[A-Za-z_][A-Za-z0-9_.]{0,60}\(\s{0,4}(?:(?:default|value|fallback|str)\s?=\s?)?(?=[bfru]{0,2}[\"'])"
)
_JOINED = re.compile(r"(?:[\"']{2}\.join|[A-Za-z_][A-Za-z0-9_.]{0,40})\(\s{0,4}(?=[\[(]\s{0,8}[\"'])")
# The default of an option: ``add_argument("--token", type=str, default="...")``.
_DEFAULT = re.compile(
    r"[\"'](?:,\s{1,40}(?:[\"'][^\"'\n]{1,40}[\"']|[a-z_]{1,20}=(?:[\"'][^\"'\n]{0,200}[\"']|[^,\"'\n]{1,40}))){0,6}?"
    r",\s{1,40}(?:default|const|value)\s?=\s?(?=[bfru]{0,2}[\"'])"
)
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
_FIRST_CHINESE = "\u4e00"
_BEFORE_MAX = 160
_NEXT_LINE = re.compile(r"(?:[|>][-+0-9]{0,2})?[ \t]{0,8}\r?\n[ \t]{0,40}(?=[^\s#-])")

_OPENING = re.compile(
    r"(?:\*\*|__)?(?:[bfruBFRU]{1,2}(?=[\"']))?(?P<escape>\\{0,8})(?P<quote>\"{3}|'{3}|[\"'`“‘「『«])?"
    r"(?:(?:Bearer|Basic|Token|token|bearer|basic|ApiKey) (?=\S))?"
)
_CLOSING = {"“": "”", "‘": "’", "「": "」", "『": "』", "«": "»"}
_LONGEST = 4096
_JUDGED = 256  # characters that are looked at to judge a value; the rest is taken with them
_UNQUOTED = re.compile(
    r"(?:[^\s\"`“”「」『』<|\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]|<(?![/a-zA-Z!])|\|(?=[^\s|])){1,256}"
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
_LIST = re.compile(r"[\[({]\s{0,8}(?=\\{0,4}[bfru]?[\"'])")
_ITEM = re.compile(
    r"\\{0,4}[bfru]?(?P<quote>[\"'])(?P<item>[^\"'\n\\]{1,400})\\{0,4}(?P=quote)\s{0,4},?\s{0,8}"
)
_LIST_MAX = 500
_OPENS_LIST = ("[", "(", "{")
_BEFORE_LINE_END = ("|", ">", " ", "\t", "\r", "\n")
_CALLED_MAX = 62  # characters of a name and its bracket
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
    if may_hold_mapping(text, label):
        entries = [
            Value(start, end, "list", quoted, False) for start, end, quoted in values_of_mapping(text, label)
        ]
        yield from entries
        if entries or is_only_mapping(text, label):
            return
    if may_be_unpacked(text, label):
        span = unpacked_value(text, label)
        if span is not None:
            yield Value(*span, "assign", True, False)
            return
    for notation, pattern in _patterns(text, label):
        match = pattern.match(text, end)
        if match is not None:
            yield from _values(text, match, notation)
            if notation in ("assign", "chinese"):
                return


def is_before_plain_word(text: str, at: int) -> bool:
    """Tell whether a word follows at `at` after which no notation can come but words side by side."""
    return PLAIN_WORD.match(text, at) is not None


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
        near = window.split()[:0:-1][:5]
        back = next((number + 2 for number, word in enumerate(near) if word in ("is", "as")), 0)
    else:
        return None
    words = list(re.finditer(r"\S+", window))
    if not 0 < back <= len(words):
        return None
    found = words[-back]
    lead = len(found[0]) - len(found[0].lstrip("\"'`(*"))
    start, end = window_start + found.start() + lead, window_start + found.end()
    return Value(start, trim(text, start, end), "sentence", False, False)


def _patterns(text: str, label: Label) -> Iterator[tuple[str, re.Pattern[str]]]:
    following = text[label.end : label.end + 1]
    if "\n" in text[label.end : label.end + 16] and _is_first_on_line(text, label):
        yield "below", _BELOW
    if following and following in "\"'`\\,\n ":
        yield "assign", _NAMED_VALUE
        if text.startswith(",", label.end + 1):
            yield "assign", _DEFAULT
    yield "assign", _ASSIGN
    yield from _chinese_patterns(text, label)
    if text.startswith(_INSTEAD, label.end):
        yield "assign", _FALLBACK
    if following == " ":
        yield "sentence", SENTENCE
    if following and following in "\"'`\\":
        yield "pair", _PAIR
    if following and following in " \t|│┃║\"'`*":
        yield "table", _TABLE
    if following == " ":
        yield "flag" if text[label.start] == "-" else "space", _SPACE


def _chinese_patterns(text: str, label: Label) -> Iterator[tuple[str, re.Pattern[str]]]:
    if label.chinese or text[label.end : label.end + 2].strip()[:1] >= _FIRST_CHINESE:
        yield "chinese", CHINESE
    if label.chinese:
        yield "below" if label.tier == "strong" else "sentence", CHINESE_LATER
        yield "space", _GLUED


def _is_first_on_line(text: str, label: Label) -> bool:
    before, _, lead = text[max(0, label.start - _ABOVE_MAX) : label.start].rpartition("\n")
    return (bool(before) or label.start <= _ABOVE_MAX) and bool(_ABOVE.fullmatch(lead))


def _values(text: str, separator: re.Match[str] | None, notation: str) -> Iterator[Value]:
    if separator is None:
        return
    at = separator.end()
    tight = separator[0].strip("\"'`\\") == "="
    is_call = text.find("(", at, at + _CALLED_MAX) >= 0
    joined = _JOINED.match(text, at) if is_call else None
    at = joined.end() if joined else at
    first = text[at : at + 1]
    opened = _LIST.match(text, at) if first in _OPENS_LIST else None
    if opened:
        yield from _items(text, opened.end(), notation)
        return
    below = _NEXT_LINE.match(text, at) if first in _BEFORE_LINE_END else None
    if below:
        block = text[at : below.end()].lstrip()[:1] in ("|", ">")
        value = _read(text, below.end(), "assign" if block else "space", False)
    else:
        call = _CALL.match(text, at) if is_call else None
        value = _read(text, call.end(), "pair", False) if call else _read(text, at, notation, tight)
    if value is not None:
        yield value


def _items(text: str, at: int, notation: str) -> Iterator[Value]:
    for _ in range(_LIST_MAX):
        item = _ITEM.match(text, at)
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
    match = _UNQUOTED.match(text, start)
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
        more = _UNQUOTED.match(text, end) if end - value.start >= _JUDGED else None
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
