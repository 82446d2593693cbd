"""Find values by the name beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from .crowd import Crowd
from .notation import Value, value_before, values_after, whole
from .rulebook import Find
from .verdict import is_secret

if TYPE_CHECKING:
    from .budget import Budget
    from .labels import Label, Labels

_CHECK_EVERY = 256
_SUBWORD_MARKS = ("Ġ", "Ċ", "▁")
_ESCAPED_MARK = re.compile(r"u(?:0120|010[aA]|2581)")
_MAY_FOLLOW = frozenset(" \t\r\n=:\"'`\\)]*_|<>-!,([")


def find_labelled(
    text: str, hits: Sequence[tuple[int, int]], labels: Labels, budget: Budget
) -> Iterator[Find]:
    """Yield the secrets of `text` that stand beside a secret name; `hits` are the places of its nouns."""
    done = -1
    crowd = Crowd(text)
    for count, (start, _) in enumerate(hits):
        if count % _CHECK_EVERY == 0:
            budget.check()
        if start < done or crowd.enter(start):
            continue
        label, found = _judge(text, hits, count, labels)
        done = done if label is None else label.end
        yield from found
        if not found:
            crowd.found_nothing(lambda other, place: _found_at(other, place, labels))


def _judge(
    text: str, hits: Sequence[tuple[int, int]], index: int, labels: Labels
) -> tuple[Label | None, list[Find]]:
    """Return the label around a noun, and the secrets beside it."""
    label = _label_at(text, *hits[index], labels)
    if label is None:
        return None, []
    found = list(_secret_values(text, label, hits, index + 1, labels))
    return label, found or _secret_before(text, label)


def _found_at(text: str, place: int, labels: Labels) -> list[Find]:
    """Return the secrets beside the noun at `place`; at one whose name may have begun before `text`, all of it."""
    hits = labels.hits(text)
    index = next((number for number, (start, _) in enumerate(hits) if start == place), None)
    if index is None or labels.name_at(text, *hits[index])[0] <= len(text) - len(text.lstrip()):
        return [Find(0, len(text), "", "")]
    return _judge(text, hits, index, labels)[1]


def _label_at(text: str, start: int, end: int, labels: Labels) -> Label | None:
    """Return the label around a noun, unless it is part of a longer word or of a URL."""
    first, last = labels.name_at(text, start, end)
    following = text[last : last + 1]
    if text[last - 1] < "\x80" and "" < following < "\x80" and following not in _MAY_FOLLOW:
        return None
    if _is_subword(text, first, last):
        return None
    label = labels.classify(text, first, last)
    return None if label is None or _belongs_to_url(text, first, last) else label


def _is_subword(text: str, first: int, last: int) -> bool:
    """Whether the name is an entry of a vocabulary, marked as the beginning or the middle of a word.

    A mark that is escaped, as in JSON, is seen in the view without escapes.
    """
    lead = text[max(0, first - 2) : first]
    return (
        lead[-1:] in _SUBWORD_MARKS
        or lead == "##"
        or text.startswith(("</w>", "@@"), last)
        or (lead[-1:] == "\\" and _ESCAPED_MARK.match(text, first) is not None)
    )


def _secret_before(text: str, label: Label) -> list[Find]:
    """Return the value of a sentence that ends in its name."""
    value = value_before(text, label) if label.tier != "weak" else None
    if value is None or not is_secret(text, label, value):
        return []
    return [Find(value.start, value.end, label.kind, f"label-{label.tier}-before")]


def _secret_values(
    text: str, label: Label, hits: Sequence[tuple[int, int]], next_hit: int, labels: Labels
) -> Iterator[Find]:
    """Yield the first secret value after `label`, or all of a list."""
    for value in values_after(text, label):
        if _is_label(text, value.start, hits, next_hit, labels) or not is_secret(text, label, value):
            continue
        yield Find(value.start, whole(text, value).end, label.kind, f"label-{label.tier}-{value.notation}")
        if value.notation not in ("list", "pair"):
            return


def _is_label(text: str, at: int, hits: Sequence[tuple[int, int]], index: int, labels: Labels) -> bool:
    """Tell whether another name with a separator stands at `at`: then the value is that one's."""
    if index >= len(hits) or hits[index][0] != at:
        return False
    _, end = labels.name_at(text, *hits[index])
    return text[end : end + 1] in (":", "=", "(")


def find_named(name: str, text: str, labels: Labels) -> list[Find]:
    """Return `text` as a find if it is the secret value of something called `name`, as in a JSON object."""
    label = labels.classify(name, 0, len(name))
    if label is None or not text or "\n" in text:
        return []
    quoted = len(text) > 2 and text[0] == text[-1] and text[0] in "\"'"
    value = Value(int(quoted), len(text) - int(quoted), "assign", True, False)
    return (
        [Find(value.start, value.end, label.kind, f"label-{label.tier}-name")]
        if is_secret(text, label, value)
        else []
    )


def _belongs_to_url(text: str, first: int, last: int) -> bool:
    """Tell whether the name is the user, or a parameter, of a URL: these have rules of their own."""
    if text.startswith("://", max(0, first - 3)):
        return True
    return text[max(0, first - 1) : first] in ("?", "&") and text[last : last + 1] == "="
