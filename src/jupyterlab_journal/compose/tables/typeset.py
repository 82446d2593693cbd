"""How measured numbers are written for people."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jupyterlab_journal.entry.model import MetricValue
    from jupyterlab_journal.locale import Words

NOTHING = "—"  # em dash: no value on this side
_MINUS = "\N{MINUS SIGN}"
_MAX_DIGITS = 9  # more were computed, not chosen: a float of 32 bits has no more
_DIGITS = 6  # of those that are shown then
_MAX_WHOLE_DIGITS = 15


def show_value(value: MetricValue, unit: str) -> str:
    """Return a value with its unit; of very many digits the first.

    Examples
    --------
    >>> show_value(92.0, "%"), show_value(-0.5, "1"), show_value("inf", "1"), show_value(None, "1")
    ('92.0 %', '−0.5', '∞', '—')
    >>> show_value(0.6931471824645996, "1")
    '0.693147'
    """
    if value is None:
        return NOTHING
    number = float(value)
    if math.isnan(number):
        return "NaN"
    if math.isinf(number):
        return "∞" if number > 0 else f"{_MINUS}∞"
    shown = _typeset(_short(number))
    return f"{shown} %" if unit == "%" else shown


def show_difference(before: MetricValue, after: MetricValue, unit: str, words: Words) -> str:
    """Return what was gained or lost, with its sign and as many digits as the values have.

    Examples
    --------
    >>> from jupyterlab_journal.locale import words_in
    >>> show_difference(92.0, 95.6, "%", words_in("en")), show_difference(0.31, 0.17, "1", words_in("en"))
    ('+3.6 points', '−0.14')
    """
    if before is None or after is None or not (math.isfinite(float(before)) and math.isfinite(float(after))):
        return NOTHING
    difference = Decimal(_short(float(after))) - Decimal(_short(float(before)))
    if not difference:
        shown = "0"
    else:
        size = abs(difference)
        shown = f"{size:f}" if size >= Decimal("1e-4") else f"{float(size):.3g}"
        shown = ("+" if difference > 0 else _MINUS) + _typeset(shown)
    return f"{shown} {words.points}" if unit == "%" else shown


def _short(number: float) -> str:
    shown = repr(number)
    if sum(map(str.isdecimal, shown.partition("e")[0].lstrip("-0."))) <= _MAX_DIGITS:
        return shown
    whole_digits = len(f"{abs(number):.0f}")
    return f"{number:.{max(_DIGITS, whole_digits) if whole_digits <= _MAX_WHOLE_DIGITS else _DIGITS}g}"


def _typeset(number: str) -> str:
    return number.replace("-", _MINUS, 1) if number.startswith("-") else number
