"""Secrets that go over the end of a line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .budget import Budget
from .judge import is_random
from .rulebook import Find, Rule, RuleBook
from .view import View, join_lines

_TO_LINE_END = re.compile(r"[A-Za-z0-9_.:/+=-]{1,400}\r?\n")
_WINDOW = 1200
_PREFIX_MAX = 24  # the longest keywords that a line may break
_NOT_TOKEN = re.compile(r".*[\s\"'`=(,;]", re.DOTALL)
_CONTINUED = re.compile(r"\r?\n[ \t>│|#]{0,16}([A-Za-z0-9_.~+/=-]{12,200})(?=[\s\"'`,;)\]}]|\Z)")
_INDENTATION = " \t>│|#*"
_CHECK_EVERY = 256


def continue_find(text: str, find: Find) -> Iterator[Find]:
    """Yield `find`, and the random rest of it on the next lines if its line was wrapped."""
    yield find
    end = find.end
    if text[end : end + 1] not in ("\n", "\r") or not is_random(text[find.start : end], 12):
        return
    for _ in range(8):
        rest = _CONTINUED.match(text, end)
        if rest is None or not is_random(rest[1], 12):
            return
        yield Find(rest.start(1), rest.end(1), find.kind, find.rule)
        end = rest.end(1)


def find_wrapped(text: str, position: int, rule: Rule) -> list[Find]:
    """Return the token that begins at `position` and goes over the end of its line."""
    if rule.before is not None or not _TO_LINE_END.match(text, position):
        return []
    view = join_lines(View(text[position : position + _WINDOW]))
    if view is None:
        return []
    view.prepare()
    return [_at(position, view, find) for find in rule.find_over_joins(view, 0)]


def find_broken_keywords(text: str, rules: RuleBook, budget: Budget) -> Iterator[Find]:
    """Yield tokens whose first few letters, and no more, are at the end of a line."""
    line_end = text.find("\n")
    count = 0
    while line_end >= 0:
        count += 1
        if count % _CHECK_EVERY == 0:
            budget.check()
        if _is_token_character(text[line_end - 1 : line_end].strip()):
            yield from _find_broken(text, line_end, rules)
        line_end = text.find("\n", line_end + 1)


def _is_token_character(character: str) -> bool:
    return character.isalnum() or (bool(character) and character in "_-./:")


def _find_broken(text: str, line_end: int, rules: RuleBook) -> Iterator[Find]:
    rest = text[line_end + 1 : line_end + 2 * _PREFIX_MAX].lstrip(_INDENTATION)
    if not _is_token_character(rest[:1]):
        return
    start = max(0, line_end - _PREFIX_MAX)
    before_token = _NOT_TOKEN.match(text, start, line_end - 1)
    start = before_token.end() if before_token else start
    lead = text[start:line_end].rstrip("\r")
    for position, keyword, found in rules.keywords(lead + rest):
        if position < len(lead) < position + len(keyword):
            view = join_lines(View(text[start : start + _WINDOW]))
            if view is not None:
                view.prepare()
                for rule in found:
                    for find in rule.find_over_joins(view, position):
                        yield _at(start, view, find)


def _at(position: int, view: View, find: Find) -> Find:
    start, end = view.to_original(find.start, find.end)
    return Find(position + start, position + end, find.kind, find.rule)
