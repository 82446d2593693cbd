"""The encoding of a text that comes as bytes; what cannot be decoded passes unchanged."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

_MARKS = (  # the longer first: UTF-32 begins as UTF-16 does
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_TELLING = 4096
_CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
_FOREIGN = re.compile(r"[^\x00-\x7f]")


@dataclass(frozen=True, kw_only=True)
class Encoding:
    """How bytes become text and, the same way back, bytes."""

    name: str

    @property
    def errors(self) -> str:
        """How what is not valid is kept."""
        return "surrogatepass" if self.name.startswith("utf-16") else "surrogateescape"

    def decoder(self) -> codecs.IncrementalDecoder:
        """Return a decoder that takes the bytes in pieces."""
        return codecs.getincrementaldecoder(self.name)(self.errors)

    def encode(self, text: str) -> bytes:
        """Return the bytes of `text`, those that could not be decoded as they were."""
        return text.encode(self.name, self.errors)


class Transcoder:
    """Decodes a text that comes in pieces, and encodes what becomes of it.

    While it is plain ASCII nothing needs to be decided; then a line is awaited, or `_TELLING` bytes.
    """

    def __init__(self) -> None:
        self._encoding: Encoding | None = None
        self._decoder: codecs.IncrementalDecoder | None = None
        self._held = b""
        self._begun = False

    def decode(self, piece: bytes) -> str:
        """Return what can be decoded by now."""
        if self._decoder is not None:
            return self._decoder.decode(piece)
        self._held += piece
        if self._held.isascii() and 0 not in self._held:
            text, self._held, self._begun = self._held.decode("ascii"), b"", True
            return text
        return self.settle() if len(self._held) >= _TELLING or self._held.endswith(b"\n") else ""

    def settle(self) -> str:
        """Decide, and return what was held until then: no more comes for the moment."""
        if self._decoder is not None or not self._held:
            return ""
        self._encoding = detect(self._held, at_start=not self._begun)
        self._decoder = self._encoding.decoder()
        held, self._held = self._held, b""
        return self._decoder.decode(held)

    def encode(self, text: str) -> bytes:
        """Return the bytes of `text` in the encoding of the input."""
        return text.encode() if self._encoding is None else self._encoding.encode(text)

    def left(self) -> bytes:
        """Return half a character that the input ended with."""
        return b"" if self._decoder is None else self._decoder.getstate()[0]


def detect(head: bytes, *, at_start: bool) -> Encoding:
    """Return the encoding of a text, judged by some bytes of it.

    UTF-16 by its mark or its zero bytes, UTF-8 when it is valid, GB 18030
    when that yields Chinese, else Latin-1, in which every byte is a character.

    Parameters
    ----------
    head : bytes
        Where anything but plain ASCII begins.
    at_start : bool
        Whether the text begins here; elsewhere a zero byte is just that.
    """
    if at_start:
        for mark, name in _MARKS:
            if head.startswith(mark):
                return Encoding(name=name)
        even, odd = head[::2].count(0), head[1::2].count(0)
        if max(even, odd) * 3 > len(head) / 2 and min(even, odd) * 8 <= max(even, odd):
            return Encoding(name="utf-16-be" if even > odd else "utf-16-le")
    if _valid(head, "utf-8") is not None:
        return Encoding(name="utf-8")
    text = _valid(head, "gb18030")
    if text is not None and len(_CHINESE.findall(text)) * 5 >= len(_FOREIGN.findall(text)) * 4:
        return Encoding(name="gb18030")
    return Encoding(name="latin-1")


def _valid(head: bytes, name: str) -> str | None:
    """Return `head` decoded, but for a character that is cut at its end; None when it is not valid."""
    try:
        return codecs.getincrementaldecoder(name)().decode(head)
    except UnicodeDecodeError:
        return None
