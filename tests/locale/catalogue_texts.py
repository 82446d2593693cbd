"""What the tests of catalogues look at."""

from __future__ import annotations

import string


def sentences(table, path=""):
    """Yield each sentence of a catalogue, or its plural forms, by its path."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from sentences(value, f"{path}{key}.")
        else:
            yield f"{path}{key}", value


def placeholders(value):
    """What all forms name together: the form of one thing may leave its number out."""
    forms = value if isinstance(value, list) else [value]
    return {name for form in forms for _, name, _, _ in string.Formatter().parse(form) if name}
