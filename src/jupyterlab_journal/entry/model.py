"""The journal's nouns: immutable, typed, without any JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import TypeAlias, Union

Json: TypeAlias = Union[bool, int, float, str, "list[Json]", "dict[str, Json]", None]
"""Anything that JSON can hold."""

MetricValue: TypeAlias = float | int | str | None
"""A number; ``"nan"``, ``"inf"`` or ``"-inf"``; None where nothing was measured."""


class Kind(str, Enum):
    """The kinds of entry, in the order in which research proceeds."""

    GOAL = "goal"
    HYPOTHESIS = "hypothesis"
    STEP = "step"
    ERROR = "error"
    RESULT = "result"
    FIGURE = "figure"
    ENVIRONMENT = "environment"
    CONCLUSION = "conclusion"
    NOTE = "note"


class RunState(str, Enum):
    """Why shown outputs are not simply those of the shown code in the running kernel."""

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

    ``process`` names the kernel process that ran it: opaque, and equal for
    runs of one process.
    """

    cell_id: str | None
    execution_count: int | None
    sha256: str
    process: str | None = None


@dataclass(frozen=True, kw_only=True)
class Change:
    """One parameter before and after, as the user wrote it.

    ``before`` is None when the parameter is new, ``after`` when it is gone.
    ``evidence`` names the witnesses: ``value``, ``source``, ``environment``.
    """

    name: str
    before: str | None
    after: str | None
    evidence: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Drift:
    """One fact of the environment that is no longer what it was."""

    name: str
    before: str | None
    after: str | None


@dataclass(frozen=True, kw_only=True)
class Metric:
    """One measured quantity before and after.

    ``unit`` is ``"1"`` when dimensionless; a percentage is 92.0 with ``"%"``.
    """

    name: str
    before: MetricValue
    after: MetricValue
    unit: str


@dataclass(frozen=True, kw_only=True)
class ErrorFacts:
    """An exception; ``signature`` is equal for equal causes."""

    type: str
    message: str
    signature: str | None = None
    cause: str | None = None


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A picture kept among the attachments of the entry's cell."""

    attachment: str
    alt: str = ""


@dataclass(frozen=True, kw_only=True)
class Redaction:
    """One removed secret: its kind, the input that held it, the rule; never its value."""

    kind: str
    field: str
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
    """What a running kernel knew about itself at one moment.

    Parameters
    ----------
    captured_at : datetime
        With time zone.
    busy : bool
        Whether a cell was running.
    language : str
        In lower case.
    facts : mapping
        By group: ``python``, ``frameworks``, ``devices``, ``seeds``,
        ``determinism``, ``git``, ``packages``, ``container`` and whatever
        later versions add; shapes in ``schema/snapshot.v1.json``.
    ages : mapping of str to float
        Seconds since each group was read.
    """

    captured_at: datetime
    busy: bool
    language: str
    facts: Mapping[str, Json] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    failed: tuple[FailedProbe, ...] = ()
    ages: Mapping[str, float] = field(default_factory=dict)
    version: int = 1


@dataclass(frozen=True, kw_only=True)
class SameSnapshot:
    """The facts held by an earlier entry, and what differs from them."""

    same_as: str
    drift: tuple[Drift, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Entry:
    """The machine's half of one journal entry.

    ``copied_from`` is the id of the entry that this one is a copy of, and
    ``state`` None when the code ran in this kernel as shown. ``extra`` holds
    the fields that this version does not know; they survive a rewrite.
    """

    id: str
    kind: Kind
    created: datetime
    title: str | None = None
    copied_from: str | None = None
    state: RunState | None = None
    source: Source | None = None
    snapshot: Snapshot | SameSnapshot | None = None
    parameters: Mapping[str, str] | None = None
    changes: tuple[Change, ...] = ()
    metrics: tuple[Metric, ...] = ()
    error: ErrorFacts | None = None
    figures: tuple[Figure, ...] = ()
    redactions: tuple[Redaction, ...] = ()
    extra: Mapping[str, Json] = field(default_factory=dict)
    version: int = 1
