"""What was printed and what an object holds, said once."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from jupyterlab_journal.compose.metrics.decimals import decimals
from jupyterlab_journal.compose.metrics.metric_reading import last_values
from jupyterlab_journal.entry.model import Metric
from jupyterlab_journal.reading.names import QUALIFIERS, words_of

if TYPE_CHECKING:
    from jupyterlab_journal.compose.metrics.metric_reading import Reading

_TESTED = frozenset({"test", "testing"})
_TRAINED = frozenset({"train", "training"})
_SAME_WORD = {"acc": "accuracy"}
_RELATIVE = 1e-6  # what is drawn has six digits


def said_once(printed: Iterable[Reading], held: Iterable[Reading]) -> Iterator[Reading]:
    """Yield all readings, each metric once: as it was printed, where it was.

    An object's epochs come before a printed value that agrees with their
    last, and bear its name and unit. Where they disagree, or where values by
    epoch or step were printed as well, only what was printed counts.
    """
    printed = list(printed)
    by_key = _by_key(printed)
    unprinted: list[Reading] = []
    for key, values in _by_key(held).items():
        said = by_key.get(key) or _under_another_name(values, by_key)
        if said is None:
            unprinted += values
        elif len({(one.epoch, one.step) for one in said} - {(None, None)}) < 2:
            factor = _factor(said[-1], values[-1])
            if factor is not None:
                yield from (_as_said(one, said[-1], factor) for one in values)
    yield from printed
    yield from unprinted


def held_before(
    readings: Mapping[str, Reading], now: Iterable[Reading], before: Iterable[Reading]
) -> tuple[Metric, ...]:
    """Return what objects of an earlier run held of the metrics that were measured now.

    Only where the value of now is that of an object: then what the object
    held before is the value before, with the same name and unit.
    """
    held, earlier = last_values(now), last_values(before)
    found = []
    for key in [key for key in readings if key in held and key in earlier]:
        factor = _factor(readings[key], held[key])
        if factor is not None:
            told = _as_said(earlier[key], readings[key], factor)
            found.append(Metric(name=told.name, before=None, after=told.value, unit=told.unit))
    return tuple(found)


def _by_key(readings: Iterable[Reading]) -> dict[str, list[Reading]]:
    found: dict[str, list[Reading]] = {}
    for reading in readings:
        found.setdefault(reading.key, []).append(reading)
    return found


def _under_another_name(values: list[Reading], by_key: dict[str, list[Reading]]) -> list[Reading] | None:
    """Return what was printed of the same metric, such as ``train acc`` of ``accuracy``, and agrees."""
    quantity = _quantity(values[-1].name)
    alike = [said for said in by_key.values() if _quantity(said[-1].name) == quantity]
    return next((said for said in alike if _factor(said[-1], values[-1]) is not None), None)


def _quantity(name: str) -> tuple[str, ...]:
    """Return the words of a name, with one word for all that means validation, and none for training."""
    words = [_SAME_WORD.get(word, word) for word in words_of(name) if word not in _TRAINED]
    return tuple("val" if word in QUALIFIERS - _TESTED else word for word in words)


def _factor(said: Reading, held: Reading) -> float | None:
    """Return by what a held value becomes the printed one, as it was rounded; None when they disagree."""
    factors = (1.0, 100.0) if said.unit == "%" else (1.0,)
    return next((factor for factor in factors if _agree(said, held.value * factor)), None)


def _as_said(held: Reading, said: Reading, factor: float) -> Reading:
    value = held.value if factor == 1 else float(f"{held.value * factor:.12g}")  # 0.07 is 7 %, no digit more
    return replace(held, name=said.name, unit=said.unit, value=value)


def _agree(said: Reading, value: float) -> bool:
    if not (math.isfinite(said.value) and math.isfinite(value)):
        return repr(said.value) == repr(value)
    whole = said.unit == "%" and said.value.is_integer()  # "92%"
    digits = 0 if whole else decimals(said.value)
    return abs(said.value - value) <= 0.5 * 10.0**-digits + _RELATIVE * abs(value)
