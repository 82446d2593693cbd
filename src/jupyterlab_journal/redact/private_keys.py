"""Private keys in PEM, PGP and PuTTY form, whole or cut off at either end."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .rule import Find

_APART = "['\" ]{1,4}"  # a shell may have split the words and quoted some
_BEGIN = re.compile(
    rf"-{{4,5}} ?BEGIN{_APART}(?:[A-Z0-9'\" ]{{0,48}})"
    rf"(?:(?:PRIVATE|SECRET){_APART}KEY(?:{_APART}BLOCK)?|OpenVPN Static key V1) ?-{{4,5}}"
    r"|Private-Lines: [0-9]{1,3}"
)
_END = re.compile(
    rf"-{{4,5}} ?END{_APART}(?:[A-Z0-9'\" ]{{0,48}})(?:PRIVATE|SECRET){_APART}KEY(?:{_APART}BLOCK)? ?-{{4,5}}"
)
# One line of a body, whatever was put around it: indentation, quotes, comment marks, line numbers.
_LINE = re.compile(
    r"(?:[ \t>#|│*+\"',b\[(-]|[0-9]{1,4}[:|] ){0,40}"
    r"(?P<body>[A-Za-z0-9+/]+={0,3}|=[A-Za-z0-9+/]{4})?"
    r"(?:[ \t\"',;)\]\\│|]|\\n){0,20}(?:\r?\n|\Z|(?=-{4,5})|(?<=[A-Za-z0-9+/=]{16} ))"
)
_HEADER = re.compile(
    r"[ \t>#\"']{0,20}(?:Proc-Type|DEK-Info|Version|Comment|Hash|Charset|Subject|X-[A-Za-z-]{1,20})"
    r": ?[^\n]{0,100}?(?:\n|(?=[A-Za-z0-9+/]{40}))"  # in a title or a name, the body follows on the line
)
_LINES_MAX = 2000
_WORD = re.compile(r"[A-Za-z]{1,19}\Z")


def find_private_keys(text: str) -> Iterator[Find]:
    """Yield the bodies of the private keys in `text`; the lines that frame them stay."""
    covered = 0
    begins = _BEGIN.finditer(text) if "BEGIN" in text or "Private-Lines" in text else ()
    for begin in begins:
        if begin.start() >= covered:
            start, covered = _body(text, begin.end())
            if covered > start:
                yield Find(start, covered, "private_key", "private-key")
    for end in _END.finditer(text) if "END" in text else ():
        start = _body_start(text, end.start())
        if start < end.start() and start >= covered:
            yield Find(start, end.start(), "private_key", "private-key-tail")


def _body(text: str, at: int) -> tuple[int, int]:
    """Return where the body after `at` begins and ends: at the closing or before the first foreign line."""
    first = last = -1
    for _ in range(_LINES_MAX):
        header = _HEADER.match(text, at)
        match = header or _LINE.match(text, at)
        if match is None or match.end() == at:
            break
        body = None if header else match["body"]
        if (
            body
            and first >= 0
            and (len(body) < 12 or _WORD.match(body))
            and not text.startswith(("--", "="), match.end())
        ):
            break
        if body:
            first, last = first if first >= 0 else match.start("body"), match.end("body")
        at = match.end()
    return first, last


def _body_start(text: str, at: int) -> int:
    first = at
    for _ in range(_LINES_MAX):
        line_start = text.rfind("\n", 0, max(0, first - 1)) + 1
        match = _LINE.match(text, line_start, first)
        if (
            match is None
            or not match["body"]
            or len(match["body"]) < 16
            or match.end() < first
            or line_start == first
        ):
            break
        first = line_start
    return first
