"""Plain numbers out of what a training loop has: floats, scalars of numpy, tensors of one element."""

from __future__ import annotations

import math
import operator

from jupyterlab_journal.entry.logged import LARGEST_WHOLE

Number = int | float


def number(name: str, value: object) -> Number:
    """Return a metric's value as a plain number.

    Parameters
    ----------
    name : str
        Of the metric, for the message.
    value : object
        A number, or something with one element that has ``item()``, such as
        a tensor on any device.

    Raises
    ------
    TypeError
        When it is not one number.

    Examples
    --------
    >>> number("loss", 0.25), number("correct", True)
    (0.25, 1)
    """
    if type(value) is float:
        return value
    plain = value if isinstance(value, (int, float)) else _item(name, value)
    if isinstance(plain, float):
        return float(plain)
    return int(plain) if abs(plain) <= LARGEST_WHOLE else _as_float(plain)


def whole(name: str, value: object) -> int:
    """Return a step or an epoch, which is a whole number.

    Raises
    ------
    TypeError
        When it is not.
    """
    try:
        found = operator.index(value)  # type: ignore[arg-type]
    except TypeError:
        plain = number(name, value)
        if not math.isfinite(plain) or int(plain) != plain:
            raise TypeError(f"log: {name} is {plain}; it has to be a whole number") from None
        found = int(plain)
    if abs(found) > LARGEST_WHOLE:
        raise TypeError(f"log: {name} is {found:.3g}; it is at most {LARGEST_WHOLE}")
    return found


def _item(name: str, value: object) -> Number:
    """Ask the value itself: the user has handed it over, so its device may be waited for."""
    shape = getattr(value, "shape", None)
    if isinstance(shape, tuple) and math.prod(shape) != 1:
        raise _refusal(name, value)
    mask = getattr(value, "mask", False)
    if not callable(mask) and mask:  # numpy's masked value would say that it is nought
        return math.nan
    item = getattr(value, "item", None)
    # What an operation on the device raises here, such as a CUDA error, is the user's to see.
    if callable(item):
        plain = item()
    elif hasattr(value, "__float__"):  # tensors of TensorFlow, fractions
        plain = float(value)
    else:
        raise _refusal(name, value)
    if not isinstance(plain, (int, float)):
        raise _refusal(name, value)
    return plain


def _refusal(name: str, value: object) -> TypeError:
    shape = getattr(value, "shape", None)
    kind = type(value).__name__ + (f" of shape {tuple(shape)}" if isinstance(shape, tuple) else "")
    return TypeError(f"log: {name!r} is a {kind}; give one number, such as its mean")


def _as_float(value: int) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf
