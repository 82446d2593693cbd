"""Read the frames of a traceback: IPython's form and Python's own."""

from __future__ import annotations

import re
from dataclasses import dataclass

_CELL = re.compile(
    r"(?:Cell )?In(?:put In)? ?\[(?P<number>\d+)\](?:, line (?P<line>\d+))?(?:, in (?P<function>[^\n(]+)|\b)"
    r"|<ipython-input-(?P<old>\d+)-[0-9a-f]+> in (?P<old_function>[^\n(]+)"
)
_FILE = re.compile(
    r"File (?P<path>[^\n\"]+?):(?P<line>\d+)(?:, in (?P<function>[^\n(]+)|$)"
    r"|\s*File \"(?P<python_path>[^\"\n]+)\", line (?P<python_line>\d+)(?:, in (?P<python_function>\S+))?"
    r"|(?P<old_path>(?:~|/|[A-Za-z]:\\)[^\n]+?\.py) in (?P<old_function>[^\n(]+)\("
)
_ARROW = re.compile(r"\s*-+> ?(?P<line>\d+) (?P<code>.*)")
_NOT_USER = re.compile(r"site-packages|dist-packages|[/\\]lib[/\\]python\d|^<frozen|^<__array")


@dataclass(frozen=True, kw_only=True)
class Frame:
    """One call.

    Parameters
    ----------
    cell : int, optional
        Execution count, when the code stands in a cell.
    path : str
        File, when it does not.
    line : int, optional
        Line number, from 1.
    function : str
        Empty at the top level.
    code : str
        The line itself; may be unknown.
    """

    cell: int | None = None
    path: str = ""
    line: int | None = None
    function: str = ""
    code: str = ""

    @property
    def is_users(self) -> bool:
        """Whether the code is the user's own: in a cell, or in a file of no installed package."""
        return self.cell is not None or _NOT_USER.search(self.path) is None


def read_frames(traceback: str) -> list[Frame]:
    """Return the frames, the outermost first; of a text without any, none.

    Parameters
    ----------
    traceback : str
        Without terminal codes.
    """
    frames: list[Frame] = []
    lines = traceback.split("\n")
    for index, line in enumerate(lines):
        frame = _cell_frame(line) or _file_frame(line)
        if frame is not None:
            frames.append(_with_code(frame, lines[index + 1 : index + 16]))
    return frames


def _cell_frame(line: str) -> Frame | None:
    match = _CELL.match(line)
    if match is None:
        return None
    if match["old"]:
        return Frame(cell=int(match["old"]), function=_function(match["old_function"]))
    return Frame(
        cell=int(match["number"]),
        line=int(match["line"]) if match["line"] else None,
        function=_function(match["function"]),
    )


def _file_frame(line: str) -> Frame | None:
    match = _FILE.match(line)
    if match is None:
        return None
    number = match["line"] or match["python_line"]
    return Frame(
        path=(match["path"] or match["python_path"] or match["old_path"]).strip(),
        line=int(number) if number else None,
        function=_function(match["function"] or match["python_function"] or match["old_function"]),
    )


def _function(name: str | None) -> str:
    name = (name or "").strip()
    return "" if name.startswith("<") else name


def _with_code(frame: Frame, following: list[str]) -> Frame:
    """Add the line that IPython marks with an arrow, or the one that Python prints below."""
    for line in following:
        arrow = _ARROW.match(line)
        if arrow:
            return Frame(
                cell=frame.cell,
                path=frame.path,
                line=frame.line or int(arrow["line"]),
                function=frame.function,
                code=arrow["code"].strip(),
            )
        if _CELL.match(line) or _FILE.match(line):
            break
    plain_form = (
        following[:1] and following[0].startswith("    ") and not following[0].strip().startswith("^")
    )
    code = following[0].strip() if plain_form and frame.line is not None else ""
    return Frame(cell=frame.cell, path=frame.path, line=frame.line, function=frame.function, code=code)
