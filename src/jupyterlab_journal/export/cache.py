"""Keep what was rendered before: exports of one notebook differ in a few cells."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable


class TextCache:
    """Texts by key, at most `max_characters` characters of them; the least recently used go first.

    Parameters
    ----------
    max_characters : int
        Bound on the characters of keys and texts together.
    """

    def __init__(self, max_characters: int) -> None:
        self._max = max_characters
        self._size = 0
        self._texts: OrderedDict[Hashable, tuple[str, int]] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], str]) -> str:
        """Return the text of `key`, made by `make` when it is not here."""
        known = self._texts.get(key)
        if known is not None:
            self._texts.move_to_end(key)
            return known[0]
        text = make()
        size = len(text) + _length(key)
        if size <= self._max // 8:  # one huge output must not throw everything else out
            self._texts[key] = (text, size)
            self._size += size
            while self._size > self._max:
                self._size -= self._texts.popitem(last=False)[1][1]
        return text


def _length(key: Hashable) -> int:
    if isinstance(key, tuple):
        return sum(map(_length, key))
    return len(key) if isinstance(key, str) else 0
