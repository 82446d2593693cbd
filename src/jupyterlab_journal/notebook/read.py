"""From the bytes of a notebook file to its content in format 4, or to the place of the fault."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, cast

from jupyterlab_journal.errors import MalformedNotebook
from jupyterlab_journal.notebook.old import OLD_FORMATS, upgraded
from jupyterlab_journal.notebook.shape import (
    MAX_DEPTH,
    Misshapen,
    TooDeep,
    check_cell,
    check_json,
    check_notebook_shape,
    cut_to_depth,
)

NEWEST_FORMAT = 4

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]|\d{1000,}', re.DOTALL)
_MOST_DIGITS = 4300  # of a number, as Python converts them


def read_notebook(data: bytes | str, which: str) -> dict[str, Any]:
    """Return the content of a notebook file, in format 4.

    Parameters
    ----------
    data : bytes or str
        The file.
    which : str
        What to call it in an error: its path, or ``"the saved file"``.

    Raises
    ------
    MalformedNotebook
        Naming the first fault and its place.
    """
    return check_notebook(parse_json(data, which), which)


def parse_json(data: bytes | str, which: str) -> object:
    """Return the JSON value in a file.

    Raises
    ------
    MalformedNotebook
        When there is none, with the line of the fault.
    """
    try:
        text = data.decode() if isinstance(data, bytes) else data
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise _malformed(which, f"line {line}", f"byte {error.start + 1} of the file is not UTF-8") from None
    text = text.removeprefix("\ufeff")
    if not text.strip():
        raise _malformed(which, "line 1", "the file is empty")
    try:
        value: object = json.loads(text)
    except json.JSONDecodeError as error:  # its message quotes nothing of the file
        raise _malformed(
            which, f"line {error.lineno}, column {error.colno}", f"no JSON: {error.msg}"
        ) from None
    except (RecursionError, ValueError):
        raise _beyond_the_parser(text, which) from None
    return value


def check_notebook(content: object, which: str) -> dict[str, Any]:
    """Return the content of a notebook, brought to format 4.

    Parameters
    ----------
    content : object
        Its JSON, of any format.
    which : str
        What to call it in an error.

    Raises
    ------
    MalformedNotebook
        Naming the first fault and its place, such as ``cells[3].outputs[0].output_type``.
    """
    try:
        check_json(content)
        if not isinstance(content, dict):
            raise Misshapen("", "not an object")
        major = content.get("nbformat")
        if not isinstance(major, int) or isinstance(major, bool):
            raise Misshapen("nbformat", "no number of a notebook format")
        places: list[str] = []
        if major in OLD_FORMATS:
            content, places = upgraded(content)
        elif major != NEWEST_FORMAT:
            raise Misshapen("nbformat", f"format {str(major)[:9]} is not known, only 1 to {NEWEST_FORMAT}")
        check_notebook_shape(content, places)
    except Misshapen as fault:
        raise _malformed(which, fault.place, fault.problem) from None
    return content


def read_code_cell(cell: Mapping[str, Any] | None, place: str) -> Mapping[str, Any] | None:
    """Return a code cell that a client sent, and what it showed before.

    What is nested too deeply in it is left out, as of an output that no one could read anyway.

    Parameters
    ----------
    cell : mapping or None
        As in ``EntryRequest``; ``earlier`` holds the runs before.
    place : str
        What to call it in an error.

    Raises
    ------
    MalformedNotebook
        Naming the first fault and its place, such as ``cell.outputs[0].output_type``.
    """
    if cell is None:
        return None
    try:
        try:
            check_json(cell, place)
        except TooDeep:
            cell = cast("Mapping[str, Any]", cut_to_depth(cell))
            check_json(cell, place)
        check_cell({**cell, "cell_type": "code"}, place)
        for number, run in enumerate(cell.get("earlier") or ()):
            check_cell({**run, "cell_type": "code"}, f"{place}.earlier[{number}]")
    except Misshapen as fault:
        raise _malformed("the active cell", fault.place, fault.problem) from None
    return cell


def _beyond_the_parser(text: str, which: str) -> MalformedNotebook:
    """Find the line of what is valid JSON, but more than the parser takes: too deep, or a huge number."""
    depth = 0
    for token in _TOKEN.finditer(text):
        first = token[0][0]
        depth += (first in "[{") - (first in "]}")
        line = f"line {text.count(chr(10), 0, token.start()) + 1}"
        if depth > MAX_DEPTH:
            return _malformed(which, line, f"nested deeper than {MAX_DEPTH} levels")
        if first.isdigit() and len(token[0]) > _MOST_DIGITS:
            return _malformed(which, line, f"a number of more than {_MOST_DIGITS} digits")
    return _malformed(which, "line 1", "more than the parser takes")


def _malformed(which: str, place: str, problem: str) -> MalformedNotebook:
    return MalformedNotebook(
        f"{which} is malformed at {place or 'the top level'}: {problem}",
        hint="Nothing was changed. Correct that place in a text editor, or restore the file from git.",
    )
