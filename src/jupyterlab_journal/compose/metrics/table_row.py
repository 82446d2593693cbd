"""The cells of a row of a printed table."""

from __future__ import annotations

import re

from jupyterlab_journal.compose.metrics.named_numbers import NUMBER, PERCENT, to_float

_FRAME = re.compile(r"[|│┃║]")
_GAP = re.compile(r"\t|\s{2,}")
_SPREAD = (
    rf"(?:\s?(?:±|\+/-|\+-)\s?(?:{NUMBER})(?:{PERCENT})?|\s?\((?:±|\+/-|\+-)\s?(?:{NUMBER})(?:{PERCENT})?\))"
)
_NUMBER = re.compile(
    rf"(?P<mark>\*{{0,2}})(?P<value>{NUMBER})(?P<percent>{PERCENT})?(?:{_SPREAD})?(?P=mark)(?:\s?[*↑↓←])?"
)
_MAX_COLUMNS = 40


def number(text: str) -> tuple[float, str] | None:
    """Return a number with its unit, ``"%"`` or ``"1"``; None when a text is not just that.

    Examples
    --------
    >>> number("95.6%"), number("0.5 ± 0.1"), number("00:12")
    ((95.6, '%'), (0.5, '1'), None)
    """
    found = _NUMBER.fullmatch(text.strip())
    if found is None:
        return None
    return to_float(found["value"]), "%" if found["percent"] else "1"


def cells_of(line: str) -> list[str]:
    """Split a line at the frames of a table, else at tabs, gaps or commas."""
    text = line.strip(" ")
    if _FRAME.search(text) and "%|" not in text:
        return [cell.strip() for cell in _FRAME.split(text.strip("|│┃║"))][:_MAX_COLUMNS]
    if "\t" in text:
        return [cell.strip() for cell in text.split("\t")][:_MAX_COLUMNS]
    text = text.strip()
    separated = "," in text and not _GAP.search(text)
    return [cell.strip() for cell in (text.split(",") if separated else _GAP.split(text))][:_MAX_COLUMNS]
