"""One rule, and what it takes out of a text.

Its fields, as they stand in ``rules/*.toml``:

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
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from .judge import changes, is_gibberish, is_placeholder, is_random
from .value_checks import CHECKS

if TYPE_CHECKING:
    from .view import JoinedView

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
        if not self.anywhere and start and is_token_like(text[start]) and is_token_like(text[start - 1]):
            return []
        begin, end = match.span(match.lastgroup or 0)
        if not self.open_end and end < end_of_text and is_token_like(text[end]):
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


def is_token_like(character: str) -> bool:
    """Whether a character may stand inside a token: a letter or digit of ASCII."""
    return character.isalnum() and character.isascii()
