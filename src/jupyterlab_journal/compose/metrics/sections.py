"""Headers above a line that qualify it: ``Validation:``, ``loss_weights:``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from jupyterlab_journal.compose.metrics.subjects import subject_in, subject_of
from jupyterlab_journal.reading.names import QUALIFIERS, SETTINGS, word_set, words_of

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
    subject: str = ""
    settings: bool = False


class Sections:
    """Takes the lines of an output one by one and keeps the header that they stand below."""

    def __init__(self) -> None:
        self._open: _Section | None = None
        self._depth: int | None = None  # of the first line in it

    def read(self, line: str) -> None:
        """Take the next line.

        Parameters
        ----------
        line : str
            Whole, without its end.
        """
        begun = _begun(line)
        if begun is not None and not self._contains(begun):
            self._open, self._depth = begun, None
        elif self._open is not None and self._ends(line, self._open):
            self._open = None

    @property
    def is_settings(self) -> bool:
        """Whether the last line stands below a header of settings, not of measurements."""
        return self._open is not None and self._open.settings

    @property
    def subject(self) -> str:
        """The model or method that a header names for the last line; empty if none does."""
        return self._open.subject if self._open is not None else ""

    @property
    def data(self) -> str:
        """The data set that a header names for the last line; empty if none does."""
        return self._open.data if self._open is not None else ""

    def _contains(self, other: _Section) -> bool:
        """Whether a header stands inside the open section and qualifies nothing itself."""
        if self._open is None or other.indent <= self._open.indent:
            return False
        return self._open.settings or not (other.data or other.subject)

    def _ends(self, line: str, section: _Section) -> bool:
        """Whether a line is outside of the section that is open."""
        if not line.strip():  # a block that is not indented ends there
            return not section.settings and self._depth is not None and self._depth <= section.indent
        indent = len(line) - len(line.lstrip())
        if self._depth is None:
            self._depth = indent
        is_inside = indent > section.indent or (indent == self._depth and not section.settings)
        return not is_inside


def _begun(line: str) -> _Section | None:
    """Return the section that a header opens; None for any other line."""
    is_header = line.rstrip().endswith((":", "："))
    if not is_header and _DIGIT.search(line):
        return None  # as most lines
    subject = subject_of(line)
    if subject:
        return _Section(indent=len(line) - len(line.lstrip()), subject=subject)
    header = _HEADER.fullmatch(line) if is_header else None
    banner = header or (_BANNER.fullmatch(line) if len(line) < 120 else None)
    return None if banner is None else _named(banner["text"], len(banner["indent"]), is_header=bool(header))


def _named(text: str, indent: int, *, is_header: bool) -> _Section | None:
    """Return the section of a header by its text."""
    words = words_of(text)
    data = [word for word in words if word in QUALIFIERS]
    chinese = _CHINESE.fullmatch(text)
    if chinese or (len(data) == 1 and all(word in QUALIFIERS or word in _FILLERS for word in words)):
        return _Section(indent=indent, data=chinese[1] if chinese else data[0])
    if is_header and SETTINGS & set(words):
        return _Section(indent=indent, settings=True)
    subject = subject_in(text)
    # Any other header ends what stood above it, at the same depth or further left.
    return _Section(indent=indent, subject=subject) if is_header or subject else None
