"""The machine and the process a kernel runs in."""

from __future__ import annotations

import os
import platform
import socket
import sys
import time
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jupyterlab_journal.capture.probe import Context

_fixed: dict[str, Any] = {}  # what does not change while the process lives
_START_FIELD = 19  # of /proc/self/stat after the name, in clock ticks since the machine started


class HostProbe:
    """Platform, name, size and working folder; when the process began."""

    name = "host"

    def read(self, context: Context) -> dict[str, Any]:  # noqa: ARG002 (the protocol's signature)
        """Return the facts; None for one that this platform does not tell."""
        if _fixed.get("process_id") != os.getpid():
            _fixed.update(_read_fixed())
        return {**_fixed, "folder": _folder()}


def _read_fixed() -> dict[str, Any]:
    return {
        "platform": platform.platform(),
        "machine": platform.machine(),
        "name": socket.gethostname(),
        "cpus": _cpus(),
        "memory_bytes": _memory_bytes(),
        "process_id": os.getpid(),
        "started_at": _started_at(),
    }


def _cpus() -> int | None:
    """Return how many processors this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)  # Linux only
    return os.cpu_count() if affinity is None else len(affinity(0))


def _memory_bytes() -> int | None:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):  # not there on Windows
        return None


def _started_at() -> str | None:
    """Return when this process began, to the second."""
    began = _began()
    if began is None:
        return None
    return datetime.fromtimestamp(began, timezone.utc).astimezone().isoformat(timespec="seconds")


def _began() -> float | None:
    try:
        with open("/proc/self/stat", encoding="utf-8", errors="replace") as file:  # noqa: PTH123
            ticks = int(file.read().rpartition(")")[2].split()[_START_FIELD])
        with open("/proc/uptime", encoding="ascii") as file:  # noqa: PTH123
            uptime = float(file.read().split()[0])
        return time.time() - uptime + ticks / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, IndexError, AttributeError):  # not Linux
        psutil = sys.modules.get("psutil")  # which ipykernel brings and has imported
        began = None if psutil is None else psutil.Process().create_time()
        return began if isinstance(began, float) else None


def _folder() -> str | None:
    try:
        return os.getcwd()  # noqa: PTH109 (in the kernel, each microsecond counts)
    except OSError:  # it has been removed
        return None
