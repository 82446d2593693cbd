"""Metrics of an earlier run whose outputs are lost, from kernel variables."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from jupyterlab_journal.compose.metrics.cell_value import read_value
from jupyterlab_journal.compose.metrics.decimals import decimals
from jupyterlab_journal.entry.model import Metric
from jupyterlab_journal.reading.names import is_metric_name, words_of

if TYPE_CHECKING:
    from jupyterlab_journal.compose.metrics.metric_reading import Reading

_PERCENT = 100.0
_SIGNIFICANT_DIGITS = 3
_SHORT = {"accuracy": "acc", "validation": "val", "valid": "val", "training": "train", "testing": "test"}


def metrics_from_kernel(  # noqa: PLR0913 (two states, and what is left of the earlier run)
    readings: Mapping[str, Reading],
    *,
    was: Mapping[str, str],
    now: Mapping[str, str],
    mentioned: Collection[str],
    value: str | None,
    code: str,
) -> tuple[Metric, ...]:
    """Return the metrics of an earlier run that are certain, under their present names.

    These are the number that the cell evaluated to, and the earlier values of
    variables whose present values were printed under their names.

    Parameters
    ----------
    readings : mapping of str to Reading
        The last values that the cell measured now, by key.
    was, now : mapping of str to str
        Parameters at the end of the earlier run, and now.
    mentioned : collection of str
        Names that the cell's code mentioned then and mentions now.
    value : str, optional
        The number that the cell evaluated to.
    code : str
        That ran then.

    Returns
    -------
    tuple of Metric
        Each with the value of the earlier run as ``after``, in the present unit.
    """
    output = {"output_type": "execute_result", "data": {"text/plain": value or ""}}
    evaluated = {reading.key: reading for reading in read_value([output], code)}
    found = []
    for key, reading in readings.items():
        before: float | None = None
        if key in evaluated and evaluated[key].unit == reading.unit:
            before = evaluated[key].value
        elif key not in evaluated:
            before = _variable_value(reading, was, now, mentioned)
        if before is not None:
            found.append(Metric(name=reading.name, before=None, after=before, unit=reading.unit))
    return tuple(found)


def _variable_value(
    reading: Reading, was: Mapping[str, str], now: Mapping[str, str], mentioned: Collection[str]
) -> float | None:
    """Return the earlier value of the variable that a reading shows; None unless exactly one matches."""
    held = []
    for name in sorted(set(mentioned) & was.keys() & now.keys()):
        if is_metric_name(name) and _short_words(name) == _short_words(reading.name):
            before, after = _number(was[name]), _number(now[name])
            factors = [1.0] if reading.unit != "%" else [1.0, _PERCENT]
            held += [
                _as_exact(before * factor, reading.value, rounded=after * factor != reading.value)
                for factor in factors
                if before is not None and after is not None and _is_printed(after * factor, reading.value)
            ]
    return held[0] if len(held) == 1 else None


def _short_words(name: str) -> list[str]:
    return [_SHORT.get(word, word) for word in words_of(name)]


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _is_printed(value: float, printed: float) -> bool:
    return math.isfinite(printed) and round(value, decimals(printed)) == printed


def _as_exact(value: float, printed: float, *, rounded: bool) -> float:
    """Round a value like the printed one, to three significant digits at least."""
    if not rounded or value == 0:
        return value
    return round(value, max(decimals(printed), _SIGNIFICANT_DIGITS - 1 - math.floor(math.log10(abs(value)))))
