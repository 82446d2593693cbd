"""Objects that tests of several rooms need, with everything filled in that a test does not care for."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

from jupyterlab_journal.entry.run import CellRecord

NOON = datetime(2026, 1, 1, 12, 0, tzinfo=timezone.utc)


def cell_record(count: int = 1, **fields: Any) -> CellRecord:
    """Return the record of the run that showed the number `count`."""
    anything: dict[str, Any] = {
        "epoch": 1,
        "number": count,
        "execution_count": count,
        "cell_id": "a",
        "message_id": None,
        "source": "",
        "started_at": NOON,
        "seconds": 1.0,
    }
    return CellRecord(**{**anything, **fields})
