"""GPUs, as the framework sees them once it has initialised CUDA; never earlier.

Initialising CUDA takes memory of the device and can poison processes forked
later, so nothing here is called before the user's own code has done it.
"""

from __future__ import annotations

from typing import Any

from jupyterlab_journal.capture.frameworks import attributes
from jupyterlab_journal.capture.probe import Absent, Context


class DevicesProbe:
    """Index, name, memory and compute capability of each visible GPU."""

    name = "devices"

    def read(self, context: Context) -> list[dict[str, Any]]:  # noqa: ARG002 (the protocol's signature)
        """Return one mapping per GPU."""
        cuda = attributes("torch.cuda")
        if cuda.get("_initialized") is not True:
            raise Absent("CUDA is not initialised in this kernel")
        properties = [cuda["get_device_properties"](index) for index in range(cuda["device_count"]())]
        return [
            {
                "index": index,
                "name": str(device.name),
                "memory_bytes": int(device.total_memory),
                "capability": f"{device.major}.{device.minor}",
            }
            for index, device in enumerate(properties)
        ]
