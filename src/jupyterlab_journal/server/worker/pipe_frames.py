"""What passes between the server and its worker: a small JSON header and raw parts.

The parts (a notebook, a rendered page, images) stay bytes on both sides: JSON
of megabytes would hold the interpreter lock and stall the server's loop.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

_LENGTH = struct.Struct(">I")


@dataclass(frozen=True, kw_only=True)
class Frame:
    """One message: `header` is plain JSON, `parts` are passed as they are."""

    header: Mapping[str, Any]
    parts: Sequence[bytes] = ()


def write_frame(stream: BinaryIO, frame: Frame) -> None:
    """Write `frame` and flush it."""
    header = json.dumps({**frame.header, "parts": [len(part) for part in frame.parts]}).encode()
    stream.write(_LENGTH.pack(len(header)) + header)
    stream.writelines(frame.parts)
    stream.flush()


def read_frame(stream: BinaryIO) -> Frame | None:
    """Read one frame; None when the other side is gone."""
    prefix = _read(stream, _LENGTH.size)
    if prefix is None:
        return None
    raw = _read(stream, _LENGTH.unpack(prefix)[0])
    if raw is None:
        return None
    header = json.loads(raw)
    parts: list[bytes] = []
    for size in header.pop("parts"):
        part = _read(stream, size)
        if part is None:
            return None
        parts.append(part)
    return Frame(header=header, parts=parts)


def _read(stream: BinaryIO, size: int) -> bytes | None:
    data = stream.read(size)
    return data if len(data) == size else None
