"""The journal's nouns: immutable, typed, and the one place that declares their fields.

``codec`` reads and writes them as JSON; ``contract`` derives the JSON Schemas
from them, and these give the front end its types. A docstring's first
paragraph and the descriptions of the fields stand in the schemas, too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

from msgspec import Meta

from jupyterlab_journal.entry.fact_groups import FactGroups
from jupyterlab_journal.entry.kinds import Kind  # noqa: TC001 (a type of a field)
from jupyterlab_journal.entry.marks import Always, OmitDefault, Rest, VersionOne, one_object_of, one_of
from jupyterlab_journal.entry.ulid import ULID_PATTERN

if TYPE_CHECKING:
    Json: TypeAlias = bool | int | float | str | "list[Json]" | "dict[str, Json]" | None
    """Anything that JSON can hold."""

    MetricValue: TypeAlias = float | int | str | None
    """A number; ``"nan"``, ``"inf"`` or ``"-inf"``; None where nothing was measured."""
else:  # the decoder knows no type that contains itself, and would take any string for a value
    Json = Any
    MetricValue = Annotated[float | int | Literal["nan", "inf", "-inf"] | None, Meta(title="MetricValue")]

Moment: TypeAlias = Annotated[datetime, Meta(tz=True, description="RFC 3339 time with offset.")]
Ulid: TypeAlias = Annotated[str, Meta(pattern=f"^{ULID_PATTERN.pattern}")]


class RunState(str, Enum):
    """How the shown outputs relate to the code and the kernel; absent when the code ran here as shown."""

    FAILED = "failed"
    KILLED = "killed"
    EDITED_SINCE_RUN = "edited_since_run"
    NOT_RUN_HERE = "not_run_here"
    NO_ANSWER = "no_answer"
    RUNNING = "running"
    OUTPUT_CLEARED = "output_cleared"


@dataclass(frozen=True, kw_only=True)
class Source:
    """The code cell an entry came from, as it was then.

    ``cell_id`` is None where the notebook gives its cells none,
    ``execution_count`` where the cell showed no number: it was running, or had not run.
    """

    cell_id: Always[str | None] = None
    execution_count: Always[int | None] = None
    sha256: Annotated[
        str, Meta(description="Hash of its code (UTF-8).", extra_json_schema={"pattern": "^[0-9a-f]{64}$"})
    ]
    process: Annotated[
        OmitDefault[str | None],
        Meta(
            description="Opaque name of the kernel process that ran the code; equal for runs of one process.",
            extra_json_schema={"maxLength": 100},
        ),
    ] = None


@dataclass(frozen=True, kw_only=True)
class Change:
    """One parameter before and after, and what witnesses the change."""

    name: str
    before: Annotated[
        Always[str | None], Meta(description="As written by the user; null when it did not exist.")
    ] = None
    after: Annotated[
        Always[str | None], Meta(description="As written by the user; null when it no longer exists.")
    ] = None
    evidence: tuple[Annotated[str, one_of("value", "source", "environment")], ...]


@dataclass(frozen=True, kw_only=True)
class Drift:
    """One fact of the environment that is no longer what it was.

    ``before`` or ``after`` is None where it was not known then, or is not now.
    """

    name: str
    before: Always[str | None] = None
    after: Always[str | None] = None


@dataclass(frozen=True, kw_only=True)
class Metric:
    """One measured quantity before and after."""

    name: str
    before: Always[MetricValue] = None
    after: Always[MetricValue] = None
    unit: Annotated[str, Meta(description='"1" when dimensionless; "%" when written as a percentage.')]


_CAUSES = (
    *("cuda_oom", "shape_mismatch", "device_mismatch", "dtype_mismatch", "cuda_init", "nan_loss"),
    *("module_missing", "version_mismatch", "dataloader_worker", "key_error", "index_error", "file_missing"),
)


@dataclass(frozen=True, kw_only=True)
class ErrorFacts:
    """An exception, and the well-known cause that it has.

    ``cause`` is None where it has none of the well-known ones.
    """

    type: str
    message: str
    signature: Annotated[str | None, Meta(description="Equal for equal causes.")] = None
    cause: Annotated[str, one_of(*_CAUSES)] | None = None


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A picture kept among the attachments of the entry's cell."""

    attachment: Annotated[str, Meta(description="Name in the cell's attachments.")]
    alt: str = ""


@dataclass(frozen=True, kw_only=True)
class Redaction:
    """One removed secret: its kind, where it was, the rule; never its value."""

    kind: str
    field: Annotated[str, Meta(description='Which input held it, such as "output".')]
    rule: str


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Something that stands in the way of reproducing a run, and its remedy."""

    code: str
    message: str
    remedy: str


@dataclass(frozen=True, kw_only=True)
class FailedProbe:
    """A group of facts that could not be read, and why."""

    probe: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """What a running kernel knows about itself at one moment.

    ``facts`` holds them by group, with the shapes of `FactGroups` and those of
    later versions.
    """

    version: Always[VersionOne] = 1
    captured_at: Moment
    busy: Annotated[bool, Meta(description="Whether a cell was running.")]
    language: Annotated[str, Meta(description="Language of the kernel, in lower case.")]
    facts: Annotated[Rest[Mapping[str, Json]], FactGroups] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    failed: Annotated[tuple[FailedProbe, ...], Meta(description="Probes without an answer, and why.")] = ()
    ages: Annotated[
        Mapping[str, Annotated[float | int, Meta(extra_json_schema={"minimum": 0})]],
        Meta(description="Seconds since each group of facts was read, by name."),
    ] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class SameSnapshot:
    """The facts held by an earlier entry, and what differs from them."""

    same_as: Annotated[str, Meta(description="Id of the entry that holds the facts.")]
    drift: Always[tuple[Drift, ...]] = ()


if TYPE_CHECKING:
    EntrySnapshot: TypeAlias = Snapshot | SameSnapshot
else:  # the decoder tells no two classes apart that have no tag: `codec` does
    EntrySnapshot = Annotated[Any, one_object_of(Snapshot, SameSnapshot)]


@dataclass(frozen=True, kw_only=True)
class Entry:
    """The machine's half of a journal entry: cell.metadata.journal. Unknown fields survive a rewrite.

    Parameters
    ----------
    title : str, optional
        On one line; None when neither the user nor the machine gave one.
    state : RunState, optional
        None when the code ran here as shown, or the entry is about no run.
    source : Source, optional
        None when the entry is about no cell.
    error : ErrorFacts, optional
        None when the entry is about no error.
    extra : mapping of str to JSON
        Fields beyond these: what composing records of the code, and those of later versions.
    """

    version: Always[VersionOne] = 1
    id: Annotated[
        Ulid,
        Meta(description="ULID of the entry; never derived from the cell id, which other tools rewrite."),
    ]
    kind: Kind
    created: Moment
    title: OmitDefault[Annotated[str, Meta(extra_json_schema={"maxLength": 200})] | None] = None
    copied_from: Annotated[
        OmitDefault[Ulid | None],
        Meta(
            description="Id of the entry that this one was copied from."
            " A copy is no step that was made: it is not counted."
        ),
    ] = None
    state: OmitDefault[RunState | None] = None
    source: OmitDefault[Source | None] = None
    snapshot: Annotated[
        OmitDefault[EntrySnapshot | None],
        Meta(description="Facts of the kernel, or a reference to an entry whose facts still hold."),
    ] = None
    changes: OmitDefault[tuple[Change, ...]] = ()
    metrics: OmitDefault[tuple[Metric, ...]] = ()
    error: OmitDefault[ErrorFacts | None] = None
    figures: OmitDefault[tuple[Figure, ...]] = ()
    redactions: OmitDefault[tuple[Redaction, ...]] = ()
    parameters: Annotated[
        OmitDefault[Mapping[str, str] | None],  # an empty set of parameters is a fact ("there were none")
        Meta(description="Scalars of the user's namespace, by name, as Python writes them."),
    ] = None
    extra: Rest[Mapping[str, Json]] = field(default_factory=dict)
