"""Whether the parts of a notebook have the types that its format demands.

What is missing or null, and a word that is not known (a type of cell, the name
of a stream), is no fault here: newer or careless programs write such, and each
reader decides what to show instead. A part of the wrong type is one, for no
reader can guess what was meant.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

from jupyterlab_journal.locale import Message

MAX_DEPTH = 100
"""Levels of lists and objects; the libraries behind call themselves several times for each."""

_NAMES: Mapping[type, str] = {  # keys of sentences
    str: "type_text",
    int: "type_whole_number",
    list: "type_list",
    dict: "type_object",
}
_PLAIN_KEY = re.compile(r"[A-Za-z_]\w{0,39}")
_LONGEST_PLACE = 120
_TOO_DEEP = Message("too_deep", limit=MAX_DEPTH)


class Misshapen(Exception):
    """A part that is not what it must be.

    Parameters
    ----------
    place : str
        Where it stands, such as ``"cells[3].outputs[0].output_type"``; empty at the top.
    problem : Message
        What is wrong with it, without its value.
    """

    def __init__(self, place: str, problem: Message) -> None:
        super().__init__(place, str(problem))
        self.place = place if len(place) <= _LONGEST_PLACE else f"{place[:_LONGEST_PLACE]}..."
        self.problem = problem


class TooDeep(Misshapen):
    """A part that is nested more than `MAX_DEPTH` levels deep."""


def check_json(value: object, place: str = "") -> None:
    """Raise `TooDeep` for a value nested too deeply, `Misshapen` for a number that JSON does not know.

    Parameters
    ----------
    value : object
        What a JSON parser returned.
    place : str
        Where it stands.
    """
    fault = _json_fault(value, MAX_DEPTH)
    if fault is not None:
        path, problem = fault
        kind = TooDeep if problem is _TOO_DEEP else Misshapen
        raise kind((place + path).removeprefix("."), problem)


def cut_to_depth(value: object, levels: int = MAX_DEPTH) -> object:
    """Return a JSON value in which words stand for what is nested deeper than so many levels."""
    if not isinstance(value, (dict, list)):
        return value
    if not levels:
        return str(_TOO_DEEP)
    if isinstance(value, dict):
        return {key: cut_to_depth(part, levels - 1) for key, part in value.items()}
    return [cut_to_depth(part, levels - 1) for part in value]


def check_notebook_shape(content: Mapping[str, Any], places: Sequence[str] = ()) -> None:
    """Raise `Misshapen` for the first part of a notebook of format 4 that has the wrong type.

    Parameters
    ----------
    content : mapping
        The notebook.
    places : sequence of str
        Where its cells stand in the file, if that has another format.
    """
    _optional(content, "metadata", dict, "")
    _optional(content, "nbformat_minor", int, "")
    cells = _required(content, "cells", list, "")
    for number, cell in enumerate(cells):
        check_cell(cell, places[number] if places else f"cells[{number}]")


def check_cell(cell: object, place: str) -> None:
    """Raise `Misshapen` for the first part of a cell that has the wrong type."""
    fields = _typed(cell, dict, place)
    _required(fields, "cell_type", str, place)
    _optional(fields, "id", str, place)
    _optional(fields, "metadata", dict, place)
    _optional(fields, "execution_count", int, place)
    _text(fields.get("source"), f"{place}.source")
    attachments = _optional(fields, "attachments", dict, place) or {}
    for name, bundle in attachments.items():
        _check_bundle(bundle, f"{place}.attachments{_step(name)}")
    for number, output in enumerate(_optional(fields, "outputs", list, place) or []):
        try:
            _check_output(output)
        except Misshapen as fault:
            raise Misshapen(f"{place}.outputs[{number}]{fault.place}", fault.problem) from None


_OUTPUT_FIELDS: Mapping[str, type] = {
    "output_type": str,
    "name": str,
    "ename": str,
    "evalue": str,
    "metadata": dict,
    "execution_count": int,
    "traceback": list,
    "data": dict,
}


def _check_output(output: object) -> None:
    """Check one output; where its fault lies is said from the output on: a cell may have 20,000 of them."""
    fields = _typed(output, dict, "")
    for name, value in fields.items():  # those that are there: an output has few
        kind = _OUTPUT_FIELDS.get(name)
        if kind is not None and (value is not None or name == "output_type"):
            _typed(value, kind, f".{name}")
    if "output_type" not in fields:
        raise Misshapen(".output_type", Message("missing"))
    if fields.get("text") is not None:
        _text(fields["text"], ".text")
    for number, line in enumerate(fields.get("traceback") or ()):
        _typed(line, str, f".traceback[{number}]")
    if fields.get("data") is not None:
        _check_bundle(fields["data"], ".data")


def _check_bundle(bundle: object, place: str) -> None:
    for mime, data in _typed(bundle, dict, place).items():
        if not isinstance(data, str) and not is_json(mime):
            _text(data, f"{place}{_step(mime)}")


def is_json(mime: str) -> bool:
    """Whether the data of this MIME type is any JSON, rather than a text."""
    return mime == "application/json" or mime.endswith("+json")


def _text(value: object, place: str) -> None:
    """Check a text, whole or split into lines."""
    if value is None or isinstance(value, str):
        return
    if not isinstance(value, list):
        raise Misshapen(place, _wrong_type(value, "type_text_or_lines"))
    for number, line in enumerate(value):
        _typed(line, str, f"{place}[{number}]")


def _required(fields: Mapping[str, Any], name: str, kind: type, place: str) -> Any:  # noqa: ANN401 (of `kind`)
    if name not in fields:
        raise Misshapen(_inside(place, name), Message("missing"))
    return _typed(fields[name], kind, _inside(place, name))


def _optional(fields: Mapping[str, Any], name: str, kind: type, place: str) -> Any:  # noqa: ANN401 (as above)
    value = fields.get(name)
    return None if value is None else _typed(value, kind, _inside(place, name))


def _typed(value: object, kind: type, place: str) -> Any:  # noqa: ANN401 (as above)
    if not isinstance(value, kind) or isinstance(value, bool):
        raise Misshapen(place, _wrong_type(value, _NAMES[kind]))
    return value


def _inside(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name


def _wrong_type(value: object, expected: str) -> Message:
    return Message("wrong_type", found=Message(_name_of_type(value)), expected=Message(expected))


def _name_of_type(value: object) -> str:
    if value is None:
        return "type_null"
    if isinstance(value, bool):
        return "type_boolean"
    if isinstance(value, (int, float)):
        return "type_number"
    if isinstance(value, str):
        return "type_text"
    return "type_list" if isinstance(value, list) else "type_object"


def _json_fault(value: object, room: int) -> tuple[str, Message] | None:
    """Return where in `value` something is wrong, and what; None when nothing is."""
    if isinstance(value, float):
        return None if math.isfinite(value) else ("", Message("not_finite"))
    if isinstance(value, dict):
        parts = value.items()
    elif isinstance(value, list):
        parts = enumerate(value)  # type: ignore[assignment]  # keys or positions, both are steps of a place
    else:
        return None
    if not room:
        return "", _TOO_DEEP
    for key, part in parts:
        if isinstance(part, str):
            continue
        fault = _json_fault(part, room - 1)
        if fault is not None:
            return _step(key) + fault[0], fault[1]
    return None


def _step(key: str | int) -> str:
    if isinstance(key, int):
        return f"[{key}]"
    return f".{key}" if _PLAIN_KEY.fullmatch(key) else f"['{key[:40]}']"
