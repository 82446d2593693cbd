"""What is asked of composing and what it answers, declared as the REST API has it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

from msgspec import Meta, Struct

from jupyterlab_journal.entry.active_cell import ActiveCell  # noqa: TC001 (the decoder reads the annotations)
from jupyterlab_journal.entry.cell import JournalCell  # noqa: TC001 (as above)
from jupyterlab_journal.entry.kinds import Kind  # noqa: TC001 (as above)
from jupyterlab_journal.entry.marks import Always, OmitDefault  # noqa: TC001 (as above)
from jupyterlab_journal.locale import LOCALES

if TYPE_CHECKING:
    Locale: TypeAlias = str
else:
    Locale = Annotated[
        Literal[LOCALES],
        Meta(title="Locale", description="Tag of a language, such as `zh-CN`; English when absent"),
    ]


class Allowed(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the user called no secret."""

    rule: Annotated[str, Meta(max_length=100, description="As in an entry's `redactions`")]
    field: Annotated[str, Meta(max_length=100, description="As in an entry's `redactions`")]


@dataclass(frozen=True, kw_only=True)
class EntryRequest:
    """One entry to write.

    ``cell`` is None where the notebook has no active code cell.
    """

    kind: Kind
    locale: Locale = LOCALES[0]
    cell: ActiveCell | None = None
    entries: Annotated[
        tuple[Any, ...],
        Meta(
            max_length=20_000,
            description="metadata.journal of all entries of the notebook, in document order; what came before"
            " is decided by time. A client may send some of them as version, id, kind, created, title and"
            " source alone; unreadable ones are passed over",
        ),
    ] = ()
    fields: Annotated[
        Mapping[str, str],
        Meta(description="`title`, `text` (of a note), or the name of a section of the template"),
    ] = field(default_factory=dict)
    allowed: Annotated[
        tuple[Allowed, ...],
        Meta(
            max_length=1000,
            description="What the user called no secret; known values and texts that could not be searched"
            " are removed all the same",
        ),
    ] = ()


@dataclass(frozen=True, kw_only=True)
class Notice:
    """Something the user should know about the entry."""

    code: Annotated[
        str,
        Meta(
            description="`unchanged_step`: a step about the same run, in the same state, exists already."
            " `known_error`: this error has an entry already."
            " `nothing_to_record`: the cell has nothing of what such an entry records."
            " A client asks before it inserts the cell, or leads to the earlier entry."
            " `image_svg`: a picture is attached as SVG only; a client that adds a bitmap drops the warning"
        ),
    ]
    message: Annotated[str, Meta(description="In the requested locale")]
    entry: Annotated[
        OmitDefault[str | None], Meta(description="Id of the earlier entry that it is about")
    ] = None


@dataclass(frozen=True, kw_only=True)
class ComposedEntry:
    """A ready Markdown cell, and what could not be done."""

    cell: JournalCell
    repeats: Annotated[
        OmitDefault[bool],
        Meta(description="True when this key was answered before: who asked first inserts the cell"),
    ] = False
    warnings: Always[tuple[Notice, ...]] = ()
