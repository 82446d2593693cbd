"""Figures that a library draws in the browser: Plotly, Altair, Bokeh."""

from __future__ import annotations

import re
from collections.abc import Mapping

_LIBRARY = re.compile(r"application/vnd\.(plotly|vega|vegalite|bokehjs_exec)\.v\d+\+json")
_NAMES = {"plotly": "Plotly", "vega": "Altair", "vegalite": "Altair", "bokehjs_exec": "Bokeh"}
_MAX_TITLE = 200


def library_of(bundle: Mapping[str, object]) -> str | None:
    """Return the name of the library that draws this output, if one does."""
    drawn = (_LIBRARY.fullmatch(mime) for mime in bundle)
    return next((_NAMES[match[1]] for match in drawn if match), None)


def title_of(bundle: Mapping[str, object]) -> str:
    """Return the title of the figure; empty when it has none, or keeps it elsewhere."""
    for mime, data in bundle.items():
        if not mime.startswith("application/vnd.") or not isinstance(data, Mapping):
            continue
        layout = data.get("layout")
        title = layout.get("title") if isinstance(layout, Mapping) else data.get("title")
        text = title.get("text") if isinstance(title, Mapping) else title
        if isinstance(text, str):
            return text[:_MAX_TITLE]
    return ""
