"""The parts of a text that a further view can differ in: reading all of it again would double the time."""

from __future__ import annotations

import re

from .view import View, ViewBuilder

_NEAR = 400  # characters around a match: a label above its value, the next row of a table
_LINE_MAX = 16_000  # a line is taken whole, so that no token is cut
_GAP = "\n¦\n"  # nothing goes over it


def around(view: View, pattern: re.Pattern[str]) -> View | None:
    """Return the lines of `view` around the matches of `pattern`; `None` when there is no match."""
    windows = _windows(view.text, pattern)
    if not windows:
        return None
    if 5 * sum(end - start for start, end in windows) > 4 * len(view.text):
        return view
    builder = ViewBuilder(view)
    at = 0
    for start, end in [*windows, (len(view.text), len(view.text))]:
        if start > at:
            builder.replace(at, start, _GAP)
        at = end
    return builder.finish()


def _windows(text: str, pattern: re.Pattern[str]) -> list[tuple[int, int]]:
    windows: list[tuple[int, int]] = []
    for match in pattern.finditer(text):
        near_end = match.end() + _NEAR
        if windows and near_end <= windows[-1][1]:
            continue
        near_start = max(0, match.start() - _NEAR)
        start = text.rfind("\n", max(0, near_start - _LINE_MAX), near_start) + 1
        end = text.find("\n", near_end, near_end + _LINE_MAX)
        start = start or max(0, near_start - _LINE_MAX)
        end = end if end >= 0 else min(len(text), near_end + _LINE_MAX)
        if windows and start <= windows[-1][1]:
            windows[-1] = (windows[-1][0], end)
        else:
            windows.append((start, end))
    return windows
