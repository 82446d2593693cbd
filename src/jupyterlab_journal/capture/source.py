"""The text of a cell, parsed without running it; on the server."""

from __future__ import annotations

import ast
import re
import warnings

MAX_CHARACTERS = 200_000
_MAGIC = re.compile(r"^(\s*)[%!?].*$|^.*\?\s*$", re.MULTILINE)


def parse_cell(source: str) -> ast.Module | None:
    """Return the syntax tree of a cell, its magics blanked; None when it is not Python, or huge."""
    if source.startswith("%%") or len(source) > MAX_CHARACTERS:
        return None
    text = _MAGIC.sub(lambda match: (match[1] or "") + "pass", source)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about escapes in the user's strings
            return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):  # the kernel refused it as well
        return None
