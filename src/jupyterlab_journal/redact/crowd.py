"""Places that crowd: in a flood of names or prefixes, most have been judged before.

A place is passed over when nothing was found at one with the same text around
it, and the text farther away had no part in that.
"""

from __future__ import annotations

from collections.abc import Callable

_PLACES = 32
_WITHIN = 1024  # characters: as many places in so few are a flood
_REMEMBERED = 100_000

Decided = Callable[[int, int], bool]


class Crowd:
    """Remembers, while one text is searched, around which places of a flood nothing can be found.

    Outside a flood nothing is remembered: each place is judged with all that is around it.

    Parameters
    ----------
    text : str
        The text that is searched.
    windows : tuple of tuple of int
        How many characters before and after a place are compared, the smallest first.
    """

    def __init__(self, text: str, windows: tuple[tuple[int, int], ...]) -> None:
        self._text = text
        self._windows = windows
        self._begin, self._end = windows[-1][0], len(text) - windows[-1][1]
        self._places = [-_WITHIN] * _PLACES
        self._count = 0
        self._barren: dict[str, set[str]] = {}
        self._seen: dict[tuple[str, str], int] = {}
        self._entered: tuple[int, str] | None = None

    def enter(self, place: int, keyword: str = "") -> bool:
        """Take note of a place and of what stands there; return whether nothing can be found."""
        slot = self._count % _PLACES
        crowded = 0 <= place - self._places[slot] < _WITHIN and self._begin <= place <= self._end
        self._places[slot] = place
        self._count += 1
        self._entered = (place, keyword) if crowded else None
        if crowded and keyword in self._barren:
            barren = self._barren[keyword]
            for before, after in self._windows:
                if self._text[place - before : place + after] in barren:
                    return True
        return False

    def found_nothing(self, is_decided: Decided) -> None:
        """Remember that nothing was found at the place that was entered last.

        Parameters
        ----------
        is_decided : callable
            Whether nothing would be found whatever stood outside two offsets of the text.
        """
        if self._entered is None or len(self._seen) >= _REMEMBERED:
            return
        place, keyword = self._entered
        for before, after in self._windows:
            text = self._text[place - before : place + after]
            times = self._seen[keyword, text] = self._seen.get((keyword, text), 0) + 1
            # What never comes again is not worth the question.
            if times == 2 and is_decided(place - before, place + after):
                self._barren.setdefault(keyword, set()).add(text)
                return
