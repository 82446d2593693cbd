"""Find values by the name beside them."""

from __future__ import annotations

from collections.abc import Iterator

from .budget import Budget
from .labels import Labels
from .notation import value_before, values_after
from .rulebook import Find
from .verdict import is_secret

_CHECK_EVERY = 256


def find_labelled(text: str, labels: Labels, budget: Budget) -> Iterator[Find]:
    """Yield the secrets of `text` that stand beside a secret name."""
    lowered = text.lower()
    if len(lowered) != len(text):  # a few letters grow when lowered; offsets must not
        lowered = "".join(character.lower()[0] for character in text)
    done = -1
    for count, (start, end) in enumerate(sorted(labels.hits(lowered))):
        if count % _CHECK_EVERY == 0:
            budget.check()
        if start < done:
            continue
        first, last = labels.name_at(text, start, end)
        label = labels.classify(text, first, last)
        if label is None:
            continue
        done = last
        for value in values_after(text, label):
            if is_secret(text, label, value):
                yield Find(value.start, value.end, label.kind, f"label-{label.tier}-{value.notation}")
                break
        else:
            before = value_before(text, label) if label.tier != "weak" else None
            if before is not None and is_secret(text, label, before):
                yield Find(before.start, before.end, label.kind, f"label-{label.tier}-before")
