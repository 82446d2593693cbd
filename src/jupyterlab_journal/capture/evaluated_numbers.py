"""The numbers that a cell evaluates to."""

from __future__ import annotations

from typing import Any

from jupyterlab_journal.capture.anatomy import kinds_of

_MAX_NUMBERS = 8
_MAX_INTEGER_BITS = 256


def numbers_of(value: Any) -> str | None:  # noqa: ANN401 (whatever a cell evaluates to)
    """Return a number, or a few in a tuple, as Python writes them; None for anything else.

    Strings are not read: they may be secrets.

    Examples
    --------
    >>> numbers_of(0.92), numbers_of((0.31, 92)), numbers_of("0.92"), numbers_of(True)
    ('0.92', '(0.31, 92)', None, None)
    """
    if type(value) is not tuple:
        return _number(value)
    if len(value) > _MAX_NUMBERS:
        return None
    texts = [_number(item) for item in value]
    known = [text for text in texts if text is not None]
    return f"({', '.join(known)})" if len(known) == len(texts) > 1 else None


def _number(value: Any) -> str | None:  # noqa: ANN401 (as above)
    kind = type(value)
    if kind is int:
        return repr(value) if value.bit_length() <= _MAX_INTEGER_BITS else None
    if kind is float:
        return repr(value)
    kinds = kinds_of(kind)
    if kinds[0] == "numpy.float64" and "builtins.float" in kinds:  # so Python's own float can write it
        return float.__repr__(value)
    return None
