"""Find a name with its number in a line: ``loss: 0.25``, ``acc = 97.1%``, ``损失从 0.5 降到 0.3``.

The pattern finds what has the form of a measurement; ``line_metrics`` and ``metric_context``
decide whether the name is that of a metric. A number with a unit of time or
size, a range, a sum and a number inside another word do not have that form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from jupyterlab_journal.reading.names import CHINESE_NAME, QUALIFIERS

# Thousands are set apart only where nothing else can be meant: "1,234" may be a decimal comma.
NUMBER = (
    r"[-\N{MINUS SIGN}]?(?:\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}(?:,\d{3}){2,}|\d+(?:\.\d*)?|\.\d+)"
    r"(?:[eE][-+]?\d+)?"
    r"|-?(?:nan|inf|NaN|Inf|Infinity)"
)
PERCENT = r"\s?[%％]"
_PHRASES = (
    r"(?:[Rr]oot\s)?[Mm]ean\s(?:[Ss]quared|[Aa]bsolute)(?:\s[Ll]ogarithmic|\s[Pp]ercentage)?\s[Ee]rror"
    r"|[Mm]atthews\s[Cc]orrelation\s[Cc]oefficient|(?:[Ww]ord\s|[Cc]haracter\s)?[Ee]rror\s[Rr]ate"
    r"|[Ee]xact\s[Mm]atch|[Ee]xplained\s[Vv]ariance|(?:[Ss]uccess|[Ww]in)\s[Rr]ate"
    r"|[Cc]oefficient\sof\s[Dd]etermination|[Aa]dj(?:usted|\.)\s[Rr]-?[Ss]quared"
)
_UNITS = (
    "s|sec|secs|seconds?|ms|us|µs|ns|min|minutes|h|hours|points?|times|[KMGT]i?B|bytes"
    "|it|samples|steps|epochs|params"
)
_MEASURES = r"dB|nats|mm|cm|km|m|px|pixels|K|°C|°|deg|eV|meV|eV/Å|meV/Å|kcal/mol|kJ/mol|Å|Hz|kWh|MW"
_DATA = "|".join(sorted(QUALIFIERS))
_ARROW = r"(?:-{1,3}>|=>|\N{RIGHTWARDS ARROW})"
_MOVED = r"improved|decreased|increased|dropped|fell|rose|went|reduced|changed"
_AT = r"(?:[Ii]ter(?:ation)?|[Ee]poch|[Ss]tep|[Rr]ound|[Ff]old|[Bb]atch|[Ee]pisode)"
_EARLIER = rf"(?:{NUMBER})(?:{PERCENT})?"
_SIGN = rf"""
    \s{{0,40}}(?:[=:：＝]|=>)\s{{0,40}}
    |(?<=["']),\s?(?=[^\s,()\[\]]{{1,24}}[)\]]|np\.float\d+\([^\s,()]{{1,24}}\)[)\]])
    |\s{{1,3}}(?:is|was|of|reached|reaches)\s{{1,3}}(?:now\s)?
    |\s[-–—]\s
    |\s?(?:值?为|是|达到?了?|等于)\s?[:：]?\s?
    |(?P<by_step>\s(?:after|at|for|in)\s{_AT}\s?\#?\d{{1,9}}\s?[:=]\s{{0,4}})
    |(?P<moved>\s{{1,2}}(?:has\s)?(?:{_MOVED})(?:\s(?:from\s(?:{_EARLIER})\s)?to\s|\s?[:(]\s?(?={_EARLIER}\s?{_ARROW})))
    |\s?(?:[从由]\s?(?:{_EARLIER})\s?)?(?:提升|提高|上升|升|增加|下降|降低|减少|降)[到至为]了?\s?
"""
_PAIR = re.compile(
    rf"""
    (?P<name>
        (?=[RrMmWwCcEeSsAa])(?:{_PHRASES})
        |(?<![A-Za-z0-9_@./\-Α-ω∆\\])[A-Za-z][A-Za-z0-9_@./\-²^]{{0,60}}(?![A-Za-z0-9_@./\-²^])
            (?:(?<=@0\.\d):0?\.\d\d?|(?<=@0\.\d\d):0?\.\d\d?|(?<=@\.\d):\.\d\d?|(?<=@)\[[\d.:]{{1,12}}\])?
            (?:\s?(?:值|分数|得分)|\s(?:{_DATA}|[Ss]o\s[Ff]ar|[Vv]alue|[Cc]oefficient|[Ss]tatistic|[Ii]ndex)(?=\s?[:=]))?
        |(?=[\u4e00-\u9fffFAR]){CHINESE_NAME}
    )
    (?=["'*`\]\s=:：＝(（\[\u4e00-\u9fff])
    (?:\(\))?["'*`]{{0,3}}\]?
    (?:\s?[(（\[](?P<note>[A-Za-z%↑↓\u4e00-\u9fff][^()（）\[\]]{{0,30}})[)）\]])?
    (?:(?P<sign>{_SIGN})|(?P<blank>\s{{1,40}}))
    ["'*`]{{0,3}}(?:<?(?:tf\.)?[A-Za-z.]{{0,8}}(?:[Tt]ensor|[Aa]rray|float\d*|Decimal)\()?
    (?P<list>\[{{1,2}})?
    (?:(?:{_EARLIER})\s{{0,3}}{_ARROW}\s{{0,3}}){{0,9}}
    (?:(?P<hits>\d{{1,12}})\s?/\s?(?P<total>\d{{1,12}})\s{{0,3}}[=,:]?\s{{0,3}}[(\[]?\s?)?
    (?P<value>{NUMBER})(?(list)(?=\s?\]))
    (?P<percent>{PERCENT}(?!\|[\s\d#█▉▊▋▌▍▎▏])|\s?percent\b)?
    (?:\s?(?P<measure>{_MEASURES})(?![A-Za-z0-9/²³^]))?
    (?![A-Za-z0-9_%％]|\.[A-Za-z0-9]|,\d|\s?/\s?\d|/\S|:\d|-[A-Za-z0-9]|\s*(?:{_ARROW}|~|to\s)\s*[-+\d.])
    (?!\s?(?:{_UNITS})\b|\s*\*{{1,2}}\s*[\w(]|\s*\+\s*[\w(]|\s?(?:以上|以下|左右|上下)|\s+(?:is|was|are|were|or)\b)
    """,
    re.VERBOSE,
)
_ROW = re.compile(r"\s+[-\N{MINUS SIGN}]?\d+(?:\.\d*)?(?=\s|$)")
_TRANSPARENT = re.compile(r"\.(?:item|mean|cpu|numpy|detach)$")
_GROUPS = ("name", "note", "sign", "by_step", "moved", "hits", "value", "percent", "measure")
_DECIMAL = re.compile(r"[.e]|nan|inf", re.IGNORECASE)


class NamedNumber(NamedTuple):
    """A name with its number.

    Parameters
    ----------
    note : str
        What stood in brackets behind the name.
    unit : str
        ``"%"``, ``"1"``, or as printed.
    linked : bool
        Whether a sign or a word links the two, not only space.
    by_step : bool
        Whether the step is named: ``cost after iteration 100: 0.4``.
    improved : bool
        Whether a change is reported, ``loss improved from 0.5 to 0.4``: the best value, not always the last.
    decimal : bool
        Whether the number is no whole number, and so no count.
    start, at : int
        Where the name and the number begin in the line.
    """

    name: str
    note: str
    value: float
    unit: str
    linked: bool
    by_step: bool
    improved: bool
    decimal: bool
    start: int
    at: int


def named_numbers(line: str) -> Iterator[NamedNumber]:
    """Yield the names of a line that a number follows."""
    for match in _PAIR.finditer(line):
        name, note, sign, by_step, moved, hits, value, percent, measure = match.group(*_GROUPS)
        if hits is not None and not _is_share(match):
            continue
        if sign is None and _ROW.match(line, match.end()):
            continue  # a row of a table whose header is unknown
        is_percent = percent is not None or note in ("%", "in %")
        yield NamedNumber(
            name=_TRANSPARENT.sub("", name.rstrip("./-")),
            note=note or "",
            value=to_float(value),
            unit="%" if is_percent else measure or "1",
            linked=sign is not None,
            by_step=by_step is not None,
            improved=moved is not None,
            decimal=is_percent or hits is not None or _DECIMAL.search(value) is not None,
            start=match.start(),
            at=match.start("value"),
        )


def to_float(number: str) -> float:
    """Return the value of a number as printed."""
    return float(number.replace(",", "").replace("\N{MINUS SIGN}", "-"))


def _is_share(match: re.Match[str]) -> bool:
    """Whether the number after ``9712/10000`` is that share: the two prove each other."""
    total = int(match["total"])
    digits = match["value"].partition(".")[2]
    if total == 0 or not (match["percent"] or digits):
        return False
    share = int(match["hits"]) / total * (100 if match["percent"] else 1)
    return bool(abs(share - to_float(match["value"])) <= 1.01 * 0.1 ** len(digits))
