"""How much memory of each GPU torch held when the entry was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jupyterlab_journal.locale import words_in

if TYPE_CHECKING:
    from jupyterlab_journal.entry.model import Snapshot

_GIBIBYTE = 2**30


def memory_lines(snapshot: Snapshot | None, locale: str) -> str:
    """Return a sentence for each GPU in use; empty when CUDA is not initialised.

    Parameters
    ----------
    snapshot : Snapshot, optional
        Its group ``devices`` holds bytes by GPU; None when nothing is known of the kernel.
    locale : str
        Language of the sentences; sizes are in GiB.
    """
    devices = snapshot.facts.get("devices") if snapshot is not None else None
    if not isinstance(devices, list):
        return ""
    said = words_in(locale).failures.memory
    lines = []
    for device in devices:
        sizes = [device.get(name) for name in _SIZES] if isinstance(device, dict) else []
        numbers = [f"{size / _GIBIBYTE:.2f} GiB" for size in sizes if isinstance(size, int)]
        if isinstance(device, dict) and len(numbers) == len(_SIZES):
            used, peak, total = numbers
            lines.append(said.format(index=device.get("index"), used=used, peak=peak, total=total))
    return "\n\n".join(lines)


_SIZES = ("memory_used_bytes", "memory_peak_bytes", "memory_bytes")
