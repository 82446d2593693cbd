"""Flags and marks: what the process was told, by allow-list.

Never the whole environment: it holds secrets.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from jupyterlab_journal.capture.frameworks import attributes

if TYPE_CHECKING:
    from jupyterlab_journal.capture.probe import Context

_INITIAL_ENVIRONMENT = "/proc/self/environ"
_IMAGE_VARIABLES = ("JUPYTER_IMAGE_SPEC", "JUPYTER_IMAGE", "APPTAINER_CONTAINER", "SINGULARITY_CONTAINER")
_MARKS = (("docker", "/.dockerenv"), ("podman", "/run/.containerenv"))


class DeterminismProbe:
    """Flags that decide whether a run repeats itself; null for one that is not set."""

    name = "determinism"

    def read(self, context: Context) -> dict[str, Any]:  # noqa: ARG002 (the protocol's signature)
        """Return the flags in force; torch's only when torch is imported."""
        return {
            "PYTHONHASHSEED": _hash_seed(),
            "CUBLAS_WORKSPACE_CONFIG": os.environ.get("CUBLAS_WORKSPACE_CONFIG"),
            **_torch_flags(),
        }


class ContainerProbe:
    """Kind of container and name of its image, as far as they can be seen from inside."""

    name = "container"

    def read(self, context: Context) -> dict[str, str | None]:  # noqa: ARG002 (the protocol's signature)
        """Return the kind by its marks, the image by what the deployer exported."""
        kind = next((kind for kind, mark in _MARKS if os.path.exists(mark)), None)  # noqa: PTH110 (as in packages)
        if kind is None and ("APPTAINER_CONTAINER" in os.environ or "SINGULARITY_CONTAINER" in os.environ):
            kind = "apptainer"
        if kind is None and "KUBERNETES_SERVICE_HOST" in os.environ:
            kind = "kubernetes"
        return {
            "kind": kind,
            "image": next((os.environ[name] for name in _IMAGE_VARIABLES if os.environ.get(name)), None),
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


def _torch_flags() -> dict[str, Any]:
    torch = attributes("torch")
    # A module that is being imported in another thread has only some of its names.
    if "are_deterministic_algorithms_enabled" not in torch or "get_float32_matmul_precision" not in torch:
        return {}
    flags: dict[str, Any] = {
        "torch.deterministic_algorithms": torch["are_deterministic_algorithms_enabled"](),
        "torch.float32_matmul_precision": torch["get_float32_matmul_precision"](),
    }
    cudnn = sys.modules.get("torch.backends.cudnn")
    if cudnn is not None:
        flags["cudnn.benchmark"] = getattr(cudnn, "benchmark", None)
        flags["cudnn.deterministic"] = getattr(cudnn, "deterministic", None)
    return flags
