"""Find values by the name beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from .crowd import BEFORE, BEGINS, Crowd
from .mapping import is_counted
from .notation import Value, is_before_plain_word, may_follow_value, value_before, values_after, whole
from .rulebook import Find
from .verdict import is_secret

if TYPE_CHECKING:
    from .budget import Budget
    from .labels import Label, Labels

_CHECK_EVERY = 256
_SUBWORD_MARKS = ("Ġ", "Ċ", "▁")
_ESCAPED_MARK = re.compile(r"u(?:0120|010[aA]|2581)")
_LAST_NOTATIONS = ("assign", "chinese")  # after which no other is tried
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
        if start < done:
            continue
        if crowd.enter(start):
            yield from _value_before(text, hits[count], labels)
            continue
        judged = _judge(text, hits, count, labels)
        done = max(done, judged.end)
        yield from judged.finds
        if not judged.finds:
            crowd.found_nothing(lambda other, place: _found_at(other, place, labels), settled=judged.settled)


def _value_before(text: str, hit: tuple[int, int], labels: Labels) -> list[Find]:
    """Return the value of a sentence that ends in the name around `hit`."""
    label = _label_at(text, *hit, labels) if may_follow_value(text, hit[0]) else None
    return [] if label is None else _secret_before(text, label)


class _Judged(NamedTuple):
    """What was found at one noun.

    `settled` tells that nothing behind the beginning of a value near the noun was looked at.
    """

    end: int
    finds: list[Find]
    settled: bool


def _judge(text: str, hits: Sequence[tuple[int, int]], index: int, labels: Labels) -> _Judged:
    """Look for secrets beside the noun of `hits` at `index`."""
    start, end = hits[index]
    label = _label_at(text, start, end, labels)
    if label is None:
        return _Judged(-1, [], _is_short(start, *labels.name_at(text, start, end)))
    values = list(values_after(text, label))
    starts = [value.start for value in values]
    following = hits[index + 1][0] if index + 1 < len(hits) else -1
    labelled = {following} if following in starts and _is_label(text, *hits[index + 1], labels) else set()
    finds = list(_secret_values(text, values, label, labelled))
    near = (
        start - label.start < BEFORE
        and label.end < start + BEGINS
        and max(starts, default=0) < start + BEGINS
    )
    last = bool(values) and values[-1].notation in _LAST_NOTATIONS
    settled = near and (last or is_before_plain_word(text, label.end))
    return _Judged(label.end, finds or _secret_before(text, label), settled)


def _is_short(noun: int, first: int, last: int) -> bool:
    return noun - first < BEFORE and last < noun + BEGINS


def _found_at(text: str, place: int, labels: Labels) -> list[Find]:
    """Return the secrets beside the noun at `place`; all of `text` if the name may have begun before it."""
    hits = labels.hits(text)
    index = next((number for number, (start, _) in enumerate(hits) if start == place), None)
    if index is None or labels.name_at(text, *hits[index])[0] == 1:
        return [Find(0, len(text), "", "")]
    return _judge(text, hits, index, labels).finds


def _label_at(text: str, start: int, end: int, labels: Labels) -> Label | None:
    """Return the label around a noun, unless it is part of a longer word or of a URL."""
    first, last = labels.name_at(text, start, end)
    following = text[last : last + 1]
    if text[last - 1] < "\x80" and "" < following < "\x80" and following not in _MAY_FOLLOW:
        return None
    if _is_subword(text, first, last) or is_counted(text, last):
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


def _secret_values(text: str, values: Sequence[Value], label: Label, labelled: set[int]) -> Iterator[Find]:
    """Yield the first secret of `values` after `label`, or all of a list; other names are at `labelled`."""
    for value in values:
        if value.start in labelled or not is_secret(text, label, value):
            continue
        yield Find(value.start, whole(text, value).end, label.kind, f"label-{label.tier}-{value.notation}")
        if value.notation not in ("list", "pair"):
            return


def _is_label(text: str, start: int, end: int, labels: Labels) -> bool:
    """Tell whether a separator follows the name of a noun: then what follows is the value of that one."""
    _, end = labels.name_at(text, start, end)
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
