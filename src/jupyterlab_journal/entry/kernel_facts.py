"""What is known of a kernel when an entry is asked for; none of its texts has been redacted."""

from __future__ import annotations

import signal
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jupyterlab_journal.entry.model import Snapshot
    from jupyterlab_journal.entry.run import CellVersion, EarlierRun, MeasuredTable


@dataclass(frozen=True, kw_only=True)
class KernelDeath:
    """A process of a kernel that ended without being asked to.

    Parameters
    ----------
    returncode : int, optional
        As `subprocess.Popen` gives it: minus a signal's number, or the
        status. None when another machine ran it.
    noticed_at : datetime, optional
        When the server saw it, with time zone; it looks every few seconds.
    epoch : int
        Of the process; that of its records.
    message_id : str, optional
        Of the request that was running; None when none was, or it was not heard.
    source : str, optional
        `digest` of the code that was running; the same.
    """

    returncode: int | None = None
    noticed_at: datetime | None = None
    epoch: int = 1
    message_id: str | None = None
    source: str | None = None

    @property
    def signal(self) -> str | None:
        """Name of the signal that ended it, such as ``SIGKILL`` (also sent when memory runs out)."""
        if self.returncode is None or self.returncode >= 0:
            return None
        try:
            return signal.Signals(-self.returncode).name
        except ValueError:  # a real-time signal has no name
            return f"signal {-self.returncode}"

    @property
    def status(self) -> int | None:
        """Exit status; None when a signal ended the process, or it is not known."""
        return None if self.signal is not None else self.returncode


@dataclass(frozen=True, kw_only=True)
class EnvironmentFile:
    """A file from which the kernel's environment can be made again.

    Parameters
    ----------
    name : str
        Its usual name, such as ``requirements.txt``.
    exact : bool
        Whether it names every package as it is.
    text : str
        Its content.
    count : int
        How many packages it names.
    """

    name: str
    exact: bool
    text: str
    count: int


@dataclass(frozen=True, kw_only=True)
class KernelFacts:
    """What the kernel knew when the entry was asked for.

    Parameters
    ----------
    snapshot : Snapshot, optional
        None when there is no kernel, or it did not answer.
    parameters : mapping of str to str, optional
        Scalars of the user's namespace as Python writes them; None when unknown.
    files : tuple of EnvironmentFile
        For an entry that describes the environment.
    failure : mapping, optional
        The last exception: ``error`` (type, message) and ``frames`` with
        their tensors, as the probe ``frames`` reads them.
    death : KernelDeath, optional
        When a process of the kernel ended that nobody had asked to.
    no_answer : bool
        Whether the kernel lives and did not answer, so that what it alone
        knows is missing or as old as its last answer.
    ran : str, optional
        `digest` of the code that the cell ran last; None when unknown.
    ran_here : bool, optional
        Whether the run that the cell shows is one of the kernel's present
        process; None when that is not known.
    seconds : float, optional
        How long it ran.
    exit_status : int, optional
        Of the last command that the run gave to the shell: minus a signal's
        number, or the status; None when there was none, or it is unknown.
    code : tuple of str
        What the kernel's process ran last, of all cells, the newest first.
    versions : tuple of CellVersion
        Of the cells that it ran in more than one, the oldest first.
    measured : tuple of MeasuredTable
        What its objects measured in that run.
    runs : tuple of EarlierRun
        Of the cell, before the run that the entry is about; the newest first.
    unread_code : int
        How many cells of the notebook were too long, or nested too deeply, to be
        searched for seeds and files of data.
    """

    snapshot: Snapshot | None = None
    parameters: Mapping[str, str] | None = None
    files: tuple[EnvironmentFile, ...] = ()
    failure: Mapping[str, Any] | None = None
    death: KernelDeath | None = None
    no_answer: bool = False
    ran: str | None = None
    ran_here: bool | None = None
    seconds: float | None = None
    exit_status: int | None = None
    code: tuple[str, ...] = ()
    versions: tuple[CellVersion, ...] = ()
    measured: tuple[MeasuredTable, ...] = ()
    runs: tuple[EarlierRun, ...] = ()
    unread_code: int = 0
