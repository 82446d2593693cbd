"""SVG, reduced to what is drawn: no script, no event, no address outside the picture."""

from __future__ import annotations

import re
from functools import lru_cache
from xml.etree import ElementTree

MAX_CHARACTERS = 1024 * 1024
MAX_WORK = 40_000  # tags, attributes and characters of texts, of all pictures of an entry

SVG_TYPE = "image/svg+xml"
"""MIME type."""

_NAMESPACE = "http://www.w3.org/2000/svg"
_XLINK = "{http://www.w3.org/1999/xlink}href"
_ELEMENTS = frozenset(
    (
        *(
            "svg",
            "g",
            "defs",
            "symbol",
            "use",
            "title",
            "desc",
            "style",
            "image",
            "clipPath",
            "mask",
            "marker",
        ),
        *("path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "textPath"),
        *("pattern", "linearGradient", "radialGradient", "stop"),
    )
)
_ATTRIBUTE = re.compile(r"(?!on)[A-Za-z][A-Za-z0-9:-]*")
_BETWEEN_TAGS = re.compile(r">\s*([^<\s][^<]*)")
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]*>")
_INSIDE = re.compile(r"#[\w.:-]+|data:image/(?:png|jpeg);base64,[A-Za-z0-9+/=\s]+")
_URL = re.compile(r"url\(\s*['\"]?(?!#)", re.IGNORECASE)
_STYLE_LOADS = re.compile(
    r"@import|@font-face|expression|javascript:|\\|image-set|-moz-binding", re.IGNORECASE
)


ElementTree.register_namespace("", _NAMESPACE)


class BrokenSVG(ValueError):
    """Text that is not a well-formed SVG picture, or one that is refused."""


def work_of(text: str) -> int:
    """Return how many tags, attributes and characters between tags a picture has, or a few more."""
    return text.count("<") + text.count("=") + sum(map(len, _BETWEEN_TAGS.findall(text)))


def clean_svg(text: str) -> str:
    """Return the picture without anything that runs or loads.

    Raises
    ------
    BrokenSVG
        When it is too long, not well formed, declares entities, or is no SVG.
    """
    if len(text) > MAX_CHARACTERS or text.count("<!DOCTYPE") > 1 or "<!ENTITY" in text:
        raise BrokenSVG
    text = _DOCTYPE.sub("", text, count=1)
    if "<!DOCTYPE" in text:
        raise BrokenSVG
    try:
        root = ElementTree.fromstring(text)  # noqa: S314 (see above)
    except (ElementTree.ParseError, ValueError):
        raise BrokenSVG from None
    if _local(root) != "svg":
        raise BrokenSVG
    _clean(root)
    try:
        return ElementTree.tostring(root, encoding="unicode")
    except RecursionError:
        raise BrokenSVG from None


def _local(element: ElementTree.Element) -> str | None:
    """Return the name of an element of SVG; None for any other."""
    return _name(element.tag)


@lru_cache(maxsize=256)
def _name(tag: object) -> str | None:
    if not isinstance(tag, str) or not tag.startswith(f"{{{_NAMESPACE}}}"):
        return None
    return tag[len(_NAMESPACE) + 2 :]


def _clean(root: ElementTree.Element) -> None:
    waiting = [root]
    while waiting:
        element = waiting.pop()
        for name in [name for name, value in element.items() if not _is_harmless(name, value)]:
            del element.attrib[name]
        children = list(element)
        kept = [child for child in children if _is_drawn(child)]
        if len(kept) < len(children):
            element[:] = kept
        waiting += kept


def _is_drawn(element: ElementTree.Element) -> bool:
    name = _local(element)
    return name in _ELEMENTS and not (name == "style" and _loads(element.text or ""))


def _is_harmless(name: str, value: str) -> bool:
    if name in {"href", _XLINK}:
        return _INSIDE.fullmatch(value.strip()) is not None
    return _is_known(name) and not _loads(value)


@lru_cache(maxsize=256)
def _is_known(attribute: str) -> bool:
    return _ATTRIBUTE.fullmatch(attribute) is not None


def _loads(style: str) -> bool:
    return _URL.search(style) is not None or _STYLE_LOADS.search(style) is not None
