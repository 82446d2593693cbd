"""Values of a mapping under one secret name: ``PASSWORDS = {"anna": "...", "ben": "..."}``.

In program text, JSON, blocks of YAML and sections of TOML and ini files. The keys say whose secrets they
are, and stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from .data import load_data

if TYPE_CHECKING:
    from .secret_names import Label, Labels

_ENTRIES_MAX = 200
_DEPTH_MAX = 3
_LEAD_MAX = 80  # characters of the line before a name
_STRONG = "strong"
_OWNED = ("api_tokens", "access_tokens", "auth_tokens", "bearer_tokens")
_AHEAD = 64  # characters after a name in which a mapping begins
_COUNTED = re.compile(r"(?![\"'`\])]{0,3}[ \t]{0,8}(?::[ \t]{0,8}(?:[\r\n{]|#)|[=:][^\n]{0,40}[{(]))")
_OPENED = re.compile(r"[\"']? ?[:=] ?\{\s{0,8}[\"']?[A-Za-z0-9]")
_BEGINS = re.compile(
    r"[\"']?(?::[ \t]{0,8}[#\r\n]|\]|[ \t]{0,20}(?::=|=>|[=:]|为|是)\s{0,20}(?:\[|[A-Za-z.]{1,26}\())"
)
_BRACED = re.compile(
    r"\\{0,4}[\"'`]?[\])]?(?: ?: ?[A-Za-z_.]{1,20}\[[^\]\n]{0,40}\])?[ \t]{0,20}(?::=|=>|[=:]|为|是)\s{0,20}"
    r"(?:\{|\[(?=\s{0,20}[({])"
    r"|(?:dict|[A-Z][A-Za-z]{0,20}Dict|[A-Za-z.]{0,20}Namespace|edict|DictConfig|Box|Munch)\(\s{0,20}\{?)"
)
_BLOCK = re.compile(r"[\"']?:[ \t]{0,8}(?:#[^\n]{0,80})?\r?\n(?=[ \t])")
_SECTION = re.compile(r"[\"']?\]{1,2}[ \t]{0,8}(?:[#;][^\n]{0,80})?\r?\n")
MAPPINGS = (_BRACED, _BLOCK, _SECTION)
_QUOTED = r"[bfru]{0,2}(?:\"(?P<double>[^\"\n]{0,400})\"|'(?P<single>[^'\n]{0,400})')"
_OTHER_KEY = r"(?P<mark_2>[\"'`]?)(?P<key_2>[^\"'`\n\r{}\[\](),:=#]{1,64})(?P=mark_2)[ \t]{0,8}(?::|=>|=)"
_KEY = r"(?P<mark>[\"'`]?)(?P<key>[^\"'`\n\r{}\[\](),:=#]{1,64})(?P=mark)[ \t]{0,8}(?::|=>|=)"
_ENTRY = re.compile(
    r"\s{0,40}(?:(?:#|//)[^\n]{0,200}\n\s{0,40}){0,2}"
    rf"(?:(?:{_KEY}\s{{0,20}})?(?:(?P<open>[{{\[(])|{_QUOTED}(?![ \t]{{0,8}}[:=]))|{_OTHER_KEY}"
    r"\s{0,20}(?P<bare>[^\s\"',{}\[\]()]{1,400})(?:\[[^\]\n]{0,80}\]|\([^()\n]{0,80}\)){0,2})[ \t]{0,8},?"
)
_CLOSE = re.compile(r"\s{0,40}[}\])],?")
_LINE = re.compile(
    rf"(?P<indent>[ \t]{{0,40}})(?:(?:{_KEY}|(?P<dash>-))[ \t]{{0,20}}"
    rf"(?:{_QUOTED}|(?P<bare>[^\s\"'{{}}\[\]#]{{1,400}}))?)?[ \t]{{0,20}}(?:[#;][^\n]{{0,200}})?(?:\r?\n|\Z)"
)
_NUMBER = re.compile(r"[-+0-9.,_e]{1,40}\Z")
_LAST_WORD = re.compile(r"[A-Za-z]+(?=[^A-Za-z]*\Z)")
_OTHER_KEYS = frozenset(load_data("placeholders.toml")["other_keys"])


def name_inside(outer: str, key: str, labels: Labels) -> str:
    """Return the name of the value of `key` in a mapping called `outer`: `key`, or `outer` if that is secret.

    Examples
    --------
    >>> from jupyterlab_journal.redact.secret_names import shipped_labels
    >>> [name_inside("passwords", key, shipped_labels()) for key in ("anna", "host", "api_key")]
    ['passwords', 'host', 'api_key']
    """
    label = labels.classify(outer, 0, len(outer)) if outer else None
    if label is None or not _names_several(outer, label) or labels.classify(key, 0, len(key)) is not None:
        return key
    return key if _is_of_something_else(key) else outer


class Entry(NamedTuple):
    """Where a value lies, and whether it is in quotes."""

    start: int
    end: int
    quoted: bool


def may_hold_mapping(text: str, label: Label) -> bool:
    """Tell whether the name of `label` may be that of several secrets."""
    end = label.end
    if text.find("{", end, end + 6) >= 0 and _OPENED.match(text, end):
        return True
    return (label.tier != _STRONG or label.chinese or text[end - 1] in "sS") and (
        text.find("{", end, end + _AHEAD) >= 0 or _BEGINS.match(text, end) is not None
    )


def _names_several(text: str, label: Label) -> bool:
    return label.chinese or label.tier != _STRONG or text[label.end - 1] in "sS"


def is_counted(text: str, end: int) -> bool:
    """Tell whether the plural of a name that ends at `end` is no name of secrets, as no mapping follows.

    Tokens are counted everywhere.
    """
    return (
        text.endswith("okens", 0, end)
        and not text.endswith(_OWNED, 0, end)
        and _COUNTED.match(text, end) is not None
    )


def is_only_mapping(text: str, label: Label) -> bool:
    """Tell whether the name is that of secrets only before a mapping."""
    if label.noun == "cookie":
        return True
    return label.noun == "token" and not label.qualified and text[label.end - 1] in "sS"


def values_of_mapping(text: str, label: Label) -> Iterator[Entry]:
    """Yield the values of the mapping that stands behind `label`, but for those of keys such as ``user``.

    Parameters
    ----------
    text : str
        The text.
    label : Label
        The name of the mapping.
    """
    end = label.end
    braced = _BRACED.match(text, end)
    if braced is not None:
        yield from _entries(text, braced.end())
        return
    line_start = text.rfind("\n", max(0, label.start - _LEAD_MAX), label.start) + 1
    lead = text[line_start : label.start]
    if lead.strip("\"'- \t") == "":
        block = _BLOCK.match(text, end)
        if block is not None:
            yield from _lines(text, block.end(), len(lead.rstrip("\"'")) + 1)
    elif lead.strip() in ("[", "[["):
        section = _SECTION.match(text, end)
        if section is not None:
            yield from _lines(text, section.end(), 0)


def _entries(text: str, at: int) -> Iterator[Entry]:
    depth = 1
    first_of_tuple = False
    for _ in range(_ENTRIES_MAX):
        entry = _ENTRY.match(text, at)
        if entry is not None:
            depth += entry["open"] is not None
            if not first_of_tuple:  # else a user
                yield from _value(entry, entry["key"] or entry["key_2"])
            first_of_tuple = entry["open"] == "("
        else:
            entry = _CLOSE.match(text, at)
            depth -= 1
        if entry is None or not 0 < depth <= _DEPTH_MAX:
            return
        at = entry.end()


def _lines(text: str, at: int, indent: int) -> Iterator[Entry]:
    """Yield the values of lines from `at` on that are indented by at least `indent` characters."""
    for _ in range(_ENTRIES_MAX):
        line = _LINE.match(text, at)
        if line is None or line.end() == at:
            return
        if line["key"] or line["dash"]:
            if len(line["indent"]) < indent:
                return
            yield from _value(line, line["key"])
        at = line.end()


def _value(entry: re.Match[str], key: str | None) -> Iterator[Entry]:
    if key and _is_of_something_else(key):
        return
    if entry["bare"] and not _NUMBER.match(entry["bare"]):
        yield Entry(*entry.span("bare"), False)
    for name in ("double", "single"):
        if entry[name]:
            yield Entry(*entry.span(name), True)


def _is_of_something_else(key: str) -> bool:
    last = _LAST_WORD.search(key)
    return last is not None and last[0].lower() in _OTHER_KEYS
