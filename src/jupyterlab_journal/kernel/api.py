"""What is imported in a cell: ``from jupyterlab_journal import log``."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Mapping
from typing import Any

from jupyterlab_journal.entry.logged import MAX_NAME
from jupyterlab_journal.kernel.cell_outputs import Outputs
from jupyterlab_journal.kernel.display import line
from jupyterlab_journal.kernel.numbers import Number, number, whole
from jupyterlab_journal.kernel.record import Record


def log(*, step: object = None, epoch: object = None, **metrics: object) -> None:
    """Record metrics; step and time are added.

    In a notebook, one table below the cell follows the values, and stays. A
    result entry or a debug step takes them from there. Elsewhere each call
    prints a line. In a distributed run only the process of rank 0 records.

    Parameters
    ----------
    step : int, optional
        One more than the last by default, beginning with 1 in each cell.
    epoch : int, optional
        The epoch these values belong to.
    **metrics : number or tensor
        One number for each name: a float, a scalar of numpy, or a tensor of
        one element on any device, which is waited for.

    Raises
    ------
    TypeError
        For a value that is not one number.
    ValueError
        For a name that is empty, longer than 100 characters or on several
        lines, and when there is no metric.

    Examples
    --------
    >>> log(loss=0.25, accuracy=0.5, epoch=3)
    epoch 3, step 1: loss=0.25 accuracy=0.5 (0.0 s)
    """
    if not metrics:
        raise ValueError("log: there is no metric; give at least one, such as log(loss=loss)")
    for name in metrics:
        _check_name(name)
    if _rank() > 0:
        return
    values = {name: number(name, value) for name, value in metrics.items()}
    at_step = None if step is None else whole("step", step)
    at_epoch = None if epoch is None else whole("epoch", epoch)
    outputs = _process.outputs()
    if outputs is not None:
        outputs.current().add(values, step=at_step, epoch=at_epoch)
        return
    _process.print(values, step=at_step, epoch=at_epoch)


class _Process:
    """What this process logs to; a forked one begins anew, for it cannot write to the notebook."""

    def __init__(self) -> None:
        self._id = os.getpid()
        self._printed = Record()
        self._outputs: Outputs | None = None
        self._lock = threading.RLock()

    def outputs(self) -> Outputs | None:
        """Return the outputs of the notebook's kernel; None outside one."""
        if self._id != os.getpid():
            self.__init__()  # type: ignore[misc]
        shell = _shell()
        session = getattr(shell.kernel, "session", None) if shell is not None else None
        if session is None or session.pid != self._id:
            return None
        if self._outputs is None or self._outputs.shell is not shell:
            with self._lock:
                if self._outputs is None or self._outputs.shell is not shell:
                    self._outputs = Outputs(shell)
        return self._outputs

    def print(self, values: Mapping[str, Number], *, step: int | None, epoch: int | None) -> None:
        """Write a line."""
        with self._lock:
            row = self._printed.add(values, step=step, epoch=epoch)
            sys.stdout.write(f"{line(row)}\n")


def _shell() -> Any:  # noqa: ANN401 (IPython is no dependency)
    """Return IPython's shell when it is that of a kernel; IPython is not imported for it."""
    module = sys.modules.get("IPython.core.getipython")
    shell = module.get_ipython() if module is not None else None
    return shell if getattr(shell, "kernel", None) is not None else None


def _rank() -> int:
    """Return which process of a distributed run this is; 0 when it is not one."""
    distributed = sys.modules.get("torch.distributed")
    if distributed is not None and getattr(distributed, "is_initialized", bool)():
        rank: int = distributed.get_rank()
        return rank
    variable = os.environ.get("RANK", "")  # torchrun, and what starts processes as it does
    return int(variable) if variable.isdecimal() and len(variable) < 10 else 0


def _check_name(name: str) -> None:
    if not name.strip() or len(name) > MAX_NAME or not name.isprintable():
        raise ValueError(
            f"log: {name[:MAX_NAME]!r} is no name for a metric; it has 1 to {MAX_NAME} visible characters"
        )


_process = _Process()
