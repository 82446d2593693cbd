"""Values of several names at once: ``user, password = "anna", "..."``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .secret_names import Label

_NAMES_MAX = 4
_LEAD_MAX = 120
_NAME = r"[A-Za-z_\u4e00-\u9fff][\w.]{0,40}"
_BEFORE = re.compile(rf"[ \t]{{0,40}}\(?((?:{_NAME}[ ]{{0,2}},[ ]{{0,2}}){{0,{_NAMES_MAX}}})")
NAMES_AFTER = re.compile(
    rf"(?:[ ]{{0,2}},[ ]{{0,2}}{_NAME}){{0,{_NAMES_MAX}}}\)?[ ]{{0,4}}=(?!=)[ ]{{0,4}}[(\[]?[ ]{{0,2}}"
)
_ITEM = re.compile(r"(?:\"[^\"\n]{0,200}\"|'[^'\n]{0,200}'|[\w.]{1,60}(?:\([^()\n]{0,60}\))?)\s{0,4},\s{0,8}")
_SECRET = re.compile(r"[bru]{0,2}(?:\"([^\"\n]{4,400})\"|'([^'\n]{4,400})')")


def may_be_unpacked(text: str, label: Label) -> bool:
    """Tell whether a comma stands before or behind the name."""
    return text.startswith((",", " ,"), label.end) or text.endswith((",", ", "), 0, label.start)


def unpacked_value(text: str, label: Label) -> tuple[int, int] | None:
    """Return where the value lies that is assigned to `label` as one of several names."""
    line_start = text.rfind("\n", max(0, label.start - _LEAD_MAX), label.start) + 1
    before = _BEFORE.fullmatch(text, line_start, label.start)
    after = NAMES_AFTER.match(text, label.end)
    if before is None or after is None:
        return None
    at = after.end()
    for _ in range(before[1].count(",")):
        item = _ITEM.match(text, at)
        if item is None:
            return None
        at = item.end()
    secret = _SECRET.match(text, at)
    return None if secret is None else secret.span(secret.lastindex or 0)
