"""A lab journal inside the notebook.

Importing this package costs next to nothing: everything heavy is loaded by
the hook that needs it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jupyterlab_journal.kernel.api import log

    __version__: str

__all__ = ["__version__", "_jupyter_labextension_paths", "_jupyter_server_extension_points", "log"]


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    """Tell where the built front end lies, for ``jupyter labextension``."""
    return [{"src": "labextension", "dest": "jupyterlab-journal"}]


def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    """Name the server extension, for ``jupyter server``."""
    from jupyterlab_journal.server.app import JournalApp  # noqa: PLC0415 (loads tornado and jupyter_server)

    return [{"module": "jupyterlab_journal", "app": JournalApp}]


def __getattr__(name: str) -> object:
    """Load what a user imports in a cell, and the version, which ``jupyter server extension list`` shows."""
    if name == "log":
        from jupyterlab_journal.kernel.api import log  # noqa: PLC0415 (the server does not need it)

        return log
    if name == "__version__":
        from importlib.metadata import version  # noqa: PLC0415 (costs more than this package)

        return version("jupyterlab-journal")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
