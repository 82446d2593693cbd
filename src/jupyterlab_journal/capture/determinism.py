"""Flags that decide whether a run repeats itself, by allow-list.

Never the whole environment: it holds secrets.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from jupyterlab_journal.capture.other_frameworks import other_flags
from jupyterlab_journal.capture.torch_facts import torch_flags

if TYPE_CHECKING:
    from jupyterlab_journal.capture.probe import Context

_INITIAL_ENVIRONMENT = "/proc/self/environ"
_WHEN_SET = (
    *("OMP_NUM_THREADS", "MKL_NUM_THREADS", "NVIDIA_TF32_OVERRIDE", "TF_DETERMINISTIC_OPS"),
    *("TF_CUDNN_DETERMINISTIC", "TF_ENABLE_ONEDNN_OPTS", "JAX_ENABLE_X64", "XLA_FLAGS"),
)


class DeterminismProbe:
    """Flags that decide whether a run repeats itself; null for one that is not set."""

    name = "determinism"

    def read(self, context: Context) -> dict[str, Any]:  # noqa: ARG002 (the protocol's signature)
        """Return the flags in force; a framework's only when it is imported."""
        return {
            "PYTHONHASHSEED": _hash_seed(),
            "CUBLAS_WORKSPACE_CONFIG": os.environ.get("CUBLAS_WORKSPACE_CONFIG"),
            **{name: os.environ[name] for name in _WHEN_SET if name in os.environ},
            **torch_flags(),
            **other_flags(),
        }


def _hash_seed() -> str | None:
    """Return PYTHONHASHSEED as the interpreter found it: setting it later has no effect."""
    try:
        with open(_INITIAL_ENVIRONMENT, "rb") as file:  # noqa: PTH123 (in the kernel, each microsecond counts)
            entries = file.read().split(b"\0")
    except OSError:  # not Linux
        return os.environ.get("PYTHONHASHSEED")
    seed = next((entry.split(b"=", 1)[1] for entry in entries if entry.startswith(b"PYTHONHASHSEED=")), None)
    return None if seed is None else seed.decode("ascii", "replace")
