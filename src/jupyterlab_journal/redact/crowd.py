"""Places that crowd: in a flood of names or prefixes, most have been judged before."""

from __future__ import annotations

_PLACES = 32
_WITHIN = 1024  # characters: as many places in so few are a flood
_BEFORE = 24
_AFTER = 72  # characters around a place that decide about it; a secret begins within them
_REMEMBERED = 50_000


class Crowd:
    """Remembers, while one text is searched, around which places of a flood nothing was found.

    Outside a flood nothing is remembered: each place is judged with all that is around it.

    Parameters
    ----------
    text : str
        The text that is searched.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._places = [-_WITHIN] * _PLACES
        self._count = 0
        self._barren: set[tuple[str, str]] = set()
        self._context: tuple[str, str] | None = None

    def enter(self, place: int, keyword: str = "") -> bool:
        """Take note of a place and what stands there; return whether nothing was found at one like it."""
        slot = self._count % _PLACES
        crowded = 0 <= place - self._places[slot] < _WITHIN
        self._places[slot] = place
        self._count += 1
        if not crowded:
            self._context = None
            return False
        self._context = (keyword, self._text[max(0, place - _BEFORE) : place + _AFTER])
        return self._context in self._barren

    def found_nothing(self) -> None:
        """Remember that nothing was found at the place that was entered last."""
        if self._context is not None and len(self._barren) < _REMEMBERED:
            self._barren.add(self._context)
