"""What is asked for, what is known, and what comes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from jupyterlab_journal.entry.model import Kind

if TYPE_CHECKING:
    from datetime import datetime

    from jupyterlab_journal.entry.model import Change, Json, Snapshot

ABOUT_A_CELL = frozenset({Kind.STEP, Kind.ERROR, Kind.RESULT, Kind.FIGURE})
"""Kinds that take something from the active cell."""


@dataclass(frozen=True, kw_only=True)
class ActiveCell:
    """The code cell an entry is about, as the notebook holds it.

    ``running`` says that it is being executed now, ``seconds`` how long it
    ran, by the kernel's own clock; None when it is not known.
    """

    source: str
    id: str | None = None
    outputs: tuple[Mapping[str, Any], ...] = ()
    execution_count: int | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)
    running: bool = False
    seconds: float | None = None


@dataclass(frozen=True, kw_only=True)
class EntryRequest:
    """One entry to write.

    Parameters
    ----------
    entries : tuple of object
        ``metadata.journal`` of the notebook's cells, as it holds them:
        readable or not, in any order.
    fields : mapping of str to str
        What the user has written already: ``title``, or the name of a
        section of the template.
    allowed : frozenset of (rule, field)
        What the user called no secret; see `Gate`.
    """

    kind: Kind
    locale: str = "en"
    cell: ActiveCell | None = None
    entries: tuple[object, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    allowed: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, kw_only=True)
class EnvironmentFile:
    """A file from which the kernel's environment can be made again, and how many packages it names."""

    name: str
    exact: bool
    text: str
    count: int


@dataclass(frozen=True, kw_only=True)
class KernelDeath:
    """How the kernel's process ended: by a signal, with a status, or in a way that is not known.

    ``noticed_at`` is when the server saw it, with time zone.
    """

    signal: str | None = None
    status: int | None = None
    noticed_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class MeasuredTable:
    """What one object of the user's measured in a run, such as a history or a trainer.

    Parameters
    ----------
    name : str
        Of the variable.
    kind : str
        Of the object: the framework's name; ``lists`` for lists that the user
        filled, ``table`` when one of them numbers the epochs; ``variables``
        for numbers in variables that the code assigns.
    epochs : tuple of int or None
        One per row; None where the values belong to no epoch.
    metrics : mapping of str to tuple of float or None
        By name as the object has it, one value per row.
    """

    name: str
    kind: str
    epochs: tuple[int | None, ...]
    metrics: Mapping[str, tuple[float | None, ...]]


@dataclass(frozen=True, kw_only=True)
class EarlierRun:
    """A run of the cell before the one that an entry is about, by the kernel's present process.

    Parameters
    ----------
    execution_count : int
        As the prompt showed it.
    started_at : datetime
        With time zone.
    failed : bool
        Whether it ended in an exception.
    code : str, optional
        What ran; None when it is not known.
    since : tuple of Change, optional
        The parameters that were set after its end: what they were then, and
        what they were set to last. None when not all of them are known.
    value : str, optional
        The number that the cell evaluated to, or a tuple of a few.
    measured : tuple of MeasuredTable
        What its objects measured in it.
    outputs : tuple of mapping
        What the cell showed then, as nbformat has it; empty when nobody knows.
    """

    execution_count: int
    started_at: datetime
    failed: bool = False
    code: str | None = None
    since: tuple[Change, ...] | None = None
    value: str | None = None
    measured: tuple[MeasuredTable, ...] = ()
    outputs: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, kw_only=True)
class CellVersion:
    """Code that some cell ran first at one prompt number; None when it is not known any more."""

    cell_id: str
    execution_count: int
    code: str | None


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
        their tensors, as the probe ``frames`` tells them.
    death : KernelDeath, optional
        When a process of the kernel ended that nobody had asked to.
    no_answer : bool
        Whether there is a kernel that did not answer in time.
    ran : str, optional
        First 16 hexadecimal digits of the SHA-256 of the code that the cell
        ran last; None when unknown.
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


@dataclass(frozen=True, kw_only=True)
class Notice:
    """Something the user should know about the entry, in the language of the entry.

    ``entry`` is the id of an earlier entry that it is about, if any.
    """

    code: str
    message: str
    entry: str | None = None


@dataclass(frozen=True, kw_only=True)
class ComposedEntry:
    """A ready Markdown cell, and what could not be done."""

    cell: Mapping[str, Json]
    warnings: tuple[Notice, ...] = ()
