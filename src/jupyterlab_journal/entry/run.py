"""What is known of the runs of cells; none of its texts has been redacted.

The watch reads it from kernels, the server completes it, and composing reads it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jupyterlab_journal.entry.model import Change

_DIGEST_DIGITS = 16


def digest(code: str) -> str:
    """Return the hash under which records know code: the first digits of its SHA-256.

    Examples
    --------
    >>> digest("lr = 0.1")
    'd11e5bca066cc707'
    """
    return sha256(code.encode("utf-8", "replace")).hexdigest()[:_DIGEST_DIGITS]


@dataclass(frozen=True, kw_only=True)
class CellFailure:
    """The exception that ended a cell; ``message`` is None where only the user's code could make it."""

    type: str
    message: str | None = None


@dataclass(frozen=True, kw_only=True)
class GeneratorUse:
    """What a cell did to a random generator.

    ``how`` is ``seeded``, ``used`` (drawn from, or set again to a seed that
    it does not remember) or ``new`` (it came to be, or was imported, in this
    cell). ``seed`` is None where the generator does not remember it.
    """

    how: str
    seed: str | None = None


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
class CellRecord:
    """One run of one cell, noted in the kernel at its true end.

    Parameters
    ----------
    epoch : int
        1 for the kernel's first process, one more after each restart.
    number : int
        Of the cells of this process, as its hooks counted them.
    execution_count : int or None
        As the prompt shows it.
    cell_id : str or None
        In the notebook; None when the front end did not send it.
    message_id : str or None
        Of the request that ran the cell.
    source : str
        `digest` of the code that ran.
    started_at : datetime
        By the kernel's clock.
    seconds : float
        How long the cell ran, by a clock that is never set.
    error : CellFailure or None
        None when the cell ended well.
    changes : tuple of Change
        Parameters that have another value than after the cell before.
    complete : bool
        Whether `changes` holds all of them; a huge namespace is not searched to its end.
    generators : mapping of str to GeneratorUse
        Random generators that the cell used, such as ``"torch"`` or ``"numpy:rng"``.
    memory : mapping of str to int
        Bytes that torch used at the cell's end, by index of the GPU; empty before CUDA is initialised.
    value : str or None
        The number that the cell evaluates to, or a tuple of a few; None for anything else.
    series : str
        Tells the numbers of one plant from those of another.
    measured : tuple of MeasuredTable
        What histories, trainers and estimators came to hold in this run.
    exit_status : int or None
        Of the last command that the cell gave to the shell, as IPython writes it.
    """

    epoch: int
    number: int
    execution_count: int | None
    cell_id: str | None
    message_id: str | None
    source: str
    started_at: datetime
    seconds: float
    error: CellFailure | None = None
    changes: tuple[Change, ...] = ()
    complete: bool = True
    generators: Mapping[str, GeneratorUse] = field(default_factory=dict)
    memory: Mapping[str, int] = field(default_factory=dict)
    value: str | None = None
    series: str = ""
    measured: tuple[MeasuredTable, ...] = ()
    exit_status: int | None = None


@dataclass(frozen=True, kw_only=True)
class EarlierRun:
    """A run of a cell before the one that is asked about, by the kernel's present process.

    Parameters
    ----------
    record : CellRecord
        What was noted at its end.
    later_changes : tuple of Change, optional
        Parameters that were set after its end: what they were then, and what
        they were set to last. None when not all of them are known.
    code : str, optional
        What ran; None when it is not known.
    outputs : tuple of mapping
        What the cell showed then, as nbformat has it; empty when nobody knows.
    """

    record: CellRecord
    later_changes: tuple[Change, ...] | None = None
    code: str | None = None
    outputs: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, kw_only=True)
class CellVersion:
    """What some cell ran first at the prompt number ``execution_count``.

    ``code`` is None when it is no longer known.
    """

    cell_id: str
    execution_count: int
    code: str | None


@dataclass(frozen=True, kw_only=True)
class ShownCell:
    """A code cell as a notebook shows it.

    Parameters
    ----------
    cell_id : str
        In the notebook.
    source : str
        `digest` of its code.
    execution_count : int, optional
        Of the run that it shows. None while the run is under way: the
        notebook then shows no number, or that of the run before.
    """

    cell_id: str
    source: str
    execution_count: int | None
