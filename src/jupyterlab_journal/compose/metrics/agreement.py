"""Join printed metrics with those that objects hold, so that each is listed once."""

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


def merge_readings(printed: Iterable[Reading], held: Iterable[Reading]) -> Iterator[Reading]:
    """Yield all readings, each metric once.

    The epochs of an object come before a printed value that agrees with their
    last, under its name and in its unit. Where they disagree, or where values by
    epoch or step were printed as well, only the printed ones are kept.

    Parameters
    ----------
    printed : iterable of Reading
        From the outputs.
    held : iterable of Reading
        From objects such as histories and trainers.
    """
    printed = list(printed)
    by_key = _by_key(printed)
    unprinted: list[Reading] = []
    for key, values in _by_key(held).items():
        shown = by_key.get(key) or _printed_under_another_name(values, by_key)
        if shown is None:
            unprinted += values
        elif len({(one.epoch, one.step) for one in shown} - {(None, None)}) < 2:
            factor = _scale(shown[-1], values[-1])
            if factor is not None:
                yield from (_as_printed(one, shown[-1], factor) for one in values)
    yield from printed
    yield from unprinted


def earlier_object_metrics(
    readings: Mapping[str, Reading], now: Iterable[Reading], before: Iterable[Reading]
) -> tuple[Metric, ...]:
    """Return metrics of an earlier run that an object of the user's held then.

    Only for metrics whose present value is that of an object.

    Parameters
    ----------
    readings : mapping of str to Reading
        The last values that were measured now, by key.
    now, before : iterable of Reading
        What objects hold now, and held after the earlier run.

    Returns
    -------
    tuple of Metric
        Each with the value of the earlier run as ``after``, in the unit and under the name printed now.
    """
    held, earlier = last_values(now), last_values(before)
    found = []
    for key in [key for key in readings if key in held and key in earlier]:
        factor = _scale(readings[key], held[key])
        if factor is not None:
            was = _as_printed(earlier[key], readings[key], factor)
            found.append(Metric(name=was.name, before=None, after=was.value, unit=was.unit))
    return tuple(found)


def _by_key(readings: Iterable[Reading]) -> dict[str, list[Reading]]:
    found: dict[str, list[Reading]] = {}
    for reading in readings:
        found.setdefault(reading.key, []).append(reading)
    return found


def _printed_under_another_name(
    values: list[Reading], by_key: dict[str, list[Reading]]
) -> list[Reading] | None:
    """Return printed values of the same metric that agree, such as ``train acc`` for ``accuracy``."""
    quantity = _quantity(values[-1].name)
    alike = [shown for shown in by_key.values() if _quantity(shown[-1].name) == quantity]
    return next((shown for shown in alike if _scale(shown[-1], values[-1]) is not None), None)


def _quantity(name: str) -> tuple[str, ...]:
    """Return the words of a name, with one word for all that means validation, and none for training."""
    words = [_SAME_WORD.get(word, word) for word in words_of(name) if word not in _TRAINED]
    return tuple("val" if word in QUALIFIERS - _TESTED else word for word in words)


def _scale(printed: Reading, held: Reading) -> float | None:
    """Scale (1 or 100) that turns the stored value into the printed one; None when they disagree."""
    factors = (1.0, 100.0) if printed.unit == "%" else (1.0,)
    return next((factor for factor in factors if _agree(printed, held.value * factor)), None)


def _as_printed(held: Reading, printed: Reading, factor: float) -> Reading:
    value = held.value if factor == 1 else float(f"{held.value * factor:.12g}")  # 0.07 is 7 %, no digit more
    return replace(held, name=printed.name, unit=printed.unit, value=value)


def _agree(printed: Reading, value: float) -> bool:
    if not (math.isfinite(printed.value) and math.isfinite(value)):
        return repr(printed.value) == repr(value)
    whole = printed.unit == "%" and printed.value.is_integer()  # "92%"
    digits = 0 if whole else decimals(printed.value)
    return abs(printed.value - value) <= 0.5 * 10.0**-digits + _RELATIVE * abs(value)
