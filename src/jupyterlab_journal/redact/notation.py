"""The ways people write a value beside its name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from .mapping import is_only_mapping, may_hold_mapping, values_of_mapping
from .phrases import CHINESE, CHINESE_LATER, SENTENCE
from .secret_names import STRONG, WEAK
from .unpacking import may_be_unpacked, unpacked_value
from .values import Value, trim, values_behind

if TYPE_CHECKING:
    from .secret_names import Label

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
_NEAR = 16
_FIRST_CHINESE = "\u4e00"
_BEFORE_MAX = 160
_TAKEN_AS = (" 作为", " 当作", " 作為", " 做", " 当")


def values_after(text: str, label: Label) -> Iterator[Value]:
    """Yield the values that `label` may belong to, the likeliest notation first."""
    end = label.end
    if text.startswith("<", label.start - 1) and label.start:
        element = _ELEMENT.match(text, end)
        if element is not None:
            yield Value(*element.span("value"), "tag", True, False)
        return
    only_mapping = is_only_mapping(text, label)
    if only_mapping or may_hold_mapping(text, label):
        entries = [
            Value(start, end, "list", quoted, False) for start, end, quoted in values_of_mapping(text, label)
        ]
        yield from entries
        if entries or only_mapping:
            return
    if may_be_unpacked(text, label):
        span = unpacked_value(text, label)
        if span is not None:
            yield Value(*span, "assign", True, False)
            return
    for notation, pattern in patterns_after(text, label):
        match = pattern.match(text, end)
        if match is not None:
            yield from values_behind(text, match, notation)
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
    if text.startswith(_INSTEAD, label.end):
        yield "assign", _FALLBACK
    if near[1:2] == "," and near[0] in "\"'":
        yield "assign", _DEFAULT
    beside_chinese = label.chinese or (not near.isascii() and near[:2].strip()[:1] >= _FIRST_CHINESE)
    yield from _patterns_before(near[:1], label.chinese, beside_chinese, label.tier)
    if near[:1] == " " and text[label.start] == "-":
        yield "flag", _SPACE
    elif near[:1] == " " and not direct_only:
        yield "space", _SPACE


@lru_cache(maxsize=1024)
def _patterns_before(
    following: str, chinese: bool, beside_chinese: bool, tier: str
) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the notations in which a name may stand before the character `following`."""
    weak = tier == WEAK
    return tuple(
        (notation, pattern)
        for notation, pattern, may_begin, wanted in (
            ("assign", _NAMED_VALUE, "\"'`\\,\n ", True),
            ("assign", _ASSIGN, None if following in "\r\n" else following, True),
            ("chinese", CHINESE, following, beside_chinese),
            ("below" if tier == STRONG else "sentence", CHINESE_LATER, following, chinese and not weak),
            ("space", _GLUED, following, chinese and not weak),
            ("sentence", SENTENCE, " ", not weak),
            ("pair", _PAIR, "\"'`\\", not weak),
            ("table", _TABLE, " \t|│┃║\"'`*", not weak),
        )
        if wanted and may_begin is not None and following in may_begin
    )


def _is_first_on_line(text: str, label: Label) -> bool:
    before, _, lead = text[max(0, label.start - _ABOVE_MAX) : label.start].rpartition("\n")
    return (bool(before) or label.start <= _ABOVE_MAX) and bool(_ABOVE.fullmatch(lead))
