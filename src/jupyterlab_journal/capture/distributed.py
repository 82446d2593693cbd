"""A run on several processes: which of them this one is, as far as launcher and framework tell."""

from __future__ import annotations

import os
import socket
from typing import TYPE_CHECKING, Any

from jupyterlab_journal.capture.loaded_modules import attributes
from jupyterlab_journal.capture.probe import Absent

if TYPE_CHECKING:
    from jupyterlab_journal.capture.probe import Context

# By launcher: the variable that marks it, then those of rank, number of processes and rank on this machine.
_LAUNCHERS = {
    "torchrun": ("TORCHELASTIC_RUN_ID", "RANK", "WORLD_SIZE", "LOCAL_RANK"),
    "slurm": ("SLURM_PROCID", "SLURM_PROCID", "SLURM_NTASKS", "SLURM_LOCALID"),
    "openmpi": (
        *("OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE"),
        "OMPI_COMM_WORLD_LOCAL_RANK",
    ),
    "variables": ("WORLD_SIZE", "RANK", "WORLD_SIZE", "LOCAL_RANK"),
}


class DistributedProbe:
    """Rank, world size, backend and hosts."""

    name = "distributed"

    def read(self, context: Context) -> dict[str, Any]:  # noqa: ARG002 (the protocol's signature)
        """Return the launcher's facts, and over them those of the process group where there is one."""
        facts = {**_from_launcher(), **_from_torch()}
        if not facts:
            raise Absent("no launcher's variables and no process group")
        return facts


def _from_launcher() -> dict[str, Any]:
    environment = os.environ
    launcher = next((name for name, (mark, *_) in _LAUNCHERS.items() if mark in environment), None)
    if launcher is None:
        return {}
    _, rank, size, local_rank = _LAUNCHERS[launcher]
    return {
        "launcher": launcher,
        "source": "environment",
        "rank": _number(rank),
        "world_size": _number(size),
        "local_rank": _number(local_rank),
        "backend": None,
        "host": socket.gethostname(),
        "hosts": environment.get("SLURM_JOB_NODELIST") or environment.get("MASTER_ADDR"),
        "job": environment.get("SLURM_JOB_ID") or environment.get("TORCHELASTIC_RUN_ID"),
    }


def _from_torch() -> dict[str, Any]:
    """Return what the process group says; empty while there is none."""
    module = attributes("torch.distributed")
    if "is_initialized" not in module or not module["is_initialized"]():  # not in every build
        return {}
    return {
        "source": "torch.distributed",
        "rank": module["get_rank"](),
        "world_size": module["get_world_size"](),
        "backend": str(module["get_backend"]()),
        "host": socket.gethostname(),
    }


def _number(variable: str) -> int | None:
    value = os.environ.get(variable, "")
    return int(value) if value.isdecimal() and len(value) < 10 else None
