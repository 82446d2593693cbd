"""Secrets that go over the end of a line."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import TYPE_CHECKING

from .judge import is_random
from .rule import LINES_MAX, Find, Rule
from .view import JoinedView, View

if TYPE_CHECKING:
    from .budget import Budget
    from .rulebook import RuleBook

_TOKEN = re.compile(r"[A-Za-z0-9_.:/+=-]{1,400}")
_LINE_END = re.compile(r"\r?\n")
_NEXT_LINE = re.compile(r"[ \t>│|#*]{0,16}([A-Za-z0-9_.:/+=-]{1,400})")
_TOGETHER_MIN = 16  # characters on two lines that may be a token
_WINDOW = 1200
_NEAR = 16  # characters of a line that may hold one half of a keyword
_INNER = "[A-Za-z0-9_./:-]"
_BREAK = re.compile(rf"\n(?:(?<={_INNER}\n)|(?<={_INNER}\r\n))[ \t>│|#*]{{0,16}}(?={_INNER})")
_CONTINUED = re.compile(r"\r?\n[ \t>│|#]{0,16}([A-Za-z0-9_.~+/=-]{12,200})(?=[\s\"'`,;)\]}]|\Z)")
_CONTINUED_MAX = 8
_CHECK_EVERY = 256


class Continued:
    """Finds the random rest, on the next lines, of secrets whose line was wrapped.

    Parameters
    ----------
    text : str
        The text that is searched.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._ends: dict[int, re.Match[str] | None] = {}

    def whole(self, find: Find) -> Iterator[Find]:
        """Yield `find`, and the rest of it."""
        yield find
        end = find.end
        if self._text[end : end + 1] not in ("\n", "\r"):
            return
        if find.rule.startswith("label") and not is_random(self._text[find.start : end], 12):
            return
        for _ in range(_CONTINUED_MAX):
            rest = self._rest(end)
            if rest is None:
                return
            yield Find(rest.start(1), rest.end(1), find.kind, find.rule)
            end = rest.end(1)

    def _rest(self, end: int) -> re.Match[str] | None:
        """Return what continues a line that ends at `end`; in a list of keys, lines are asked for again."""
        if end not in self._ends:
            rest = _CONTINUED.match(self._text, end)
            self._ends[end] = rest if rest and is_random(rest[1], 12) else None
        return self._ends[end]


def find_wrapped(text: str, position: int, rule: Rule) -> list[Find]:
    """Return the token that begins at `position` and goes over the end of its line."""
    first = _TOKEN.match(text, position) if rule.before is None else None
    line_end = _LINE_END.match(text, first.end()) if first else None
    second = _NEXT_LINE.match(text, line_end.end()) if line_end else None
    if line_end is None or second is None or line_end.end() - position + len(second[1]) < _TOGETHER_MIN:
        return []
    return _find_over_joins(text, position, 0, rule)


def find_broken_keywords(text: str, rules: RuleBook, budget: Budget) -> Iterator[Find]:
    """Yield tokens whose first few letters, and no more, are at the end of a line.

    The neighbourhoods of all line breaks are searched at once, put together without the breaks.
    """
    parts: list[str] = []
    starts: list[int] = []
    offsets: list[int] = []
    length = 0
    for match in _BREAK.finditer(text):
        lead = text[max(0, match.start() - _NEAR) : match.start()].rpartition("\n")[2]
        parts += [lead.rstrip("\r"), text[match.end() : match.end() + _NEAR], "\n"]
        starts.append(length)
        offsets.append(match.start() - len(lead))
        length += len(parts[-3]) + len(parts[-2]) + 1
    budget.check()
    for count, (at, keyword, found) in enumerate(rules.keywords("".join(parts))):
        if count % _CHECK_EVERY == 0:
            budget.check()
        index = bisect_right(starts, at) - 1
        inside = at - starts[index]
        if inside < len(parts[3 * index]) < inside + len(keyword):
            for rule in found:
                yield from _find_over_joins(text, offsets[index], inside, rule)


def _find_over_joins(text: str, start: int, inside: int, rule: Rule) -> list[Find]:
    window = text[start : start + _WINDOW]
    if window.count("\n") > LINES_MAX:
        window = "\n".join(window.split("\n", LINES_MAX + 1)[: LINES_MAX + 1])
    view = JoinedView(View(window))
    finds = []
    for find in rule.find_over_joins(view, inside):
        first, last = view.to_original(find.start, find.end)
        finds.append(Find(start + first, start + last, find.kind, find.rule))
    return finds
