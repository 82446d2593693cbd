"""What the decoder says of a fault, in plain words and with its place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jupyterlab_journal.entry.ulid import ULID_PATTERN
from jupyterlab_journal.errors import InvalidEntry

if TYPE_CHECKING:
    from msgspec import ValidationError

_PLACE = re.compile(r" - at `\$\.?(?P<path>[^`]*)`\Z")
_MISSING = re.compile(r"Object missing required field `(?P<name>[^`]+)`")
_TYPE = re.compile(r"Expected `(?P<wanted>[^`]+)`, got `[^`]+`")
_UNKNOWN = re.compile(r"Invalid enum value (?P<value>.*)", re.DOTALL)
_ANY_NAME = "[...]"  # stands for a name that is free, such as that of a parameter
_WORDS = {
    "float": "a number",  # first: where a number may be, nobody looks for the texts that stand for some
    "str": "a string",
    "int": "a whole number",
    "bool": "true or false",
    "array": "a list",
    "object": "an object",
    "datetime": "a date and time",
}


def invalid_entry(error: ValidationError, path: str) -> InvalidEntry:
    """Return the error that names the faulty field.

    Parameters
    ----------
    error : ValidationError
        Of the decoder, about a part of the entry.
    path : str
        Where that part stands in the entry; empty at the root.
    """
    within, text = split_place(error)
    problem = _in_words(text)
    if (missing := _MISSING.match(text)) is not None:
        within = f"{within}.{missing['name']}".lstrip(".")
    elif _ANY_NAME in within:
        within, problem = within.partition(_ANY_NAME)[0], f"holds something that {problem}"
    field = f"{path}.{within}" if path and within else path or within
    return InvalidEntry(field or "journal", problem)


def split_place(error: ValidationError) -> tuple[str, str]:
    """Return where a fault is, such as ``metrics[0].name``, and what the decoder says of it."""
    text = str(error)
    place = _PLACE.search(text)
    return (place["path"], text[: place.start()]) if place else ("", text)


def _in_words(text: str) -> str:
    if _MISSING.match(text):
        return "is missing"
    if (wrong := _TYPE.match(text)) is not None:
        wanted = wrong["wanted"].split(" | ")
        words = next((words for name, words in _WORDS.items() if name in wanted), wrong["wanted"])
        return f"is not {words}"
    if (unknown := _UNKNOWN.match(text)) is not None:
        return f"has the unknown value {unknown['value'][:42]}"
    return "is not a ULID" if repr(f"^{ULID_PATTERN.pattern}") in text else f"does not fit: {text}"
