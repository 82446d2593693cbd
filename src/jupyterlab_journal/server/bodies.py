"""The bodies of requests and answers, declared once: `decoding` reads by them, `contract` describes them.

Those about entries begin in ``compose/request.py``, which takes them as they
come; facts have the shape of `Snapshot`.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import Annotated, Any, TypeAlias

from msgspec import Meta

from jupyterlab_journal.compose import ComposedEntry, request
from jupyterlab_journal.entry.marks import OmitDefault, one_of
from jupyterlab_journal.export.model import ExportChoices
from jupyterlab_journal.review.model import Review

if sys.version_info >= (3, 11):
    from typing import TypedDict
else:
    from typing_extensions import TypedDict


FormatName: TypeAlias = Annotated[
    str,
    Meta(title="FormatName", description="Name of a format; the served document lists them as `enum`"),
]


@dataclass(frozen=True, kw_only=True)
class EntryRequest(request.EntryRequest):
    """One entry to write, and where the server finds what it needs for it."""

    path: Annotated[str, Meta(description="The notebook, relative to the root")]
    kernel_id: str | None = None
    key: Annotated[
        OmitDefault[Annotated[str, Meta(min_length=1, max_length=200)] | None],
        Meta(
            description="Idempotency key of a call by a program. For a while, the same key for the same"
            " notebook is answered with the same cell, with `repeats`"
        ),
    ] = None
    code: Annotated[
        tuple[str, ...],
        Meta(
            max_length=20_000,
            description="Sources of the code cells above, in document order;"
            " searched for seeding calls and files of data",
        ),
    ] = ()


@dataclass(frozen=True, kw_only=True)
class ExportRequest:
    """A saved notebook to export."""

    path: str
    format: FormatName
    overwrite: Annotated[
        bool, Meta(description="Replace an existing file; otherwise 409 with code `export_exists`")
    ] = False
    options: ExportChoices = field(default_factory=ExportChoices)


@dataclass(frozen=True, kw_only=True)
class ReviewRequest:
    """Two states of a notebook to compare."""

    path: str
    base: Annotated[
        str,
        Meta(
            pattern="^(saved|checkpoint|git:.+|file:.+)$",
            description="`saved`: the file as it lies on disk; `git:HEAD`: a commit;"
            " `file:other.ipynb`: another notebook",
        ),
    ]
    content: Annotated[
        dict[str, Any] | None,
        Meta(description="The notebook as it stands in the browser; the saved file when absent"),
    ] = None


class Error(TypedDict):
    """Why a request failed."""

    code: Annotated[str, Meta(description="Stable identifier for programs")]
    message: Annotated[
        str,
        Meta(
            description="What failed, and on what; in the first language of the header `Accept-Language`"
            " that there is, else in English"
        ),
    ]
    hint: Annotated[str, Meta(description="What to do about it, in the same language")]


class Template(TypedDict):
    """What a client has to know of a template."""

    kind: str
    title: Annotated[
        str, Meta(description="What the heading of an entry begins with, and the button's label")
    ]
    locale: str
    numbered: Annotated[
        bool, Meta(description="Whether the heading counts the entries of this kind: `Step 3 · title`")
    ]
    source: Annotated[str, one_of("shipped", "user", "team")]
    sections: Annotated[list[str], Meta(description="Names of the fields it takes")]


class Templates(TypedDict):
    """The templates of one language or of all."""

    templates: list[Template]


class Configured(TypedDict):
    """How the server is configured."""

    watch_cells: Annotated[bool, Meta(description="Whether kernels note what each cell did")]
    export_time_limit: Annotated[float, Meta(description="Seconds")]
    review_time_limit: Annotated[float, Meta(description="Seconds")]


class Status(TypedDict):
    """What a client has to know of a server before it asks for anything else."""

    version: Annotated[str, Meta(description="Of this package")]
    redaction: Annotated[
        bool,
        Meta(description="Whether secrets are taken out; only the server's configuration switches it off"),
    ]
    configured: Configured


class Format(TypedDict):
    """A format that a notebook can be exported to, with its words in the requested locale."""

    name: FormatName
    ending: Annotated[str, Meta(description="Of the file, with the dot")]
    mime_type: str
    viewer: Annotated[
        str | None,
        Meta(description="What JupyterLab shows the file with; null: with what it opens one by itself"),
    ]
    label: Annotated[str, Meta(description="Of the button and of the command")]
    menu_label: Annotated[str, Meta(description="In the menu of JupyterLab's own exports")]
    caption: Annotated[str, Meta(description="One line that says what is written")]


class Formats(TypedDict):
    """The formats, in the order in which they are offered."""

    formats: list[Format]


class ExportResult(TypedDict):
    """The file that an export left."""

    path: Annotated[str, Meta(description="The written file, relative to the root")]
    bytes: int


class Export(TypedDict):
    """How far an export is."""

    id: str
    path: str
    format: FormatName
    stage: Annotated[str, one_of("queued", "reading", "rendering", "writing", "done", "failed", "cancelled")]
    fraction: Annotated[float, Meta(ge=0, le=1)]
    warnings: list[str]
    result: ExportResult | None
    error: Error | None


REQUESTS = (EntryRequest, ExportRequest, ReviewRequest)
ANSWERS = (ComposedEntry, Error, Export, Formats, Review, Status, Templates)
