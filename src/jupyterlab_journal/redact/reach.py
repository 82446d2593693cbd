"""How much of a text decided that no secret stands beside a name.

In a flood of names, one whose neighbourhood was judged before, and was enough
to judge it, need not be judged again. `regex` can tell, as `re` cannot, whether
a pattern that failed might match a longer text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from .mapping import MAPPINGS, is_only_mapping
from .notation import patterns_after
from .secret_names import LEFT_WORDS, STRONG, WEAK
from .unpacking import NAMES_AFTER, may_be_unpacked
from .values import BEFORE_LINE_END, CALL, CALLED_MAX, ITEM, JOINED, LIST, NEXT_LINE, OPENS_LIST

if TYPE_CHECKING:
    import regex

    from .secret_names import Label
    from .values import Value

_BESIDE = 8  # characters beside a name that say whether it is one
_COUNTED = 56  # characters behind a plural that say whether it is counted
_NUMBER_MIN = 4  # digits that are a password where no vocabulary gives them to a word
_COMPARED = 40  # characters of a value that are enough
_LAST_NOTATIONS = ("assign", "chinese")  # after which no other is tried


def is_name_inside(text: str, name: tuple[int, int], window: tuple[int, int], *, words: bool) -> bool:
    """Tell whether `window` of `text` has all that makes a name of what stands at `name`.

    Parameters
    ----------
    text : str
        The text.
    name, window : tuple of int
        Offsets of the name, and of the neighbourhood.
    words : bool
        Whether the words before the name have a part in it.
    """
    first, last = window
    start, end = name
    beside = _COUNTED if text[end - 1] in "sS" else _BESIDE
    if end + beside >= last or start - _BESIDE < first:
        return False
    if not words or text[start - 1] != " ":
        return True
    lead = text[first:start][::-1]
    match = _as_regex(LEFT_WORDS).match(lead, partial=True)
    return match is None or match.end() < len(lead)


def is_decided(text: str, label: Label, values: Sequence[Value], window: tuple[int, int]) -> bool:
    """Tell whether nothing is found beside `label` whatever stands outside `window` of `text`.

    Parameters
    ----------
    text : str
        The text.
    label : Label
        The name; nothing was found beside it.
    values : sequence of Value
        What was judged.
    window : tuple of int
        Offsets of the neighbourhood.
    """
    first, last = window
    if not is_name_inside(text, (label.start, label.end), window, words=label.tier != STRONG):
        return False
    if label.tier != WEAK and "\n" in text[label.end : last] and "\n" not in text[first : label.start]:
        return False  # The name may be alone on its line.
    if _may_hold_others(text, label, last):
        return False
    if any(value.end + _BESIDE > last and value.start + _COMPARED > last for value in values):
        return False
    if label.tier == STRONG and _is_number(text, values):
        return False  # A vocabulary may begin far before.
    return is_only_mapping(text, label) or _are_patterns_decided(text, label, values, last)


def _may_hold_others(text: str, label: Label, last: int) -> bool:
    """Tell whether the name is, or may be in a longer text, that of a mapping or one of several names."""
    if any(_begins(pattern, text, label.end, last) for pattern in MAPPINGS):
        return True
    return may_be_unpacked(text, label) and _begins(NAMES_AFTER, text, label.end, last)


def _are_patterns_decided(text: str, label: Label, values: Sequence[Value], last: int) -> bool:
    for notation, pattern in patterns_after(text, label):
        match = pattern.match(text, label.end)
        if match is None:
            if _may_match(pattern, text, label.end, last):
                return False
            continue
        begun = any(value.start >= match.end() for value in values)
        if (not begun and match.end() + _COMPARED > last) or _may_go_on(text, match.end(), last):
            return False
        if notation in _LAST_NOTATIONS:
            break
    return True


def _may_go_on(text: str, at: int, last: int) -> bool:
    """Tell whether, in a longer text, the value at `at` may begin later or have others after it."""
    if text[at] in BEFORE_LINE_END and _may_match(NEXT_LINE, text, at, last):
        return True
    may_call = last - at < CALLED_MAX or text.find("(", at, last) >= 0
    if may_call and (_may_match(CALL, text, at, last) or _begins(JOINED, text, at, last)):
        return True
    if text[at] not in OPENS_LIST:
        return False
    opened = LIST.match(text, at)
    if opened is None:
        return _may_match(LIST, text, at, last)
    end = opened.end()
    while end < last and (item := ITEM.match(text, end)):
        end = item.end()
    return _may_match(ITEM, text, end, last)


def _is_number(text: str, values: Sequence[Value]) -> bool:
    """Tell whether a value may be the number that a vocabulary gives to the name."""
    return any(
        value.end - value.start >= _NUMBER_MIN and text[value.start : value.end].isdigit() for value in values
    )


def _may_match(pattern: re.Pattern[str], text: str, at: int, last: int) -> bool:
    """Tell whether `pattern` needs what stands from `last` on to match, or to fail, at `at`."""
    match = _as_regex(pattern).match(text, at, last, partial=True)
    return match is not None and (match.partial or match.end() + _BESIDE > last)


def _begins(pattern: re.Pattern[str], text: str, at: int, last: int) -> bool:
    """Tell whether `pattern` matches at `at`, or may in a text that does not end at `last`."""
    return _as_regex(pattern).match(text, at, last, partial=True) is not None


@cache
def _as_regex(pattern: re.Pattern[str]) -> regex.Pattern[str]:
    import regex  # noqa: PLC0415 (only a flood needs it)

    return regex.compile(pattern.pattern, regex.IGNORECASE if pattern.flags & re.IGNORECASE else 0)
