"""Where an error arose, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from jupyterlab_journal.compose.text.markdown_blocks import code, inline

if TYPE_CHECKING:
    from jupyterlab_journal.compose.failures.traceback import Frame
    from jupyterlab_journal.locale import Words

_PATH_PARTS = 3  # "torch/nn/functional.py": enough to find it, short enough to read


def places(frames: Sequence[Frame], words: Words) -> str:
    """Name the last line of the user's own code, and the line that raised when it is another.

    Parameters
    ----------
    frames : sequence of Frame
        Of the traceback, the outermost first; empty when it has none.
    words : Words
        Of the entry's language.

    Returns
    -------
    str
        One or two paragraphs of Markdown; empty without frames.
    """
    if not frames:
        return ""
    users = next((frame for frame in reversed(frames) if frame.is_users), None)
    last = frames[-1]
    lines = [] if users is None else [_place(users, words, words.where, words.where_in)]
    if last is not users:
        lines.append(_place(last, words, words.raised_in, words.raised_in_function))
    return "\n\n".join(lines)


def _place(frame: Frame, words: Words, at_top: str, in_function: str) -> str:
    if frame.cell is not None:
        place = words.cell.format(number=frame.cell)
    else:
        place = code("/".join(frame.path.replace("\\", "/").split("/")[-_PATH_PARTS:]))
    line = inline(str(frame.line)) if frame.line is not None else "?"
    shown = (in_function if frame.function else at_top).format(
        place=place, line=line, code=code(frame.code[:200]), function=code(frame.function)
    )
    return shown.rstrip(" :：")
