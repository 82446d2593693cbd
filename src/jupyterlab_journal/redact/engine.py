"""Take secrets out of text."""

from __future__ import annotations

import logging
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from .budget import Budget, BudgetExceeded
from .columns import find_in_columns
from .crowd import Crowd
from .decode import decode, fold, unfolded
from .known import KnownValues
from .named_values import find_labelled, find_named
from .private_keys import find_private_keys
from .removal import Redacted, Removal
from .repeats import shorten
from .rule import Find, Rule
from .rulebook import shipped_rules
from .secret_names import shipped_labels
from .terminal import render
from .view import JoinedView, View
from .wraps import Continued, find_broken_keywords, find_wrapped

WITHHELD = "[text withheld: redaction did not finish]"

_log = logging.getLogger(__name__)
_CHECK_EVERY = 256
_DECODINGS = 3  # JSON in HTML in JSON; deeper nesting is not met
_PASSES = 6
_LOCAL = ((2, 80),)  # characters around a keyword in which all that decides about a local rule begins
_MARKER = re.compile(r"\[REDACTED:[a-z0-9_]{2,40}\]")


class Redactor:
    """Find secrets and put ``[REDACTED:kind]`` in their place.

    Safe to share between threads: a call keeps nothing.

    Parameters
    ----------
    known_values : iterable of str
        Values known to be secret, held in memory only; shorter than 8 characters are ignored.
    seconds : float
        Processor time allowed for one text of any size ...
    seconds_per_megabyte : float
        ... and for each million characters of it. A text that takes longer is withheld.

    Examples
    --------
    >>> Redactor().redact("mysql -u root -pcorrect7horse app").text
    'mysql -u root -p[REDACTED:password] app'
    """

    def __init__(
        self, known_values: Iterable[str] = (), *, seconds: float = 2.0, seconds_per_megabyte: float = 2.0
    ) -> None:
        self._known = KnownValues(known_values)
        self._seconds = seconds
        self._seconds_per_megabyte = seconds_per_megabyte
        self._rules = shipped_rules()
        self._labels = shipped_labels()

    def redact(self, text: str, name: str = "") -> Redacted:
        """Return `text` without the secrets that were recognised.

        `name` is what the text is the value of, such as a key in a JSON object: a password has no other sign.

        Never raises: when redaction fails or takes too long, the whole text is replaced by `WITHHELD`.
        """
        if len(text) < 4 or text == WITHHELD:
            return Redacted(text=text, removals=())
        budget = Budget(self._seconds + self._seconds_per_megabyte * len(text) / 1e6)
        try:
            return self._redact(text, name, budget)
        except BudgetExceeded:
            return _withhold(text, "time-budget")
        except Exception as error:  # noqa: BLE001 (a text that breaks the redactor must not be written)
            _log.error("redaction failed with %s; the text was withheld", type(error).__name__)
            return _withhold(text, "failure")

    def _redact(self, text: str, name: str, budget: Budget) -> Redacted:
        """Repeat until nothing is found, so that redacting the result changes nothing."""
        finds = [*find_named(name, text, self._labels), *self._find(text, budget)]
        for _ in range(_PASSES):
            removals = _merge(text, finds)
            redacted, view = apply(text, removals)
            if not removals:
                break
            more = [
                Find(*view.to_original(find.start, find.end), find.kind, find.rule)
                for find in _outside_markers(redacted, self._find(redacted, budget))
            ]
            if not more:
                break
            finds = [*finds, *more]
        else:
            return _withhold(text, "unstable")
        return Redacted(text=redacted, removals=tuple(removals))

    def _find(self, text: str, budget: Budget) -> list[Find]:
        """Return what is found in any view of `text`, with offsets in `text`."""
        original = View(text)
        shortened = shorten(original)
        if shortened is not None:
            finds = self._find_in_views(shortened.view, budget)
            if shortened.holds_all(finds):
                return finds
        return self._find_in_views(original, budget)

    def _find_in_views(self, original: View, budget: Budget) -> list[Find]:
        finds = []
        for view in _views(original):
            budget.check()
            for find in self._find_in_view(view, budget):
                finds.append(Find(*view.to_original(find.start, find.end), find.kind, find.rule))
            if self._known and "\n" in view.text:
                joined = JoinedView(view)
                for find in self._known.find(joined.text, budget):
                    finds.append(Find(*joined.to_original(find.start, find.end), find.kind, find.rule))
        return finds

    def _find_in_view(self, view: View, budget: Budget) -> Iterator[Find]:
        text = view.text
        if self._known:
            yield from self._known.find(text, budget)
        yield from find_private_keys(text)
        hits, continued = self._labels.hits(text), Continued(text)
        for find in (*self._find_by_rules(text, budget), *find_labelled(text, hits, self._labels, budget)):
            yield from continued.whole(find)
        yield from find_broken_keywords(text, self._rules, budget)
        yield from find_in_columns(text, hits, self._labels, budget)

    def _find_by_rules(self, text: str, budget: Budget) -> Iterator[Find]:
        tried: dict[str, int] = {}
        crowd, local = Crowd(text, _LOCAL), self._rules.local
        for count, (position, keyword, rules) in enumerate(self._rules.candidates(text)):
            if count % _CHECK_EVERY == 0:
                budget.check()
            is_local = keyword in local
            if is_local and crowd.enter(position, keyword):
                continue
            found = [find for rule in rules for find in _apply_rule(rule, text, position, keyword, tried)]
            yield from found
            if is_local and not found:
                crowd.found_nothing(_is_decided)


def _is_decided(_first: int, _last: int) -> bool:
    """Whether a neighbourhood decided: it has all of what a local rule looks at."""
    return True


def _apply_rule(rule: Rule, text: str, position: int, keyword: str, tried: dict[str, int]) -> list[Find]:
    """Return what a rule finds where its keyword stands; `tried` has the ends of long matches."""
    if rule.once:
        if position < tried.get(rule.id, 0):
            return []
        match = rule.pattern.match(text, position)
        tried[rule.id] = match.end() if match else 0
    found = rule.find(text, position, len(text))
    if not found and keyword:
        found = find_wrapped(text, position, rule)
    if not found and rule.partial:
        found = rule.find_partial(text, position, keyword)
    return found


def _views(original: View) -> Iterator[View]:
    folded = fold(original)
    letter_by_letter = folded.origin is original and folded.pieces == [(0, 0, len(original.text))]
    raw = None if folded is original or letter_by_letter else unfolded(original)
    if raw is not None:
        yield raw
    view: View | None = folded
    for _ in range(_DECODINGS):
        if view is None:
            break
        yield view
        view = decode(view)
    rendered = render(original)
    if rendered is not None:
        yield fold(rendered)


def _outside_markers(text: str, finds: Iterable[Find]) -> Iterator[Find]:
    """Yield the parts of `finds` that are not markers already."""
    markers = [match.span() for match in _MARKER.finditer(text)]
    for find in finds:
        start = find.start
        at = bisect_right(markers, (start, start))
        for marker_start, marker_end in (markers[index] for index in range(max(0, at - 1), len(markers))):
            if marker_start >= find.end:
                break
            if marker_end <= start:
                continue
            if marker_start > start:
                yield find._replace(start=start, end=marker_start)
            start = marker_end
        if start < find.end:
            yield find._replace(start=start)


def _merge(text: str, finds: Iterable[Find]) -> list[Removal]:
    """Unite what overlaps; the find that begins first, or is longer, gives the kind."""
    merged: list[Removal] = []
    for start, end, kind, rule in sorted(
        _outside_markers(text, finds), key=lambda find: (find.start, -find.end)
    ):
        if merged and start < merged[-1].end:
            last = merged.pop()
            merged.append(Removal(start=last.start, end=max(end, last.end), kind=last.kind, rule=last.rule))
        else:
            merged.append(Removal(start=start, end=end, kind=kind, rule=rule))
    return merged


def apply(text: str, removals: list[Removal]) -> tuple[str, View]:
    """Return the redacted text, and a view of it that maps back to `text`."""
    pieces: list[tuple[int, int, int]] = []
    parts: list[str] = []
    at = length = 0
    for removal in removals:
        marker = f"[REDACTED:{removal.kind}]"
        for part, start, end in (
            (text[at : removal.start], at, removal.start),
            (marker, removal.start, removal.end),
        ):
            if part:
                pieces.append((length, start, end))
                parts.append(part)
                length += len(part)
        at = removal.end
    if at < len(text):
        pieces.append((length, at, len(text)))
        parts.append(text[at:])
    redacted = "".join(parts)
    return redacted, View(redacted, pieces)


def _withhold(text: str, rule: str) -> Redacted:
    removal = Removal(start=0, end=len(text), kind="withheld", rule=rule)
    return Redacted(text=WITHHELD, removals=(removal,))
