"""Identity of entries: sortable by time, unique without a central counter.

Format: the ULID specification (48 bits of Unix milliseconds and 80 random
bits in Crockford's base 32, 26 characters).
"""

from __future__ import annotations

import re
import secrets
from datetime import datetime

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
ULID_PATTERN = re.compile(r"[0-7][0-9A-HJKMNP-TV-Z]{25}\Z")


def new_ulid(moment: datetime) -> str:
    """Return a fresh identity for something made at `moment`.

    Parameters
    ----------
    moment : datetime
        With time zone; its milliseconds become the sortable part.

    Examples
    --------
    >>> from datetime import timezone
    >>> new_ulid(datetime(2026, 1, 1, tzinfo=timezone.utc))[:10]
    '01KDVDNA00'
    """
    milliseconds = int(moment.timestamp() * 1000) & ((1 << 48) - 1)
    number = milliseconds << 80 | secrets.randbits(80)
    return "".join(_ALPHABET[(number >> shift) & 31] for shift in range(125, -1, -5))


def is_ulid(text: str) -> bool:
    """Whether `text` is a ULID in canonical (upper-case) form."""
    return ULID_PATTERN.match(text) is not None
