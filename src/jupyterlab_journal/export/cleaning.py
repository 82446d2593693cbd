"""What HTML of a notebook may stand in an exported page.

Two cleaners, both in Rust: a narrow one for highlighted code, which is most
of a page, and a wide one for everything a person or a library wrote. Nothing
that runs, loads, or leads a click into a command of the lab survives.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import nh3

from jupyterlab_journal.export.cache import TextCache
from jupyterlab_journal.redact.engine import WITHHELD

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

_PASSES = 4
_IMAGE_DATA = re.compile(r'("data:image/[a-z+.-]+;base64,[^"]*")')

_TAG = re.compile(r"</?[a-zA-Z][^\s/>]*|<[/!?]|\0")

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


class Highlighted(str):
    """Code as our own highlighter gave it: nothing but its spans around escaped text."""

    __slots__ = ()


def clean_html(element: object) -> str:
    """Return the harmless part of `element`; takes the place of nbconvert's filter of that name."""
    html = element.decode() if isinstance(element, bytes) else str(element)
    cleaner = _code_cleaner if isinstance(element, Highlighted) else _wide_cleaner
    return _cache.get((cleaner is _code_cleaner, html), lambda: cleaner.clean(html))


def clean_and_redact(element: object, redact: Callable[[str], str]) -> str:
    """Return the harmless part of `element` without the secrets that only cleaning put together.

    What stands between the halves of a secret may be an element that is
    dropped. What is redacted is cleaned anew: the cut may have gone through a tag.

    Parameters
    ----------
    element : object
        HTML; highlighted code, which loses nothing, is only cleaned.
    redact : callable
        Returns a text without its secrets.
    """
    html = clean_html(element)
    before = element.decode() if isinstance(element, bytes) else str(element)
    if isinstance(element, Highlighted) or not _joined(before, html):
        return html
    for _ in range(_PASSES):
        # Pictures are most of such a text, and hold no words.
        redacted = "".join(
            part if _IMAGE_DATA.fullmatch(part) else redact(part) for part in _IMAGE_DATA.split(html)
        )
        if redacted == html:
            return html
        html = clean_html(redacted)
    return WITHHELD


def _joined(before: str, after: str) -> bool:
    """Whether cleaning dropped a tag, so that texts may meet; redacting all anew is slow."""
    return _TAG.findall(before) != _TAG.findall(after)
