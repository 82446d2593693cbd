"""Check the pictures that Markdown cells carry with them."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from urllib.parse import unquote

from jupyterlab_journal.export.preprocessors.journal_preprocessor import (
    NotebookNode,
    Resources,
    Step,
    numbered,
    written,
)
from jupyterlab_journal.locale import Message

IMAGE_TYPES = ("image/png", "image/jpeg", "image/gif", "image/webp", "image/svg+xml")
"""What a page may show; in the order of preference when an output has several forms."""

# An attachment with both has its bitmap for JupyterLab, which shows no vectors there.
_ATTACHED_TYPES = ("image/svg+xml", *IMAGE_TYPES)

_MARKDOWN = re.compile(
    r"!\[(?P<alt>[^\]\n]*)\]\(\s*<?attachment:(?P<name>[^)>\n\"]+?)>?(?P<title>\s+\"[^\"\n]*\")?\s*\)"
)
_HTML = re.compile(r"(?P<before><img\b[^>]*?\ssrc\s*=\s*)[\"']attachment:(?P<name>[^\"'\n]+)[\"']")


class AttachmentsPreprocessor(Step):
    """Drop attachments that are no images; say so in the text that shows them.

    A missing or broken one would end the whole export in stock nbconvert.
    """

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Check each cell's attachments and the references to them."""
        for number, cell in numbered(nb):
            if cell.cell_type == "code":
                continue
            usable = {
                name: image
                for name, bundle in cell.get("attachments", {}).items()
                if (image := _image(bundle))
            }
            cell.pop("attachments", None)
            if usable:
                cell["attachments"] = usable
            if "attachment:" in cell.source:
                cell.source = self._checked(cell.source, usable, number, resources)
        return nb, resources

    def _checked(self, source: str, usable: Mapping[str, object], number: int, resources: Resources) -> str:
        def replace(match: re.Match[str]) -> str:
            if _known(match["name"], usable) is not None:
                return match[0]
            name = match["name"][:80]
            self.warn(resources, Message("picture_left_out", number=number, name=name))
            return f"*{written(Message('picture_missing', name=name), resources)}*"

        return _HTML.sub(replace, _MARKDOWN.sub(replace, source))


def point_at(source: str, targets: Mapping[str, str]) -> str:
    """Return Markdown whose references to attachments name `targets` (a URL by name) instead."""

    def markdown(match: re.Match[str]) -> str:
        name = _known(match["name"], targets)
        return match[0] if name is None else f"![{match['alt']}]({targets[name]}{match['title'] or ''})"

    return point_html_at(_MARKDOWN.sub(markdown, source), targets)


def point_html_at(source: str, targets: Mapping[str, str]) -> str:
    """Do the same for ``<img>`` elements only."""

    def html(match: re.Match[str]) -> str:
        name = _known(match["name"], targets)
        return match[0] if name is None else f'{match["before"]}"{targets[name]}"'

    return _HTML.sub(html, source)


def is_base64(data: str) -> bool:
    """Whether `data` is the base64 of something."""
    try:
        return bool(base64.b64decode("".join(data.split()), validate=True))
    except (binascii.Error, ValueError):
        return False


def _known(written: str, names: Mapping[str, object]) -> str | None:
    """Return the attachment that is meant; names with spaces are written plainly or percent-encoded."""
    return next((name for name in (written.strip(), unquote(written.strip())) if name in names), None)


def _image(bundle: Mapping[str, str]) -> dict[str, str]:
    """Return the preferred form of an image, empty when there is none that decodes."""
    for mime in _ATTACHED_TYPES:
        data = bundle.get(mime)
        if isinstance(data, str) and is_base64(data):
            return {mime: "".join(data.split())}
    return {}
