"""GPUs: as the framework sees them once it has initialised CUDA, before that as the driver does.

Initialising CUDA takes memory of the device and can poison processes forked
later, so no framework is asked before the user's own code has done it.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from jupyterlab_journal.capture.loaded_modules import attributes
from jupyterlab_journal.capture.nvidia import DRIVER_FILES, LIBRARY, read_files, read_library
from jupyterlab_journal.capture.probe import Absent
from jupyterlab_journal.capture.torch_facts import initialised

if TYPE_CHECKING:
    from jupyterlab_journal.capture.probe import Context


class Driver:
    """NVIDIA's driver, asked once: a process cannot outlive it.

    Parameters
    ----------
    library : str
        Name of NVML.
    files : str
        Folder that the driver shows.
    """

    def __init__(self, library: str = LIBRARY, files: str = DRIVER_FILES) -> None:
        self._library = library
        self._files = files
        self._facts: dict[str, Any] | None = None

    def read(self) -> dict[str, Any]:
        """Return ``driver``, ``driver_cuda``, ``devices`` ``source``; empty without a driver."""
        if self._facts is None:
            by_library = read_library(self._library)
            found = by_library or read_files(self._files) or {}
            source = "nvml" if by_library else "driver files"
            for device in found.get("devices", ()):
                device["source"] = source
            self._facts = found and {**found, "source": source}
        return self._facts


class DevicesProbe:
    """Index, name, memory and compute capability of each GPU, and how much torch uses of it.

    The indices are the framework's own, which counts visible devices only,
    where the ``source`` is torch; else those of the bus.
    """

    name = "devices"

    def __init__(self, driver: Driver | None = None) -> None:
        self._driver = driver or Driver()

    def read(self, context: Context) -> list[dict[str, Any]]:  # noqa: ARG002 (the protocol's signature)
        """Return one mapping per GPU."""
        if initialised():
            return _torch_devices()
        devices: list[dict[str, Any]] = self._driver.read().get("devices", [])
        if not devices:
            raise Absent("no GPU that NVIDIA's driver shows, and CUDA is not initialised in this kernel")
        return devices


class CudaProbe:
    """The driver, and which devices this process may see."""

    name = "cuda"

    def __init__(self, driver: Driver | None = None) -> None:
        self._driver = driver or Driver()

    def read(self, context: Context) -> dict[str, Any]:  # noqa: ARG002 (the protocol's signature)
        """Return the facts; null for what is not known or not set."""
        driver = self._driver.read()
        visible = os.environ.get("CUDA_VISIBLE_DEVICES")
        if not driver and visible is None and not initialised():
            raise Absent("no NVIDIA driver")
        return {
            "driver": driver.get("driver"),
            "driver_cuda": driver.get("driver_cuda"),
            "visible_devices": visible,
            "initialised": initialised(),
            "source": driver.get("source"),
        }


def memory_in_use() -> dict[int, dict[str, int]]:
    """Return by index how much of each GPU torch uses now and used at most; empty before CUDA runs."""
    cuda = attributes("torch.cuda")
    if not initialised():
        return {}
    return {
        index: {
            "memory_used_bytes": int(cuda["memory_allocated"](index)),
            "memory_peak_bytes": int(cuda["max_memory_allocated"](index)),
        }
        for index in range(cuda["device_count"]())
    }


def _torch_devices() -> list[dict[str, Any]]:
    cuda = attributes("torch.cuda")
    in_use = memory_in_use()
    properties = {index: cuda["get_device_properties"](index) for index in in_use}
    return [
        {
            "index": index,
            "name": str(device.name),
            "memory_bytes": int(device.total_memory),
            "capability": f"{device.major}.{device.minor}",
            "source": "torch",
            **in_use[index],
        }
        for index, device in properties.items()
    ]
