"""Check a picture, and take out what is not picture: comments, camera data, appended bytes."""

from __future__ import annotations

import base64
import binascii
import zlib

MAX_BYTES = 4 * 1024 * 1024

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_TEXTS = {b"tEXt", b"zTXt", b"iTXt", b"eXIf"}
_JPEG_TEXTS = {0xE1, 0xFE}  # EXIF and XMP, comment


class BrokenPicture(ValueError):
    """Data that is not a complete picture of the type it claims to be."""


class TooLarge(ValueError):
    """A picture over `MAX_BYTES`."""


def clean_picture(mime: str, data: str) -> str:
    """Return the picture as base64, without the texts that a picture file can carry.

    Such texts are seen by nobody and could hold a secret.

    Parameters
    ----------
    mime : str
        ``image/png`` or ``image/jpeg``.
    data : str
        Base64, line breaks allowed.

    Raises
    ------
    BrokenPicture
        When it is not base64, not of that type, or ends too early.
    TooLarge
        When it has over `MAX_BYTES`.
    """
    if len(data) > MAX_BYTES * 3 // 2:
        raise TooLarge
    try:
        content = base64.b64decode("".join(data.split()), validate=True)
    except (binascii.Error, ValueError):  # ValueError: characters outside ASCII
        raise BrokenPicture("not base64") from None
    if len(content) > MAX_BYTES:
        raise TooLarge
    clean = _clean_png(content) if mime == "image/png" else _clean_jpeg(content)
    return base64.b64encode(clean).decode("ascii")


def _clean_png(content: bytes) -> bytes:
    """Copy the chunks of a PNG: length, type, data, checksum (PNG specification, section 5)."""
    if not content.startswith(_PNG + b"\x00\x00\x00\x0dIHDR"):
        raise BrokenPicture("not a PNG")
    kept = [_PNG]
    at = len(_PNG)
    while True:
        size = int.from_bytes(content[at : at + 4], "big")
        chunk = content[at : at + 12 + size]
        if len(chunk) < 12 + size or zlib.crc32(chunk[4:-4]) != int.from_bytes(chunk[-4:], "big"):
            raise BrokenPicture("a damaged chunk")
        if chunk[4:8] not in _PNG_TEXTS:
            kept.append(chunk)
        if chunk[4:8] == b"IEND":
            return b"".join(kept)
        at += len(chunk)


def _clean_jpeg(content: bytes) -> bytes:
    """Copy the segments of a JPEG up to its picture data, then all up to its end mark."""
    end = content.rfind(b"\xff\xd9")
    if not content.startswith(b"\xff\xd8\xff") or end < 0:
        raise BrokenPicture("not a JPEG")
    kept = [content[:2]]
    at = 2
    while content[at + 1 : at + 2] != b"\xda":  # start of scan
        size = 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        if content[at : at + 1] != b"\xff" or size < 4 or at + size > end:
            raise BrokenPicture("a damaged segment")
        if content[at + 1] not in _JPEG_TEXTS:
            kept.append(content[at : at + size])
        at += size
    return b"".join([*kept, content[at : end + 2]])
