"""What a terminal shows in the end, when the cursor went back up: nested progress bars.

Only rows are followed. What is written to a row that has text replaces the
row: a bar is always drawn whole, and a mix of two frames would be a line
that nobody printed.
"""

from __future__ import annotations

import re

_MOVES = re.compile(r"(\n|\r|\x1b\[\d{0,4}[ABFK])")

CURSOR_UP = re.compile(r"\x1b\[\d{0,4}[AF]")


def last_rows(text: str) -> str:
    r"""Return the rows of a screen of unlimited height after `text` was written.

    Examples
    --------
    >>> last_rows("outer 0%\n\rinner 0%\x1b[A\n\rinner 100%\x1b[A\router 50%")
    'outer 50%\ninner 100%'
    """
    rows = [""]
    row = 0
    fresh = False  # whether what comes next replaces the row
    for index, piece in enumerate(_MOVES.split(text)):
        if index % 2 == 0:
            if piece:
                rows[row] = piece if fresh else rows[row] + piece
                fresh = False
        elif piece == "\n":
            row += 1
            fresh = True
            if row == len(rows):
                rows.append("")
        elif piece == "\r":
            fresh = True
        else:
            row, fresh = _moved(piece, row, rows), True
    return "\n".join(line if line.strip() else "" for line in rows)


def _moved(escape: str, row: int, rows: list[str]) -> int:
    """Return the row after a cursor movement; it never leaves what was written."""
    count = int(escape[2:-1] or "1")
    if escape[-1] in "AF":
        return max(0, row - count)
    if escape[-1] == "B":
        return min(len(rows) - 1, row + count)
    rows[row] = ""  # "K" erases; bars send it at the beginning of a row
    return row
