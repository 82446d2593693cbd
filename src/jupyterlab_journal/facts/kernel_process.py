"""Which kernel process a snapshot is of."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from jupyterlab_journal.facts.snapshot_groups import group, text

if TYPE_CHECKING:
    from jupyterlab_journal.entry.model import Snapshot

_DIGITS = 16


def process_of(snapshot: Snapshot | None) -> str | None:
    """Return an opaque name of the process, equal for all snapshots of one; None when it is not known."""
    host = {} if snapshot is None else group(snapshot, "host")
    facts = [text(host, name) for name in ("name", "process_id", "started_at")]
    return sha256(" ".join(facts).encode()).hexdigest()[:_DIGITS] if all(facts) else None


def process_began(snapshot: Snapshot | None) -> datetime | None:
    """Return when the process began, with time zone; None when it is not known."""
    try:
        began = datetime.fromisoformat(text(group(snapshot, "host"), "started_at") if snapshot else "")
    except ValueError:
        return None
    return began if began.tzinfo is not None else None
