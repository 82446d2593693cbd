"""What the lines above a line say about it: ``Validation:``, ``loss_weights:``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from jupyterlab_journal.compose.metrics.names import QUALIFIERS, SETTINGS, word_set, words_of

_HEADER = re.compile(r"(?P<indent>\s*)(?P<text>[^\s=:：\d][^=:：]{0,60}?)\s*[:：]\s*")
_BANNER = re.compile(
    r"(?P<indent>\s*)[-=*#\[<>~─━═\s]{0,40}(?P<text>[^\W\d][\w ]{0,40}?)[-=*#\]<>~─━═.…\s]{0,40}"
)
_DIGIT = re.compile(r"\d")
_FILLERS = word_set(
    "set results result metrics metric performance phase data dataset scores stats on the for begin start"
)
_CHINESE = re.compile(r"(训练|验证|测试|评估)(?:集|阶段)?(?:上)?(?:的)?(?:结果|指标|性能|表现)?")


@dataclass(frozen=True, kw_only=True)
class _Section:
    indent: int
    data: str = ""
    settings: bool = False


class Sections:
    """Takes the lines of an output one by one and knows below which header they stand."""

    def __init__(self) -> None:
        self._open: _Section | None = None

    def read(self, line: str) -> None:
        """Take the next line.

        Parameters
        ----------
        line : str
            Whole, without its end.
        """
        begun = _begun(line)
        if begun is not None and not self._contains(begun):
            self._open = begun
        elif self._ends(line):
            self._open = None

    @property
    def is_settings(self) -> bool:
        """Whether the last line says what was set, not what was measured."""
        return self._open is not None and self._open.settings

    @property
    def data(self) -> str:
        """On which data the last line was measured, if a header said it."""
        return self._open.data if self._open is not None else ""

    def _contains(self, other: _Section) -> bool:
        """Whether a header stands inside the section that is open, and says nothing of its own."""
        if self._open is None or other.indent <= self._open.indent:
            return False
        return self._open.settings or not other.data

    def _ends(self, line: str) -> bool:
        """Whether a line is outside of the section that is open."""
        if self._open is None:
            return False
        if not line.strip():
            return not self._open.settings
        indent = len(line) - len(line.lstrip())
        return indent < self._open.indent or (self._open.settings and indent == self._open.indent)


def _begun(line: str) -> _Section | None:
    """Return the section that a header opens; None for a line that is none."""
    is_header = line.rstrip().endswith((":", "："))
    if not is_header and _DIGIT.search(line):
        return None  # as most lines
    header = _HEADER.fullmatch(line) if is_header else None
    banner = header or (_BANNER.fullmatch(line) if len(line) < 120 else None)
    if banner is None:
        return None
    indent, text = len(banner["indent"]), banner["text"]
    chinese = _CHINESE.fullmatch(text)
    if chinese:
        return _Section(indent=indent, data=chinese[1])
    words = words_of(text)
    data = [word for word in words if word in QUALIFIERS]
    if len(data) == 1 and all(word in QUALIFIERS or word in _FILLERS for word in words):
        return _Section(indent=indent, data=data[0])
    if header and SETTINGS & set(words):
        return _Section(indent=indent, settings=True)
    # Any other header ends what stood above it, at the same depth or further left.
    return _Section(indent=indent) if header else None
