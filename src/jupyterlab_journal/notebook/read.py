"""From the bytes of a notebook file to its content in format 4, or to the place of the fault."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, cast

from jupyterlab_journal.errors import MalformedNotebook
from jupyterlab_journal.locale import Message
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


def read_notebook(data: bytes | str, which: str | Message) -> dict[str, Any]:
    """Return the content of a notebook file, in format 4.

    Parameters
    ----------
    data : bytes or str
        The file.
    which : str or Message
        What to call it in an error: its path, or a sentence such as ``the_saved_file``.

    Returns
    -------
    dict
        Every cell and output has the shape that format 4 requires.

    Raises
    ------
    MalformedNotebook
        Naming the first fault and its place.
    """
    return check_notebook(parse_json(data, which), which)


def parse_json(data: bytes | str, which: str | Message) -> object:
    """Return the JSON value in a file.

    Parameters
    ----------
    data : bytes or str
        The file; bytes are UTF-8, with or without a byte order mark.
    which : str or Message
        What to call it in an error: its path, or a sentence such as ``the_saved_file``.

    Returns
    -------
    object
        Not checked any further.

    Raises
    ------
    MalformedNotebook
        When there is none, with the line of the fault.
    """
    try:
        text = data.decode() if isinstance(data, bytes) else data
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise _malformed(
            which, Message("line", line=line), Message("not_utf8", position=error.start + 1)
        ) from None
    text = text.removeprefix("\ufeff")
    if not text.strip():
        raise _malformed(which, Message("line", line=1), Message("empty_file"))
    try:
        value: object = json.loads(text)
    except json.JSONDecodeError as error:  # its message quotes nothing of the file
        raise _malformed(
            which,
            Message("line_and_column", line=error.lineno, column=error.colno),
            Message("no_json", problem=error.msg),
        ) from None
    except (RecursionError, ValueError):
        raise _beyond_the_parser(text, which) from None
    return value


def check_notebook(content: object, which: str | Message) -> dict[str, Any]:
    """Return the content of a notebook, brought to format 4.

    Parameters
    ----------
    content : object
        Its JSON, of any format.
    which : str or Message
        What to call it in an error.

    Returns
    -------
    dict
        Every cell and output has the shape that format 4 requires.

    Raises
    ------
    MalformedNotebook
        Naming the first fault and its place, such as ``cells[3].outputs[0].output_type``.
    """
    try:
        check_json(content)
        if not isinstance(content, dict):
            raise Misshapen("", Message("not_an_object"))
        major = content.get("nbformat")
        if not isinstance(major, int) or isinstance(major, bool):
            raise Misshapen("nbformat", Message("no_format"))
        places: list[str] = []
        if major in OLD_FORMATS:
            content, places = upgraded(content)
        elif major != NEWEST_FORMAT:
            raise Misshapen(
                "nbformat", Message("unknown_format", format=str(major)[:9], newest=NEWEST_FORMAT)
            )
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

    Returns
    -------
    mapping or None
        None where `cell` is None.

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
        raise _malformed(Message("the_active_cell"), fault.place, fault.problem) from None
    return cell


def _beyond_the_parser(text: str, which: str | Message) -> MalformedNotebook:
    """Find the line of what is valid JSON, but more than the parser takes: too deep, or a huge number."""
    depth = 0
    for token in _TOKEN.finditer(text):
        first = token[0][0]
        depth += (first in "[{") - (first in "]}")
        line = Message("line", line=text.count("\n", 0, token.start()) + 1)
        if depth > MAX_DEPTH:
            return _malformed(which, line, Message("too_deep", limit=MAX_DEPTH))
        if first.isdigit() and len(token[0]) > _MOST_DIGITS:
            return _malformed(which, line, Message("too_many_digits", limit=_MOST_DIGITS))
    return _malformed(which, Message("line", line=1), Message("too_much_for_parser"))


def _malformed(which: str | Message, place: str | Message, problem: Message) -> MalformedNotebook:
    return MalformedNotebook(
        "malformed_notebook", which=which, place=place or Message("top_level"), problem=problem
    )
