"""Rules as data: read ``rules/*.toml`` and look for them in a text.

A rule is looked for only where one of its `keywords` stands, so that a text
without keywords costs one pass. ``rule.py`` describes the fields of a rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from .data import rule_files
from .keywords import search_for
from .positional_secrets import CallSearch, as_rule
from .rule import Rule, is_token_like

_RUN = re.compile(r"[A-Za-z0-9_-]{24,}")


class RuleBook:
    """All rules, with one search for their keywords."""

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        self.rules = rules
        self._calls = CallSearch(rule for rule in rules if rule.call)
        beside = [rule for rule in rules if not rule.call]
        # The longest first: of two rules that find the same, that of the longer keyword gives the kind.
        words = sorted(
            {word for rule in beside for word in rule.keywords}, key=lambda word: (-len(word), word)
        )
        starting = {word: tuple(rule for rule in beside if word in rule.keywords) for word in words}
        loose = {
            word
            for rule in beside
            for word in rule.keywords
            if rule.anywhere or rule.before or not is_token_like(word[0])
        }
        # Words in other letters have a search of their own: they slow one down.
        wide = {word for word in loose if not word.isascii()}
        self._searches = [search_for(loose - wide), search_for(set(words) - loose, bounded=True)]
        self._wide_search = search_for(wide)
        searched = {word: (word in wide, word in loose) for word in words}
        self.local = frozenset(word for word in words if all(rule.is_local for rule in starting[word]))
        # A search steps over the words inside a word it met, as "login(" in ".login("; they are tried here.
        self._inside = {
            word: [
                (at, known, starting[known])
                for at in range(len(word))
                for known in words
                if word.startswith(known, at)
                and searched[known] == searched[word]
                and (not at or known in loose or not is_token_like(word[at - 1]))
            ]
            for word in words
        }
        self._on_runs = tuple(rule for rule in rules if rule.runs)
        begins = "|".join(rule.pattern.pattern for rule in self._on_runs if rule.before is None)
        self._run_begins = re.compile(re.sub(r"\(\?P<\w+>", "(?:", begins))
        self._before_runs = tuple(rule.before for rule in self._on_runs if rule.before is not None)

    def keywords(self, text: str) -> Iterator[tuple[int, str, tuple[Rule, ...]]]:
        """Yield each place where a keyword stands: offset, keyword, its rules."""
        for search in self._searches if text.isascii() else (*self._searches, self._wide_search):
            for match in search.finditer(text):
                for at, keyword, rules in self._inside[match[0]]:
                    yield match.start() + at, keyword, rules

    def candidates(self, text: str) -> Iterator[tuple[int, str, tuple[Rule, ...]]]:
        """Yield each place where rules may begin: keywords, calls, then long runs of token characters."""
        yield from self.keywords(text)
        yield from self._calls.find(text)
        for match in _RUN.finditer(text):
            start = match.start()
            lead = text[max(0, start - 1) : start]
            if self._run_begins.match(text, start) or (
                lead and any(before.fullmatch(lead) for before in self._before_runs)
            ):
                yield start, "", self._on_runs


def make_rules(content: dict[str, Any]) -> Iterator[Rule]:
    """Yield the rules of one file.

    Examples
    --------
    >>> [rule] = make_rules({"rule": [{"id": "a", "kind": "b", "keywords": ["c_"], "pattern": "c_[0-9]{4}"}]})
    >>> rule.find("c_1234", 0, 6)
    [Find(start=0, end=6, kind='b', rule='a')]
    """
    for entry in content.get("rule", ()):
        yield _rule(dict(entry))
    for call in content.get("call", ()):
        yield _rule(as_rule(call))


def _rule(entry: dict[str, Any]) -> Rule:
    flags = re.IGNORECASE if entry.pop("case_insensitive", False) else 0
    before_class, before_max = entry.pop("before", ""), entry.pop("before_max", 0)
    for name in ("keywords", "examples", "look_alikes"):
        entry[name] = tuple(entry.get(name, ()))
    return Rule(
        **{**entry, "pattern": re.compile(entry["pattern"], flags)},
        before=re.compile(f"[{before_class}]{{0,{before_max}}}") if before_class else None,
    )


@cache
def shipped_rules() -> RuleBook:
    """Return the rules that come with the package."""
    return RuleBook(tuple(rule for content in rule_files() for rule in make_rules(content)))
