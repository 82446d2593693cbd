"""The interpreter that runs the kernel."""

from __future__ import annotations

import platform
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jupyterlab_journal.capture.probe import Context


class PythonProbe:
    """Version, implementation and place of the interpreter."""

    name = "python"

    def read(self, context: Context) -> dict[str, str]:  # noqa: ARG002 (the protocol's signature)
        """Return the facts of this process."""
        return {
            "version": platform.python_version(),
            "implementation": platform.python_implementation(),
            "executable": sys.executable or "",
            "prefix": sys.prefix,
        }
