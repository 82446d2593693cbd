"""Rules as data: read ``rules/*.toml`` and look for them in a text.

A rule is looked for only where one of its `keywords` stands, so that a text
without keywords costs one pass. Fields of a rule:

``id``, ``kind``
    Name of the rule; name in the marker ``[REDACTED:kind]``.
``keywords``
    Literal texts, one of which begins every match (after `before`).
``pattern``
    Regular expression matched where the keyword stands. The group ``secret`` (or ``secret_2`` ...) is the
    secret, otherwise the whole match. Every repetition is bounded or of a class disjoint from what follows.
``before``, ``before_max``
    Characters that may stand before the keyword and belong to the match.
``runs``
    Instead of keywords: try the pattern at the start of every unbroken run of 24 or more token characters.
``needs``
    A literal that must follow within 8448 characters, checked before the pattern. So long is a private key
    as the password of a URL.
``check``
    What the value must look like; see ``value_checks.py``. Placeholders never match.
``call``
    The keywords are names of functions with their bracket; see ``positional_secrets.py``.
``once``
    The match may be long; further keywords inside it are not tried again.
``anywhere``, ``open_end``
    The match may follow, or be followed by, a letter or digit.
``partial``
    The keyword with some random characters and an ellipsis counts too: ``key[:10] + "..."``.
``examples``, ``look_alikes``
    Tests. ``{alnum:20}`` stands for 20 random characters, ``⟦ ⟧`` enclose the secret.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from .data import rule_files
from .judge import changes, is_gibberish, is_placeholder, is_random
from .keywords import search_for
from .positional_secrets import CallSearch, as_rule
from .value_checks import CHECKS

if TYPE_CHECKING:
    from .view import JoinedView

_RUN = re.compile(r"[A-Za-z0-9_-]{24,}")
_LONG_REPETITION = re.compile(r"[*+]|\{[0-9,]*[0-9]{2,}\}")
_PARTIAL = re.compile(r"[A-Za-z0-9_-]{6,400}(?=(\.{2,3}|…|\*{2,}|•{2,})?)")
_PARTIAL_JUDGED = 48  # characters that are enough to tell noise from words
_NEEDS_WITHIN = 8448
_LONG = 1024  # characters, after which a pattern may have stopped before the token did
_REST = re.compile(r"[A-Za-z0-9_+/=-]*")
LINES_MAX = 24
_CHANGES_MIN = 3  # words of two lines put together look like gibberish, but change little
_REST_MIN = 12  # a shorter rest of a wrapped token gives nothing away


class Find(NamedTuple):
    """A stretch of a view, and the rule that recognised it."""

    start: int
    end: int
    kind: str
    rule: str


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One rule; the fields are described in the module."""

    id: str
    kind: str
    pattern: re.Pattern[str]
    keywords: tuple[str, ...] = ()
    before: re.Pattern[str] | None = None
    runs: bool = False
    needs: str = ""
    check: str = "not-placeholder"
    anywhere: bool = False
    open_end: bool = False
    partial: bool = False
    once: bool = False
    call: bool = False
    examples: tuple[str, ...] = field(default=(), repr=False)
    look_alikes: tuple[str, ...] = field(default=(), repr=False)

    @property
    def is_local(self) -> bool:
        """Whether the secret begins close behind the keyword, and nothing farther decides about it."""
        lead, group, _ = self.pattern.pattern.partition("(?P<secret")
        far = bool(group) and _LONG_REPETITION.search(lead) is not None
        return not (self.before or self.needs or self.call or self.once or far)

    def find(self, text: str, position: int, end_of_text: int) -> list[Find]:
        """Return what the rule takes out where its keyword, or a run, begins at `position`."""
        if self.needs and text.find(self.needs, position, position + _NEEDS_WITHIN) < 0:
            return []
        start = position if self.before is None else self._start(text, position, self.before)
        match = self.pattern.match(text, start, end_of_text)
        if match is None:
            return []
        if not self.anywhere and start and _is_token_like(text[start]) and _is_token_like(text[start - 1]):
            return []
        begin, end = match.span(match.lastgroup or 0)
        if not self.open_end and end < end_of_text and _is_token_like(text[end]):
            return []
        rest = _REST.match(text, end, end_of_text) if end - begin >= _LONG else None
        stop = rest.end() if rest else end
        return [
            Find(begin + first, stop if begin + last == end else begin + last, self.kind, self.id)
            for first, last in CHECKS[self.check](text[begin:end])
        ]

    def find_over_joins(self, view: JoinedView, position: int) -> list[Find]:
        """Return what the rule takes out of a view without line breaks, if it goes over the end of a line.

        The fewest lines that make a whole token are taken, then further ones as long as they look random.
        """
        if not self.pattern.match(view.text, position):
            return []
        ends = [join for join in view.joins if join > position][:LINES_MAX]
        ends.append(len(view.text))
        found: list[Find] = []
        for index, end in enumerate(ends):
            if index and view.text.startswith(self.keywords, ends[index - 1]):
                break  # the next line begins a token of its own
            longer = self.find(view.text, position, end)
            if longer and index == 0:
                return []
            if found and (not longer or not is_random(view.text[found[-1].end : longer[-1].end], _REST_MIN)):
                break
            found = longer or found
        return [find for find in found if changes(view.text[find.start : find.end]) >= _CHANGES_MIN]

    def find_partial(self, text: str, position: int, keyword: str) -> list[Find]:
        """Return the beginning of a secret, printed with an ellipsis or clearly random."""
        match = _PARTIAL.match(text, position + len(keyword))
        if match is None or (position and text[position - 1].isalnum()):
            return []
        tail = match[0][:_PARTIAL_JUDGED]
        if match[1]:
            enough = changes(tail) >= 1 or any(map(str.isdigit, tail)) or is_gibberish(tail)
        else:
            enough = len(tail) >= 9 and changes(tail) >= max(4, len(tail) // 3)
        if not enough or is_placeholder(tail):
            return []
        return [Find(position, match.end(), self.kind, self.id)]

    @staticmethod
    def _start(text: str, position: int, before: re.Pattern[str]) -> int:
        lead = before.match(text[max(0, position - 128) : position][::-1])
        return position - (lead.end() if lead else 0)


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
            if rule.anywhere or rule.before or not _is_token_like(word[0])
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
                and (not at or known in loose or not _is_token_like(word[at - 1]))
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


def _is_token_like(character: str) -> bool:
    return character.isalnum() and character.isascii()


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
