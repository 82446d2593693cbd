"""GPUs as NVIDIA's driver describes them: no framework and no CUDA context is needed."""

from __future__ import annotations

import ctypes
import os
import re
from typing import Any

LIBRARY = "libnvidia-ml.so.1"
DRIVER_FILES = "/proc/driver/nvidia"
_SUCCESS = 0
_TEXT_BYTES = 96
_MAX_DEVICES = 64
_VERSION = re.compile(r"Kernel Module(?: for \S+)?\s+(\d+(?:\.\d+)+)")


class _Memory(ctypes.Structure):
    _fields_ = [(name, ctypes.c_ulonglong) for name in ("total", "free", "used")]


def read_library(name: str = LIBRARY) -> dict[str, Any] | None:
    """Ask NVML; None when it is not there or does not answer.

    Returns
    -------
    dict
        ``driver``, ``driver_cuda`` (the newest CUDA it serves) and
        ``devices``, in the order of the bus.
    """
    try:
        library = ctypes.CDLL(name)
        if library.nvmlInit_v2() != _SUCCESS:
            return None
    except (OSError, AttributeError):  # no such library, or not this one
        return None
    try:
        return {
            "driver": _text(library.nvmlSystemGetDriverVersion),
            "driver_cuda": _cuda_version(library),
            "devices": [_device(library, index) for index in range(_count(library))],
        }
    except AttributeError:  # a library without one of these functions
        return None
    finally:
        library.nvmlShutdown()


def read_files(folder: str = DRIVER_FILES) -> dict[str, Any] | None:
    """Read what the driver shows as files: no memory, no capability. None when there is no driver."""
    try:
        with open(os.path.join(folder, "version"), encoding="utf-8", errors="replace") as file:  # noqa: PTH118, PTH123
            version = _VERSION.search(file.read(4096))
    except OSError:
        return None
    return {
        "driver": version.group(1) if version else None,
        "driver_cuda": None,
        "devices": _devices_in(os.path.join(folder, "gpus")),  # noqa: PTH118
    }


def _devices_in(folder: str) -> list[dict[str, Any]]:
    try:
        buses = sorted(os.listdir(folder))[:_MAX_DEVICES]  # noqa: PTH208 (in the kernel, each microsecond counts)
    except OSError:
        return []
    devices = []
    for index, bus in enumerate(buses):
        path = os.path.join(folder, bus, "information")  # noqa: PTH118
        try:
            with open(path, encoding="utf-8", errors="replace") as file:  # noqa: PTH123
                lines = [line.partition(":") for line in file.read(4096).splitlines()]
        except OSError:  # gone since it was listed
            continue
        facts = {name.strip(): value.strip() for name, _, value in lines}
        name = facts.get("Model") or "unknown"
        devices.append({"index": index, "name": name, "memory_bytes": None, "capability": None})
    return devices


def _count(library: Any) -> int:  # noqa: ANN401 (a loaded library has no type of its own)
    count = ctypes.c_uint()
    ok = library.nvmlDeviceGetCount_v2(ctypes.byref(count)) == _SUCCESS
    return min(count.value, _MAX_DEVICES) if ok else 0


def _device(library: Any, index: int) -> dict[str, Any]:  # noqa: ANN401 (as above)
    handle = ctypes.c_void_p()
    facts: dict[str, Any] = {"index": index, "name": "unknown", "memory_bytes": None, "capability": None}
    if library.nvmlDeviceGetHandleByIndex_v2(ctypes.c_uint(index), ctypes.byref(handle)) != _SUCCESS:
        return facts
    facts["name"] = _text(library.nvmlDeviceGetName, handle) or "unknown"
    memory = _Memory()
    if library.nvmlDeviceGetMemoryInfo(handle, ctypes.byref(memory)) == _SUCCESS:
        facts["memory_bytes"] = int(memory.total)
    major, minor = ctypes.c_int(), ctypes.c_int()
    ask = library.nvmlDeviceGetCudaComputeCapability
    if ask(handle, ctypes.byref(major), ctypes.byref(minor)) == _SUCCESS:
        facts["capability"] = f"{major.value}.{minor.value}"
    return facts


def _text(ask: Any, *handle: ctypes.c_void_p) -> str | None:  # noqa: ANN401 (as above)
    buffer = ctypes.create_string_buffer(_TEXT_BYTES)
    if ask(*handle, buffer, ctypes.c_uint(_TEXT_BYTES)) != _SUCCESS:
        return None
    return buffer.value.decode("utf-8", "replace")


def _cuda_version(library: Any) -> str | None:  # noqa: ANN401 (as above)
    number = ctypes.c_int()
    if library.nvmlSystemGetCudaDriverVersion_v2(ctypes.byref(number)) != _SUCCESS:
        return None
    return f"{number.value // 1000}.{number.value % 1000 // 10}"
