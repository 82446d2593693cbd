"""What the server sees of a kernel's process without asking it; local kernels on Linux only."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jupyter_client.manager import KernelManager
    from jupyter_client.multikernelmanager import MultiKernelManager


def process_id(manager: KernelManager) -> int | None:
    """Return the kernel's process id, None when another machine or a gateway runs it."""
    pid = getattr(manager.provisioner, "pid", None)
    return pid if isinstance(pid, int) else None


def handle(manager: KernelManager) -> subprocess.Popen[bytes] | None:
    """Return what keeps the exit status when the manager has forgotten it; None as above."""
    process = getattr(manager.provisioner, "process", None)
    return process if isinstance(process, subprocess.Popen) else None


def working_folder(pid: int | None) -> str | None:
    """Return the folder in which the process works now."""
    try:
        return None if pid is None else str(Path(f"/proc/{pid}/cwd").readlink())
    except OSError:  # gone, of another user, or not Linux
        return None


def executable(pid: int | None) -> str | None:
    """Return the program as it was called: in a virtual environment, that is where its packages lie."""
    try:
        called = b"" if pid is None else Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")[0]
    except OSError:  # as above
        return None
    return called.decode("utf-8", "replace") if called.startswith(b"/") else None


def is_local(kernels: MultiKernelManager, kernel_id: str) -> bool:
    """Whether a kernel is known to run on this machine.

    Parameters
    ----------
    kernels : MultiKernelManager
        Of the server.
    kernel_id : str
        Of any kernel; one that is not the server's is not local.
    """
    return kernel_id in kernels and process_id(kernels.get_kernel(kernel_id)) is not None
