"""The logs of the kernels of one server, for a while also of those that are gone."""

from __future__ import annotations

from collections import OrderedDict
from functools import partial
from typing import TYPE_CHECKING

from jupyterlab_journal.errors import NotFound
from jupyterlab_journal.watch.cell_log import CellLog

if TYPE_CHECKING:
    from jupyter_client.multikernelmanager import MultiKernelManager

    from jupyterlab_journal.watch.named_cells import LookAtKernel

_GONE_KERNELS = 20  # whose logs are kept: somebody may still want to know how one ended


class CellLogs:
    """Keeps one log for each kernel.

    Parameters
    ----------
    kernels : MultiKernelManager
        Of the server.
    """

    def __init__(self, kernels: MultiKernelManager) -> None:
        self._kernels = kernels
        self._logs: OrderedDict[str, CellLog] = OrderedDict()
        self.look: LookAtKernel | None = None  # at the notebooks of a kernel whose log begins afterwards

    def begin(self, kernel_id: str) -> CellLog:
        """Return the log of a kernel with a new process."""
        look = None if self.look is None else partial(self.look, kernel_id)
        log = self._logs.setdefault(kernel_id, CellLog(look))
        self._logs.move_to_end(kernel_id)
        gone = [known for known in self._logs if known not in self._kernels]
        for known in gone[:-_GONE_KERNELS]:
            del self._logs[known]
        return log

    def of(self, kernel_id: str) -> CellLog:
        """Return the log of a kernel; an empty one before its first process is watched.

        Raises
        ------
        NotFound
            When there is no such kernel.
        """
        if kernel_id in self._logs:
            return self._logs[kernel_id]
        if kernel_id in self._kernels:
            return CellLog()
        raise NotFound("kernel")
