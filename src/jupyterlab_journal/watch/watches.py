"""The watches of a server: one per running kernel process."""

from __future__ import annotations

import asyncio
import logging
import os
from typing import TYPE_CHECKING, Any

import zmq.asyncio

from jupyterlab_journal.errors import KernelUnavailable, NotFound
from jupyterlab_journal.watch.process import process_id, working_folder
from jupyterlab_journal.watch.snapshot import make_snapshot, read_git
from jupyterlab_journal.watch.watch import KernelWatch

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jupyter_client.multikernelmanager import MultiKernelManager
    from jupyter_events import EventLogger

    from jupyterlab_journal.entry.model import Snapshot

KERNEL_ACTIONS = "https://events.jupyter.org/jupyter_server/kernel_actions/v1"


class Watches:
    """Facts of the kernels of one server.

    With an event logger, a kernel gets its probes as soon as it starts,
    before the user's first cell; without one, at the first request.

    Parameters
    ----------
    kernel_manager : MultiKernelManager
        Of the server.
    root_folder : str
        Paths of notebooks are relative to it.
    event_logger : EventLogger, optional
        Of the server.
    log : logging.Logger, optional
        Of the server extension.
    """

    def __init__(
        self,
        kernel_manager: MultiKernelManager,
        *,
        root_folder: str,
        event_logger: EventLogger | None = None,
        log: logging.Logger | None = None,
    ) -> None:
        self._kernels = kernel_manager
        self._root = os.path.abspath(root_folder)  # noqa: PTH100 (as the contents manager compares)
        self._events = event_logger
        self._log = log or logging.getLogger(__name__)
        self._context = zmq.asyncio.Context()
        self._watches: dict[str, KernelWatch] = {}
        if event_logger is not None:
            event_logger.add_listener(schema_id=KERNEL_ACTIONS, listener=self._on_kernel_action)

    async def snapshot(self, kernel_id: str, path: str | None = None) -> Snapshot:
        """Return the facts of a running kernel.

        Parameters
        ----------
        kernel_id : str
            Of a kernel of this server.
        path : str, optional
            Notebook whose git repository is meant, relative to the root;
            by default the repository around the kernel's working folder.

        Raises
        ------
        NotFound
            When there is no such kernel, or the path is outside the root.
        KernelUnavailable
            When the kernel is dead.
        """
        watch = self._watch(kernel_id)
        folder = working_folder(watch.process) if path is None else self._folder(path)
        busy = watch.busy
        reading, git = await asyncio.gather(watch.read(), asyncio.to_thread(read_git, folder))
        return await asyncio.to_thread(
            make_snapshot, language=watch.language, busy=busy, reading=reading, git=git
        )

    async def parameters(self, kernel_id: str) -> Mapping[str, str]:
        """Return the scalars of the user's namespace, by name, as Python writes them.

        Empty for a kernel of another language, whose variables are not read.

        Raises
        ------
        NotFound
            When there is no such kernel.
        KernelUnavailable
            When the kernel is dead or does not answer now.
        """
        watch = self._watch(kernel_id)
        reading = await watch.read()
        if watch.language != "python":
            return {}
        if reading.problem is not None or "parameters" not in reading.reply.facts:
            problem = reading.problem or reading.reply.failed.get("parameters", "its answer holds none")
            raise KernelUnavailable(
                f"the kernel's variables could not be read: {problem}",
                hint="Try again when the cell has ended.",
            )
        parameters: Mapping[str, str] = reading.reply.facts["parameters"]
        return parameters

    async def close(self) -> None:
        """Stop listening and close every watch; safe to call twice."""
        if self._events is not None:
            self._events.remove_listener(listener=self._on_kernel_action)
            self._events = None
        for kernel_id in list(self._watches):
            self._drop(kernel_id)
        self._context.destroy(linger=0)

    async def _on_kernel_action(self, logger: EventLogger, schema_id: str, data: dict[str, Any]) -> None:  # noqa: ARG002
        """Follow the life of kernels; after a crash the server restarts one, with the same event."""
        kernel_id = data.get("kernel_id")
        if kernel_id is None or data.get("status") != "success":
            return
        if data["action"] in {"start", "restart", "shutdown"}:
            self._drop(kernel_id)
        if data["action"] in {"start", "restart"} and kernel_id in self._kernels:
            self._watch(kernel_id).plant()

    def _watch(self, kernel_id: str) -> KernelWatch:
        """Return the watch over the kernel's present process."""
        for known in [known for known in self._watches if known not in self._kernels]:
            self._drop(known)
        if kernel_id not in self._kernels:
            raise NotFound("kernel")
        manager = self._kernels.get_kernel(kernel_id)
        watch = self._watches.get(kernel_id)
        if watch is None or watch.process != process_id(manager):
            self._drop(kernel_id)
            watch = self._watches[kernel_id] = KernelWatch(manager, self._context, self._log)
        return watch

    def _drop(self, kernel_id: str) -> None:
        watch = self._watches.pop(kernel_id, None)
        if watch is not None:
            watch.close()

    def _folder(self, path: str) -> str:
        """Return the nearest existing folder around a notebook that need not have been saved."""
        folder = os.path.abspath(os.path.join(self._root, *path.split("/")))  # noqa: PTH100, PTH118 (as above)
        if os.path.commonpath((self._root, folder)) != self._root or "\0" in path:
            raise NotFound("notebook")
        while not os.path.isdir(folder):  # noqa: PTH112 (as above)
            folder = os.path.dirname(folder)  # noqa: PTH120 (as above)
        return folder
