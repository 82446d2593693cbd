"""What a rule may ask of the value it matched; each check returns the stretches to take out."""

from __future__ import annotations

import re
from collections.abc import Callable

from .judge import (
    changes,
    decodes_to_pair,
    has_digit,
    is_gibberish,
    is_hex,
    is_mixed,
    is_path,
    is_placeholder,
    is_plain_fact,
    is_random,
    is_wordy,
)

Spans = list[tuple[int, int]]

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9-]{1,30}) ")
_PARTS = re.compile(r"([^=;,&\s]{1,100})=([^;,\s]*)")
_COOKIE_ATTRIBUTES = frozenset(
    {"path", "domain", "expires", "max-age", "samesite", "version", "comment", "priority"}
)
_SIGN = re.compile(r"[A-Za-z0-9][!@#$%^&*~?+]|[!@#$%^&*~?+][A-Za-z0-9]")
_PAIR_OF_TEXTS = re.compile(
    r"[(\[]\s{0,8}[\"'][^\"'\n]{1,64}[\"']\s{0,4},\s{0,8}(?:\"([^\"\n]{4,128})\"|'([^'\n]{4,128})')\s{0,8},?\s{0,8}[)\]]"
)
_WORD = re.compile(r"\S+")
_SHARE_CODE = 4  # characters after ?pwd= in the link to a shared file, which is public
_PASSWORD_NAME = re.compile(r"pass|pwd|secret", re.IGNORECASE)
_TOKEN_NAME = re.compile(r"token|sig|api|auth|jwt|credential|session", re.IGNORECASE)


def _whole(value: str, keep: bool) -> Spans:
    return [(0, len(value))] if keep else []


def _present(value: str) -> Spans:
    return _whole(value, not is_placeholder(value))


def _mixed(value: str) -> Spans:
    return _whole(value, is_mixed(value))


def _random(value: str) -> Spans:
    return _whole(value, is_random(value) and changes(value) >= 3)


def _noise(value: str) -> Spans:
    """Take letters and digits, or letters alone that form no words."""
    return _whole(value, is_mixed(value) or (is_gibberish(value) and not is_placeholder(value)))


def _random_halves(value: str) -> Spans:
    halves = value.split(".", 1)
    return _whole(value, all(is_random(half) and changes(half) >= 5 and not is_hex(half) for half in halves))


def _not_letters(value: str) -> Spans:
    return _whole(value, has_digit(value) and not is_placeholder(value))


def _not_words(value: str) -> Spans:
    return _whole(value, not is_placeholder(value) and (changes(value) >= 3 or not is_wordy(value)))


def _argument(value: str) -> Spans:
    return _whole(value, not is_placeholder(value) and not is_path(value))


def _password(value: str) -> Spans:
    """Take what no other argument looks like: digits or signs among letters, or letters that form no word."""
    odd = has_digit(value) or bool(_SIGN.search(value)) or is_gibberish(value)
    return _whole(value, odd and " " not in value and not is_placeholder(value) and not is_plain_fact(value))


def _telling(value: str) -> Spans:
    """Take what is no word, name, number or path: signs inside, or letters and digits that alternate."""
    odd = bool(_SIGN.search(value)) or is_gibberish(value)
    both_cases = value.upper() != value != value.lower()
    odd = odd or (changes(value) >= (2 if both_cases else 3) and any(map(str.isdigit, value)))
    return _whole(value, odd and not is_placeholder(value) and not is_plain_fact(value))


def _second_of_pairs(value: str) -> Spans:
    return [match.span(match.lastindex or 0) for match in _PAIR_OF_TEXTS.finditer(value)]


def _lines(value: str) -> Spans:
    return [match.span() for match in _WORD.finditer(value) if not is_placeholder(match[0])]


def _pair(value: str) -> Spans:
    return _whole(value, decodes_to_pair(value))


def _azure_length(value: str) -> Spans:
    return _whole(value, len(value.rstrip("=")) in {43, 52, 54, 56, 84, 86} and is_random(value))


def _authorization(value: str) -> Spans:
    scheme = _SCHEME.match(value)
    start = scheme.end() if scheme else 0
    token = value[start:]
    if is_placeholder(token) or is_plain_fact(token) or "=" in token[:-2].rstrip("="):
        return []
    if scheme and (is_mixed(token) or is_random(token)):
        return [(start, len(value))]
    return [(start, len(value))] if not scheme and is_random(token) else []


def _parameter(value: str) -> Spans:
    name, _, content = value.partition("=")
    start = len(name) + 1
    if is_placeholder(content) or is_plain_fact(content) or (name == "pwd" and len(content) == _SHARE_CODE):
        return []
    secret = is_random(content) or (len(content) >= 8 and _TOKEN_NAME.search(name) and is_mixed(content))
    if _PASSWORD_NAME.search(name):
        secret = len(content) >= 4
    return [(start, len(value))] if secret else []


def _cookie(value: str) -> Spans:
    return [
        match.span(2)
        for match in _PARTS.finditer(value)
        if match[1].lower() not in _COOKIE_ATTRIBUTES and is_random(match[2], 10)
    ]


def _any(value: str) -> Spans:
    return _whole(value, True)


CHECKS: dict[str, Callable[[str], Spans]] = {
    "any": _any,
    "not-placeholder": _present,
    "mixed": _mixed,
    "random": _random,
    "noise": _noise,
    "random-halves": _random_halves,
    "not-letters": _not_letters,
    "not-words": _not_words,
    "argument": _argument,
    "password": _password,
    "second-of-pairs": _second_of_pairs,
    "lines": _lines,
    "telling": _telling,
    "base64-colon": _pair,
    "azure-length": _azure_length,
    "authorization": _authorization,
    "parameter": _parameter,
    "cookie": _cookie,
}
