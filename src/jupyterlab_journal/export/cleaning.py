"""What HTML of a notebook may stand in an exported page.

Two cleaners, both in Rust: a narrow one for highlighted code, which is most
of a page, and a wide one for everything a person or a library wrote. Nothing
that runs, loads, or leads a click into a command of the lab survives.
"""

from __future__ import annotations

import re

import nh3

from jupyterlab_journal.export.cache import TextCache

_HIGHLIGHT_START = '<div class=" highlight'
"""How nbconvert begins highlighted code; the space is its own."""

_TAGS = (nh3.ALLOWED_TAGS | {"section", "main", "tfoot", "progress", "meter", "address", "label"}) - {
    "map",
    "area",
}
_ATTRIBUTES: dict[str, set[str]] = {
    "*": {"class", "id", "title", "lang", "dir", "align", "style"},
    "a": {"href", "hreflang"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan", "headers", "valign", "width", "bgcolor"},
    "th": {"colspan", "rowspan", "headers", "scope", "valign", "width", "bgcolor"},
    "table": {"border", "width", "summary"},
    "col": {"span", "width"},
    "colgroup": {"span", "width"},
    "details": {"open"},
    "ol": {"start", "type", "reversed"},
    "ul": {"type"},
    "li": {"value"},
    "time": {"datetime"},
    "progress": {"value", "max"},
    "meter": {"value", "min", "max", "low", "high", "optimum"},
}
_STYLES = {
    "background",
    "background-color",
    "border",
    "border-bottom",
    "border-collapse",
    "border-left",
    "border-right",
    "border-top",
    "color",
    "display",
    "font-family",
    "font-size",
    "font-style",
    "font-weight",
    "height",
    "margin",
    "margin-left",
    "margin-right",
    "max-width",
    "padding",
    "text-align",
    "text-decoration",
    "vertical-align",
    "white-space",
    "width",
}
_STYLE_LOADS = re.compile(r"url\s*\(|image-set|image\s*\(|element\s*\(|expression|\\", re.IGNORECASE)

_code_cleaner = nh3.Cleaner(
    tags={"div", "pre", "code", "span", "a"},
    attributes={"*": {"class", "id"}},
    link_rel=None,
)


def _filter(tag: str, attribute: str, value: str) -> str | None:
    """Keep ``data:`` for images only, and styles that load nothing."""
    if attribute == "style":
        return None if _STYLE_LOADS.search(value) else value
    if attribute in {"href", "src"} and value.lstrip().lower().startswith("data:"):
        return value if tag == "img" and value.lstrip().lower().startswith("data:image/") else None
    return value


_wide_cleaner = nh3.Cleaner(
    tags=_TAGS,
    attributes=_ATTRIBUTES,
    attribute_filter=_filter,
    url_schemes={"http", "https", "mailto", "data"},
    filter_style_properties=_STYLES,
    set_tag_attribute_values={"img": {"referrerpolicy": "no-referrer"}},
)

_cache = TextCache(max_characters=32 * 1024 * 1024)


def clean_html(element: object) -> str:
    """Return the harmless part of `element`; takes the place of nbconvert's filter of that name."""
    html = element.decode() if isinstance(element, bytes) else str(element)
    cleaner = _code_cleaner if html.startswith(_HIGHLIGHT_START) else _wide_cleaner
    return _cache.get(html, lambda: cleaner.clean(html))
