"""The interpreter that runs the kernel, and the environment it lives in."""

from __future__ import annotations

import os
import platform
import sys
from typing import TYPE_CHECKING, Any

from jupyterlab_journal.capture.loaded_modules import attributes, text

if TYPE_CHECKING:
    from jupyterlab_journal.capture.probe import Context

_environment: dict[str, dict[str, str | None]] = {}  # by prefix: it does not change while the process lives


class PythonProbe:
    """Version, implementation and place of the interpreter."""

    name = "python"

    def read(self, context: Context) -> dict[str, Any]:  # noqa: ARG002 (the protocol's signature)
        """Return the facts of this process."""
        if sys.prefix not in _environment:
            _environment[sys.prefix] = _find_environment()
        return {
            "version": platform.python_version(),
            "implementation": platform.python_implementation(),
            "executable": sys.executable or "",
            "prefix": sys.prefix,
            "ipykernel": text(attributes("ipykernel").get("__version__")),
            "environment": _environment[sys.prefix],
        }


def _find_environment() -> dict[str, str | None]:
    """Return kind and name of the environment; its kind is None for a system's own Python."""
    prefix = sys.prefix
    if os.path.isdir(os.path.join(prefix, "conda-meta")):  # noqa: PTH112, PTH118 (in the kernel, each microsecond counts)
        # The variables are those of the shell the server was started from: another one's, perhaps.
        active = os.environ.get("CONDA_PREFIX") == prefix
        name = os.environ.get("CONDA_DEFAULT_ENV") if active else None
        return {"kind": "conda", "name": name or os.path.basename(prefix)}  # noqa: PTH119
    if prefix != sys.base_prefix:
        return {"kind": "venv", "name": _prompt(prefix) or os.path.basename(prefix)}  # noqa: PTH119
    return {"kind": None, "name": None}


def _prompt(prefix: str) -> str | None:
    """Return the name that its maker gave a virtual environment."""
    try:
        with open(os.path.join(prefix, "pyvenv.cfg"), encoding="utf-8") as file:  # noqa: PTH118, PTH123 (as above)
            lines = [line.partition("=") for line in file.read(10_000).splitlines()]
    except OSError:
        return None
    prompts = [value.strip().strip("'\"") for name, _, value in lines if name.strip() == "prompt"]
    return prompts[0] if prompts else None
