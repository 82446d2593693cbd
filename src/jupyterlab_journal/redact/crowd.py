"""Places that crowd: in a flood of names or prefixes, most have been judged before.

A place is passed over when nothing was found at one with the same text around
it, and nothing would be found whatever came after that text. Where that is not
plain, it is tried out: a secret is put behind it in all ways of writing one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .rulebook import Find

_PLACES = 32
_WITHIN = 1024  # characters: as many places in so few are a flood
BEFORE = 24
_AFTER = 72  # characters around a place that are compared
BEGINS = 40  # characters after a place: of a value that begins so early, enough is compared
_TIMES = 4  # nothing was found, before the secrets are tried: that costs as much as twenty places
_REMEMBERED = 50_000
_RANDOM = "k9mQ2xvb7Tz4Rw5Lp8Ns3Hd6Gf1Jc0Yb4Xa2We9"
_TAILS = tuple(
    f"{lead}{_RANDOM}{tail}"
    for lead, tail in (
        ("", "\n"),
        (" is ", "\n"),
        (" ", "\n"),
        (": ", "\n"),
        ("= '", "'\n"),
        (') = "', '"\n'),
        ("] = '", "'\n"),
        ("('", "')\n"),
        ('": "', '"\n'),
        ('"', '"]\n'),
        (', "', '"]\n'),
        (", '", "']\n"),
        ("', '", "']\n"),
        ('", "', '"]\n'),
        ("\n", "\n"),
        ("\n\n", "\n"),
        (" | ", " |\n"),
        ("\t", "\n"),
        (">", "</"),
        ("为", "\n"),
    )
)

Judge = Callable[[str, int], Iterable["Find"]]


class Crowd:
    """Remembers, while one text is searched, around which places of a flood nothing can be found.

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
        self._barren: dict[tuple[str, str], int] = {}
        self._near: str | None = None
        self._key = "", ""
        self._lead = 0

    def enter(self, place: int, keyword: str = "") -> bool:
        """Take note of a place and of what stands there; return whether nothing can be found."""
        slot = self._count % _PLACES
        crowded = 0 <= place - self._places[slot] < _WITHIN
        self._places[slot] = place
        self._count += 1
        if not crowded:
            self._near = None
            return False
        self._lead = min(place, BEFORE)
        self._near = self._text[place - self._lead : place + _AFTER]
        self._key = keyword, self._near
        return self._barren.get(self._key, 0) > _TIMES

    def found_nothing(self, judge: Judge, *, settled: bool) -> None:
        """Remember that nothing was found at the place that was entered last.

        Parameters
        ----------
        judge : callable
            Returns what is found at a place of another text.
        settled : bool
            Whether the only value that was judged begins within `BEGINS` of the place.
        """
        near = self._near
        if near is None or len(self._barren) >= _REMEMBERED:
            return
        times = self._barren.get(self._key, 0) + 1
        if times <= _TIMES:
            self._barren[self._key] = times
            if settled or (times == _TIMES and self._is_settled(near, judge)):
                self._barren[self._key] = _TIMES + 1

    def _is_settled(self, near: str, judge: Judge) -> bool:
        """Whether no secret would be found that begins behind this text."""
        place = self._lead + 1
        for tail in _TAILS:
            for find in judge(f"\n{near}{tail}", place):
                begins_early = place <= find.start < place + BEGINS
                if not begins_early or find.end <= 1 + len(near):
                    return False
        return True
