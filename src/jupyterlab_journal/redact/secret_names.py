"""Names that say that the value beside them is secret."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

from .data import load_data
from .keywords import search_for

STRONG, MEDIUM, WEAK = "strong", "medium", "weak"

NAME_MAX = 64
_FIRST_CHINESE = "\u2e80"
_NAME_CHARACTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-."
_RUN = re.compile(r"[A-Za-z0-9_.-]*")
_NAME_REST = re.compile(r"[A-Za-z0-9_.-]{0,65}")
_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+|[^\x00-\x7f]+")
_TOGETHER = {("pass", rest) for rest in ("word", "words", "wd", "phrase", "code")} | {
    (first, "code") for first in ("access", "security", "pin")
}
_WHOLE_NOUNS = frozenset(
    {"apikey", "accesskey", "secretkey", "apitoken", "authtoken", "accesstoken", "appsecret"}
)
# Read from right to left: where the words begin is not known before.
LEFT_WORDS = re.compile(r" ([A-Za-z0-9]{0,20}[A-Za-z])(?: ([A-Za-z0-9]{0,20}[A-Za-z]))?")


class Label(NamedTuple):
    """A secret name in a text.

    Parameters
    ----------
    start, end : int
        Offsets of the whole name, such as ``AWS_SECRET_ACCESS_KEY``.
    tier : str
        How little is asked of the value: strong, medium or weak.
    kind : str
        Kind for the marker.
    chinese : bool
        The name is Chinese, Japanese or Korean: no blank ends it, and a sentence seldom goes on in letters.
    qualified : bool
        A word before the noun says that it is a credential.
    noun : str
        The word that was recognised.
    """

    start: int
    end: int
    tier: str
    kind: str
    chinese: bool
    qualified: bool
    noun: str


class Labels:
    """The vocabulary, with one search for its nouns."""

    def __init__(self, vocabulary: dict[str, Any]) -> None:
        self._nouns = {
            noun: (tier, kind)
            for tier in (WEAK, MEDIUM, STRONG)
            for kind, nouns in vocabulary[tier].items()
            for noun in nouns
        }
        self._by_ending: dict[str, list[str]] = {}
        for noun in sorted(self._nouns, key=len, reverse=True):
            self._by_ending.setdefault(noun[-2:], []).append(noun)
        words = vocabulary["words"]
        self._qualifiers = frozenset(words["qualifiers"])
        self._disqualifiers = frozenset(words["disqualifiers"])
        self._foreign_disqualifiers = tuple(word for word in self._disqualifiers if not word.isascii())
        self._tails = frozenset(words["neutral_tails"])
        self._plurals = frozenset(words["plurals"])
        short = {
            noun for noun in self._nouns if len(noun) < 4 and noun.isascii() and noun not in ("key", "pwd")
        }
        # The same few names come again and again in a log. Names are kept, never what stands beside them.
        self._parse = lru_cache(maxsize=1024)(self._parse_name)
        self._searches = (search_for(self._nouns.keys() - short), search_for(short, bounded=True))

    def hits(self, text: str) -> list[tuple[int, int]]:
        """Return where the nouns stand, in the order of the text."""
        lowered = text.lower()
        if len(lowered) != len(text):  # a few letters grow when lowered; offsets must not
            lowered = "".join(character.lower()[0] for character in text)
        return sorted(match.span() for search in self._searches for match in search.finditer(lowered))

    def name_at(self, text: str, start: int, end: int) -> tuple[int, int] | None:
        """Return the offsets of the whole name around a noun; `None` when too much follows for a name."""
        if not text[end - 1].isascii():
            last = end
        else:
            rest = _NAME_REST.match(text, end)
            last = rest.end() if rest else end
            if last - end > NAME_MAX:
                return None
            while last > end and text[last - 1] in ".-":
                last -= 1
        lead = text[max(0, start - NAME_MAX) : start]
        return start - len(lead) + len(lead.rstrip(_NAME_CHARACTERS)), last

    def classify(self, text: str, start: int, end: int) -> Label | None:
        """Return the label that ``text[start:end]`` is, or `None`."""
        name = text[start:end]
        parsed = self._parse(name)
        if parsed is None:
            return None
        noun, inside, chinese = parsed
        tier, kind = self._nouns[noun]
        if tier == STRONG:
            return Label(start, end, tier, kind, chinese, False, noun)
        context = (*self._words_before(text, start), *inside)
        if self._is_disqualified(context) and not self._says_itself(name, context):
            return None
        qualified = not self._qualifiers.isdisjoint(context[-3:])
        if qualified and tier == WEAK:
            tier, kind = (STRONG, "password") if noun in ("pass", "pw") else (MEDIUM, kind)
        return Label(start, end, tier, kind, chinese, qualified, noun)

    def _parse_name(self, name: str) -> tuple[str, tuple[str, ...], bool] | None:
        """Return the noun of a name, the words before it, and whether it is Chinese.

        `None` when it names no secret.
        """
        chinese = max(name, default="") >= _FIRST_CHINESE
        words = _words(name)
        position, noun = self._noun(words)
        if not noun and name.lower() in self._nouns:  # "mot de passe", "contraseña": no part says it
            return name.lower(), (), chinese
        tails = words[position + 1 :]
        if tails == ["id"] and (noun == "secret" or words[max(0, position - 1) : position] == ["access"]):
            tails = []
        if not noun or not all(tail.isdigit() or tail in self._tails for tail in tails):
            return None
        glued = words[position].removesuffix("s")[: -len(noun)] if words[position] != noun else ""
        return noun, (*words[:position], *([glued] if glued else [])), chinese

    def _says_itself(self, name: str, context: Sequence[str]) -> bool:
        """Whether only the owner of a field is disqualified: ``model.api_key``, ``config.client_secret``."""
        own = self._parse(name.rpartition(".")[2])
        if own is None or len(own[1]) == len(context) or self._is_disqualified(own[1]):
            return False
        return bool(own[1] and own[1][-1] in self._qualifiers) or own[0] in _WHOLE_NOUNS

    def _is_disqualified(self, context: Sequence[str]) -> bool:
        if not self._disqualifiers.isdisjoint(context):
            return True
        return any(word.endswith(self._foreign_disqualifiers) for word in context if not word.isascii())

    def _noun(self, words: list[str]) -> tuple[int, str]:
        """Return the position of the last word that is, or ends in, a noun, and the noun."""
        for position in range(len(words) - 1, -1, -1):
            word = words[position]
            before = "_".join([*words[max(0, position - 1) : position], ""])
            if word in self._nouns:
                return position, word
            if word in self._plurals or before + word in self._plurals:
                word = word.removesuffix("s")
            for noun in self._by_ending.get(word[-2:], ()):
                if word.endswith(noun) and self._may_be_glued(word, noun):
                    return position, noun
        return -1, ""

    def _may_be_glued(self, word: str, noun: str) -> bool:
        lead = word[: -len(noun)]
        return not lead or not noun.isascii() or len(noun) >= 6 or noun == "pwd" or lead in self._qualifiers

    def _words_before(self, text: str, start: int) -> list[str]:
        before = text[start - 1 : start] if start and text[start] != "-" else ""
        if not before or (before != " " and before.isascii()):
            return []
        if before != " ":
            return [text[max(0, start - 4) : start]]
        found = LEFT_WORDS.match(text[max(0, start - 44) : start][::-1])
        return [word[::-1].lower() for word in found.groups()[::-1] if word] if found else []


def run_end(text: str, at: int) -> int:
    """Return where the characters of names end that stand at `at`."""
    run = _RUN.match(text, at)
    return run.end() if run else at


def _words(name: str) -> list[str]:
    words = [part.lower() for part in _PARTS.findall(name)]
    for position in range(len(words) - 1):
        if (words[position], words[position + 1]) in _TOGETHER:
            words[position : position + 2] = [words[position] + words[position + 1]]
            break
    return words


@cache
def shipped_labels() -> Labels:
    """Return the vocabulary that comes with the package."""
    return Labels(load_data("labels.toml"))
