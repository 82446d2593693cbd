"""What torch says about its build and its settings, without a call that initialises CUDA."""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING, Any

from jupyterlab_journal.capture.loaded_modules import attributes, constants, text

if TYPE_CHECKING:
    from collections.abc import Callable

_threads: list[int] = []  # as last seen by the thread that runs the cells
# Setting, its getter, and the newer setting that outweighs it with the place of that.
_PRECISIONS = (
    (
        "torch.float32_matmul_precision",
        "_get_float32_matmul_precision",
        "torch.fp32_precision",
        "generic",
        "all",
    ),
    ("cuda.matmul.allow_tf32", "_get_cublas_allow_tf32", "cuda.matmul.fp32_precision", "cuda", "matmul"),
    ("cudnn.allow_tf32", "_get_cudnn_allow_tf32", "cudnn.conv.fp32_precision", "cuda", "conv"),
)


def read_torch(version: str | None) -> dict[str, Any] | None:
    """Return the facts of torch; None when it is neither imported nor installed.

    Parameters
    ----------
    version : str, optional
        That of its installed distribution.
    """
    torch = attributes("torch")
    imported = "torch" in sys.modules
    build = attributes("torch.version") or constants("torch", "version.py")
    # Of two answers, the running module's own is true: a package may have been replaced under it.
    version = text(build.get("__version__")) or version
    if version is None and not imported:
        return None
    facts: dict[str, Any] = {
        "version": version,
        "imported": imported,
        "cuda": text(build.get("cuda")),
        "hip": text(build.get("hip")),
        "git_commit": text(build.get("git_version")),
    }
    facts["cudnn"] = _cudnn() if facts["cuda"] else None
    if "get_default_dtype" in torch:
        facts["default_dtype"] = str(torch["get_default_dtype"]()).split(".")[-1]
        facts["threads"] = note_threads()
    return facts


def note_threads() -> int | None:
    """Return the number of threads torch computes with; None while it is not known.

    OpenMP keeps this number per thread, and one that has asked once keeps
    its answer: only the thread that runs the user's cells is asked, and
    others are told what it last said. Call this there at the end of a cell.
    """
    get_num_threads = attributes("torch").get("get_num_threads")
    if get_num_threads is not None and threading.current_thread() is threading.main_thread():
        _threads[:] = [get_num_threads()]
    return _threads[0] if _threads else None


def initialised() -> bool:
    """Whether the user's code has initialised CUDA through torch."""
    return attributes("torch.cuda").get("_initialized") is True


def torch_flags() -> dict[str, Any]:
    """Return the settings that decide whether and how exactly a run repeats itself."""
    torch = attributes("torch")
    # A module that is being imported in another thread has only some of its names.
    if "are_deterministic_algorithms_enabled" not in torch or "get_float32_matmul_precision" not in torch:
        return {}
    found: dict[str, Any] = {
        "torch.deterministic_algorithms": torch["are_deterministic_algorithms_enabled"]()
    }
    if found["torch.deterministic_algorithms"] and "is_deterministic_algorithms_warn_only_enabled" in torch:
        found["torch.deterministic_warn_only"] = torch["is_deterministic_algorithms_warn_only_enabled"]()
    found.update(_precisions())
    cudnn = sys.modules.get("torch.backends.cudnn")
    if cudnn is not None:
        found["cudnn.benchmark"] = getattr(cudnn, "benchmark", None)
        found["cudnn.deterministic"] = getattr(cudnn, "deterministic", None)
    return found


def _precisions() -> dict[str, Any]:
    """Return how exactly numbers are multiplied; the user may have set it in an older or a newer way."""
    internal = attributes("torch._C")
    found: dict[str, Any] = {}
    for name, getter, newer_name, *place in _PRECISIONS:
        if getter not in internal:
            continue
        try:
            found[name] = internal[getter]()
        except RuntimeError:  # torch refuses when the newer setting says otherwise: then that one counts
            newer: Callable[..., Any] = internal["_get_fp32_precision_getter"]
            found[newer_name] = newer(*place)
    return found


def _cudnn() -> str | None:
    """Return cuDNN's version once CUDA runs; asking earlier may load libraries."""
    cudnn = sys.modules.get("torch.backends.cudnn")
    number = cudnn.version() if cudnn is not None and initialised() else None
    if type(number) is not int:
        return None
    major, rest = divmod(number, 10_000 if number >= 90_000 else 1_000)  # the scheme changed with version 9
    return f"{major}.{rest // 100}.{rest % 100}"
