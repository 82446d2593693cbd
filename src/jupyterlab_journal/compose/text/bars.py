"""Progress bars printed line by line, each reduced to its last frame.

Frames that overwrite each other are gone by then. What is left are bars that
another text interrupted, or that were printed to a file.
"""

from __future__ import annotations

import re

_FRAME = re.compile(
    r"(?P<name>[^\n]{0,200}?)[ ]*(?P<percent>\d{1,3})%\|[^|\n]*\|[ ]*"
    r"(?P<done>\d[\d.,]*[kMGT]?)/(?P<total>\d[\d.,]*[kMGT]?)"
)


def last_frames(text: str) -> str:
    r"""Return `text` without the frames of a bar that a later frame of the same bar replaces.

    A bar that reached its end stays: the next one of that name is another.

    Examples
    --------
    >>> last_frames("a:  0%| | 0/2\nnote\na: 50%|#| 1/2\na: 100%|#| 2/2\na:  0%| | 0/2")
    'note\na: 100%|#| 2/2\na:  0%| | 0/2'
    """
    if "%|" not in text:
        return text
    lines = text.split("\n")
    replaced: set[int] = set()
    open_bars: dict[tuple[str, str], tuple[int, int]] = {}  # by name and total: line, percent
    for index, line in enumerate(lines):
        frame = _FRAME.match(line)
        if frame is None:
            continue
        bar, percent = (frame["name"], frame["total"]), int(frame["percent"])
        before = open_bars.pop(bar, None)
        if before is not None and before[1] <= percent:
            replaced.add(before[0])
        if percent < 100:
            open_bars[bar] = index, percent
    return "\n".join(line for index, line in enumerate(lines) if index not in replaced)
