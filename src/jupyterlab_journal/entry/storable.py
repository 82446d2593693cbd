"""What any file can hold of a text."""

from __future__ import annotations

import re

_SURROGATES = re.compile("[\ud800-\udfff]")


def without_halves(text: str) -> str:
    """Return `text` with a sign in place of each half of a surrogate pair, which has no UTF-8."""
    return _SURROGATES.sub("\ufffd", text)


def storable(text: str) -> str:
    """Return a user's own text in a form that any file can hold, unchanged otherwise."""
    return without_halves(text.replace("\r\n", "\n").replace("\0", ""))
