"""How a sentence is filled: with a number of things, or with names."""

from __future__ import annotations

import re
from collections.abc import Callable

_CHINESE = "\u3400-\u4dbf\u4e00-\u9fff"


class Counted:
    """One sentence about a number of things.

    Parameters
    ----------
    forms : tuple of str
        The plural forms, or one that fits every number.
    rule : callable
        Returns which form fits a number.
    """

    def __init__(self, forms: tuple[str, ...], rule: Callable[[int], int]) -> None:
        self._forms = forms
        self._rule = rule

    def of(self, count: int, **values: object) -> str:
        """Return the form that fits the number, filled with it and with `values`."""
        form = self._forms[self._rule(count)] if len(self._forms) > 1 else self._forms[0]
        return form.format(count=count, **values)


def counted(sentence: Counted, count: int) -> str:
    """Return the form that fits the number, filled with it.

    Parameters
    ----------
    sentence : Counted
        With a place for ``count`` and no other.
    count : int
        0 or more.
    """
    return sentence.of(count)


def named(form: str, **names: str) -> str:
    """Fill a form with names; no space is put between Chinese and Chinese.

    Parameters
    ----------
    form : str
        A sentence with places for `names`.
    **names : str
        What to put in, by the name of its place.

    Returns
    -------
    str
        The sentence in the language of `form`.

    Examples
    --------
    >>> named("{name} 随轮次的变化", name="loss"), named("{name} 随轮次的变化", name="损失")
    ('loss 随轮次的变化', '损失随轮次的变化')
    """
    for key, name in names.items():
        if re.match(f"[{_CHINESE}]", name):
            form = re.sub(f"(?<=[{_CHINESE}]) (?={{{key}}})", "", form)
        if re.search(f"[{_CHINESE}]$", name):
            form = re.sub(f"(?<={{{key}}}) (?=[{_CHINESE}])", "", form)
    return form.format(**names)
