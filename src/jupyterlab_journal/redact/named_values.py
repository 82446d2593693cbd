"""Find values by the name beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from .crowd import Crowd, Decided
from .mapping import is_counted
from .notation import may_follow_value, value_before, values_after
from .reach import is_decided, is_name_inside
from .rule import Find
from .secret_names import NAME_MAX, run_end
from .values import Value, whole
from .verdict import is_secret

if TYPE_CHECKING:
    from .budget import Budget
    from .secret_names import Label, Labels

_CHECK_EVERY = 256
_WINDOWS = (8, 24), (24, 80)  # characters before and after a noun that may decide
_BEFORE_OTHERS = frozenset("ĠĊ▁#\\/?&")
_ENDS_OF_SUBWORDS = ("</w>", "@@")
_SEPARATORS = (":", "=", "(")
_ESCAPED_MARK = re.compile(r"u(?:0120|010[aA]|2581)")
_MAY_FOLLOW = frozenset(" \t\r\n=:\"'`\\)]*_|<>-!,([")


def find_labelled(
    text: str, hits: Sequence[tuple[int, int]], labels: Labels, budget: Budget
) -> Iterator[Find]:
    """Yield the secrets of `text` that stand beside a secret name; `hits` are the places of its nouns."""
    done = -1
    crowd, names = Crowd(text, _WINDOWS), _Names(text, hits, labels)
    for count, (start, _) in enumerate(hits):
        if count % _CHECK_EVERY == 0:
            budget.check()
        if start < done:
            continue
        if crowd.enter(start):
            yield from _value_before(text, hits[count], labels)
            continue
        judged = _judge(text, hits, count, names)
        done = max(done, judged.end)
        yield from judged.finds
        if not judged.finds:
            crowd.found_nothing(judged.is_decided)


class _Names:
    """The names around the nouns of a text; each is asked for as the next one, too."""

    def __init__(self, text: str, hits: Sequence[tuple[int, int]], labels: Labels) -> None:
        self._text, self._hits, self._labels = text, hits, labels
        self._last: tuple[int, tuple[int, int] | None, Label | None] = (-1, None, None)

    def at(self, index: int) -> tuple[tuple[int, int] | None, Label | None]:
        """Return the name around a noun, and the label that it is."""
        if index != self._last[0]:
            name = self._labels.name_at(self._text, *self._hits[index])
            is_name = name is not None and _may_be_name(self._text, name[1])
            label = _label_at(self._text, name, self._labels) if name is not None and is_name else None
            self._last = index, name, label
        return self._last[1:]


def _value_before(text: str, hit: tuple[int, int], labels: Labels) -> list[Find]:
    """Return the value of a sentence that ends in the name around `hit`."""
    name = labels.name_at(text, *hit) if may_follow_value(text, hit[0]) else None
    label = _label_at(text, name, labels) if name and _may_be_name(text, name[1]) else None
    return [] if label is None else _secret_before(text, label)


class _Judged(NamedTuple):
    """What was found at one noun, where its name ends, and whether a part of the text is enough to say so."""

    end: int
    finds: list[Find]
    is_decided: Decided


def _judge(text: str, hits: Sequence[tuple[int, int]], index: int, names: _Names) -> _Judged:
    """Look for secrets beside the noun of `hits` at `index`."""
    end = hits[index][1]
    name, label = names.at(index)
    if name is None:
        # So it is for what stands farther on in the same run of letters.
        return _Judged(run_end(text, end) - 2 * NAME_MAX, [], lambda _, last: end + NAME_MAX < last)
    if label is None:
        words = _may_be_name(text, name[1])
        return _Judged(-1, [], lambda first, last: is_name_inside(text, name, (first, last), words=words))
    values = list(values_after(text, label))
    other = _label_behind(text, hits, index + 1, values, names)
    finds = list(_secret_values(text, values, label, other)) or _secret_before(text, label)
    return _Judged(label.end, finds, lambda first, last: is_decided(text, label, values, (first, last)))


def _may_be_name(text: str, last: int) -> bool:
    """Tell whether what follows at `last` may follow a name; a longer word does not."""
    following = text[last : last + 1]
    return text[last - 1] >= "\x80" or not following or following >= "\x80" or following in _MAY_FOLLOW


def _label_at(text: str, name: tuple[int, int], labels: Labels) -> Label | None:
    """Return the label that a name is, unless it is part of a vocabulary or of a URL."""
    first, last = name
    if text[first - 1 : first] in _BEFORE_OTHERS and first and _belongs_to_other(text, first, last):
        return None
    if text.startswith(_ENDS_OF_SUBWORDS, last) or is_counted(text, last):
        return None
    return labels.classify(text, first, last)


def _belongs_to_other(text: str, first: int, last: int) -> bool:
    """Tell whether the name is an entry of a vocabulary, or the user or a parameter of a URL.

    Entries are marked as the beginning or the middle of a word. A mark that is escaped, as in JSON, is seen
    in the view without escapes. URLs have rules of their own.
    """
    lead = text[first - 1]
    if lead == "/":
        return text.startswith("://", max(0, first - 3))
    if lead in "?&":
        return text[last : last + 1] == "="
    if lead == "#":
        return text.startswith("##", max(0, first - 2))
    return lead != "\\" or _ESCAPED_MARK.match(text, first) is not None


def _secret_before(text: str, label: Label) -> list[Find]:
    """Return the value of a sentence that ends in its name."""
    value = value_before(text, label) if label.tier != "weak" else None
    if value is None or not is_secret(text, label, value):
        return []
    return [Find(value.start, value.end, label.kind, f"label-{label.tier}-before")]


def _secret_values(text: str, values: Sequence[Value], label: Label, other: int) -> Iterator[Find]:
    """Yield the first secret of `values` after `label`, or all of a list; another name begins at `other`."""
    for value in values:
        if value.start == other or not is_secret(text, label, value):
            continue
        yield Find(value.start, whole(text, value).end, label.kind, f"label-{label.tier}-{value.notation}")
        if value.notation not in ("list", "pair"):
            return


def _label_behind(
    text: str, hits: Sequence[tuple[int, int]], index: int, values: Sequence[Value], names: _Names
) -> int:
    """Return where the name around a noun begins if a value would begin there, and has its own behind it."""
    if index == len(hits) or not values or hits[index][0] > values[-1].start + NAME_MAX:
        return -1
    name, label = names.at(index)
    if name is None or label is None or text[name[1] : name[1] + 1] not in _SEPARATORS:
        return -1
    return name[0] if any(value.start == name[0] for value in values) else -1


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
