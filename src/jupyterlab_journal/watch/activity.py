"""Whether a kernel is running a cell, as its own messages tell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jupyter_client.manager import KernelManager


class Activity:
    """Follows one kernel process from being busy to being idle and back.

    Parameters
    ----------
    manager : KernelManager
        Of the kernel.
    remote : bool
        Whether another server runs it: what this one knows of it is as old as its last look.
    replaces : bool
        Whether the kernel had a process before this one.
    on_change : function
        Called when the server has heard a new state.
    """

    def __init__(
        self, manager: KernelManager, *, remote: bool, replaces: bool, on_change: Callable[[], None]
    ) -> None:
        self._manager = manager
        self._remote = remote
        self._on_change = on_change
        self._heard_busy = False
        # Of a cell that its former process never ended: until the server hears of another state.
        self._state_is_old = replaces and self._server_says_busy()
        manager.observe(self._state_changed, "execution_state")

    @property
    def busy(self) -> bool:
        """Whether a cell is running."""
        if self._remote or self._state_is_old:
            return self._heard_busy
        return self._server_says_busy()

    @property
    def starting(self) -> bool:
        """Whether the server has heard nothing of the process yet."""
        return getattr(self._manager, "execution_state", None) == "starting"

    def heard(self, state: str, parent: Mapping[str, Any]) -> None:
        """Take note of a status that the kernel has published on the request `parent`.

        Parameters
        ----------
        state : str
            ``"busy"`` or ``"idle"``.
        parent : mapping
            Header of the request that it is about.
        """
        if parent.get("msg_type") != "debug_request":  # its status is none of the kernel's
            self._heard_busy = state == "busy"

    def close(self) -> None:
        """Follow it no more; call it once."""
        self._manager.unobserve(self._state_changed, "execution_state")

    def _server_says_busy(self) -> bool:
        return getattr(self._manager, "execution_state", "idle") == "busy"

    def _state_changed(self, _change: object) -> None:
        self._state_is_old = False
        self._on_change()
