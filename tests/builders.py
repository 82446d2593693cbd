"""Objects that tests of several rooms need, with everything filled in that a test does not care for."""

from __future__ import annotations

import asyncio
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

from jupyterlab_journal.entry.run import CellRecord
from jupyterlab_journal.facts.snapshot import make_snapshot

if TYPE_CHECKING:
    from jupyterlab_journal.entry.model import Snapshot
    from jupyterlab_journal.watch.watches import Watches

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


async def snapshot_of(watches: Watches, kernel_id: str, path: str | None = None) -> Snapshot:
    """Return the facts of a kernel, as a server without anything to add makes them."""
    return await asyncio.to_thread(make_snapshot, await watches.observe(kernel_id, path))
