"""How exactly a number was written."""

from __future__ import annotations

from decimal import Decimal


def decimals(number: float) -> int:
    """Return how many digits a number has behind the point, as Python writes it.

    Examples
    --------
    >>> decimals(0.25), decimals(1e-05), decimals(1e30), decimals(float("nan"))
    (2, 5, 0, 0)
    """
    exponent = Decimal(repr(number)).as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
