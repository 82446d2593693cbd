"""What is asked for, what is known, and what comes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from jupyterlab_journal.entry.model import Kind

if TYPE_CHECKING:
    from jupyterlab_journal.entry.model import Json

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
