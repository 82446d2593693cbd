"""Entries to JSON and back.

The shapes are those of ``schema/entry.v1.json`` and
``schema/snapshot.v1.json``; the tests hold them together. Decoding names the
faulty field; encoding leaves out what is empty, so that diffs stay short.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Any, TypeVar

from jupyterlab_journal.entry._fields import Fields
from jupyterlab_journal.entry.model import (
    Change,
    Drift,
    Entry,
    ErrorFacts,
    FailedProbe,
    Figure,
    Finding,
    Json,
    Kind,
    Metric,
    MetricValue,
    Redaction,
    RunState,
    SameSnapshot,
    Snapshot,
    Source,
)
from jupyterlab_journal.entry.ulid import is_ulid

ENTRY_VERSION = 1
SNAPSHOT_VERSION = 1

_SNAPSHOT_FRAME = ("version", "captured_at", "busy", "language", "findings", "failed", "ages")
_ENTRY_FIELDS = (
    *("version", "id", "kind", "created", "title", "copied_from", "state", "source", "snapshot"),
    *("parameters", "changes", "metrics", "error", "figures", "redactions"),
)
_NOT_FINITE = ("nan", "inf", "-inf")

Member = TypeVar("Member", bound=Enum)


def decode_created(value: Mapping[str, object]) -> datetime:
    """Read when an entry was made, and nothing else of it.

    Raises
    ------
    InvalidEntry
        When that is no RFC 3339 time with offset.
    """
    return Fields(value).moment("created")


def decode_entry(value: object) -> Entry:
    """Read an entry from ``cell.metadata.journal``.

    Raises
    ------
    InvalidEntry
        Naming the first field that is missing, of the wrong type, or of a
        version that this package does not know.
    """
    fields = Fields(value)
    if fields.whole("version") != ENTRY_VERSION:
        raise fields.fail("version", f"is not {ENTRY_VERSION}: a newer jupyterlab-journal wrote it")
    return Entry(
        id=_ulid(fields, "id"),
        kind=_member(fields, "kind", Kind),
        created=fields.moment("created"),
        title=fields.optional("title", fields.text),
        copied_from=fields.optional("copied_from", lambda name: _ulid(fields, name)),
        state=fields.optional("state", lambda name: _member(fields, name, RunState)),
        source=fields.optional("source", lambda name: _source(fields.object(name))),
        snapshot=fields.optional("snapshot", lambda name: _entry_snapshot(fields.object(name))),
        parameters=fields.optional("parameters", lambda name: _parameters(fields, name)),
        changes=fields.each("changes", _change),
        metrics=fields.each("metrics", _metric),
        error=fields.optional("error", lambda name: _error(fields.object(name))),
        figures=fields.each(
            "figures", lambda f: Figure(attachment=f.text("attachment"), alt=f.optional("alt", f.text) or "")
        ),
        redactions=fields.each(
            "redactions", lambda f: Redaction(kind=f.text("kind"), field=f.text("field"), rule=f.text("rule"))
        ),
        extra=fields.rest(*_ENTRY_FIELDS),
    )


def decode_snapshot(value: object) -> Snapshot:
    """Read a snapshot.

    Raises
    ------
    InvalidEntry
        As `decode_entry`.
    """
    return _snapshot(Fields(value, "snapshot"))


def encode_entry(entry: Entry) -> dict[str, Json]:
    """Write an entry as JSON; ``decode_entry`` gives the same entry back."""
    return {
        "version": entry.version,
        "id": entry.id,
        "kind": entry.kind.value,
        "created": entry.created.isoformat(timespec="milliseconds"),
        **_filled(
            title=entry.title,
            copied_from=entry.copied_from,
            state=None if entry.state is None else entry.state.value,
            source=None if entry.source is None else _encode_source(entry.source),
            snapshot=_encode_entry_snapshot(entry.snapshot),
            changes=[{**vars(change), "evidence": list(change.evidence)} for change in entry.changes],
            metrics=[_encode_metric(metric) for metric in entry.metrics],
            error=None if entry.error is None else dict(vars(entry.error)),
            figures=[dict(vars(figure)) for figure in entry.figures],
            redactions=[dict(vars(redaction)) for redaction in entry.redactions],
        ),
        # An empty set of parameters is a fact ("there were none"), unlike its absence.
        **({} if entry.parameters is None else {"parameters": dict(entry.parameters)}),
        **entry.extra,
    }


def encode_snapshot(snapshot: Snapshot) -> dict[str, Json]:
    """Write a snapshot as JSON; ``decode_snapshot`` gives the same snapshot back."""
    return {
        "version": snapshot.version,
        "captured_at": snapshot.captured_at.isoformat(timespec="milliseconds"),
        "busy": snapshot.busy,
        "language": snapshot.language,
        **snapshot.facts,
        "findings": [dict(vars(finding)) for finding in snapshot.findings],
        "failed": [dict(vars(failed)) for failed in snapshot.failed],
        "ages": dict(snapshot.ages),
    }


def _ulid(fields: Fields, name: str) -> str:
    if not is_ulid(fields.text(name)):
        raise fields.fail(name, "is not a ULID")
    return fields.text(name)


def _member(fields: Fields, name: str, members: type[Member]) -> Member:
    value = fields.text(name)
    if value not in {member.value for member in members}:
        raise fields.fail(name, f"has the unknown value {value[:40]!r}")
    return members(value)


def _source(fields: Fields) -> Source:
    return Source(
        cell_id=fields.optional("cell_id", fields.text),
        execution_count=fields.optional("execution_count", fields.whole),
        sha256=fields.text("sha256"),
        process=fields.optional("process", fields.text),
    )


def _encode_source(source: Source) -> dict[str, Any]:
    written = dict(vars(source))
    if source.process is None:
        del written["process"]
    return written


def _snapshot(fields: Fields) -> Snapshot:
    if fields.whole("version") != SNAPSHOT_VERSION:
        raise fields.fail("version", f"is not {SNAPSHOT_VERSION}: a newer jupyterlab-journal wrote it")
    ages = fields.optional("ages", fields.mapping) or {}
    if not all(isinstance(age, (int, float)) for age in ages.values()):
        raise fields.fail("ages", "holds something that is not a number of seconds")
    return Snapshot(
        captured_at=fields.moment("captured_at"),
        busy=fields.flag("busy"),
        language=fields.text("language"),
        facts=fields.rest(*_SNAPSHOT_FRAME),
        findings=fields.each(
            "findings",
            lambda f: Finding(code=f.text("code"), message=f.text("message"), remedy=f.text("remedy")),
        ),
        failed=fields.each("failed", lambda f: FailedProbe(probe=f.text("probe"), reason=f.text("reason"))),
        ages=ages,
    )


def _entry_snapshot(fields: Fields) -> Snapshot | SameSnapshot:
    if fields.raw("same_as") is None:
        return _snapshot(fields)
    return SameSnapshot(same_as=fields.text("same_as"), drift=fields.each("drift", _drift))


def _drift(fields: Fields) -> Drift:
    return Drift(
        name=fields.text("name"),
        before=fields.optional("before", fields.text),
        after=fields.optional("after", fields.text),
    )


def _parameters(fields: Fields, name: str) -> Mapping[str, str]:
    parameters = fields.mapping(name)
    if not all(isinstance(value, str) for value in parameters.values()):
        raise fields.fail(name, "holds a value that is not a string")
    return parameters


def _change(fields: Fields) -> Change:
    return Change(
        name=fields.text("name"),
        before=fields.optional("before", fields.text),
        after=fields.optional("after", fields.text),
        evidence=fields.texts("evidence"),
    )


def _metric(fields: Fields) -> Metric:
    return Metric(
        name=fields.text("name"),
        before=_metric_value(fields, "before"),
        after=_metric_value(fields, "after"),
        unit=fields.text("unit"),
    )


def _metric_value(fields: Fields, name: str) -> MetricValue:
    value = fields.raw(name)
    if value is None or value in _NOT_FINITE:
        return value  # type: ignore[no-any-return]
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise fields.fail(name, "is not a number")
    return value


def _encode_metric(metric: Metric) -> dict[str, Any]:
    return {
        "name": metric.name,
        "before": _finite(metric.before),
        "after": _finite(metric.after),
        "unit": metric.unit,
    }


def _finite(value: MetricValue) -> MetricValue:
    """JSON has no NaN and no infinity: they are written as strings."""
    if isinstance(value, float) and not math.isfinite(value):
        return "nan" if math.isnan(value) else "inf" if value > 0 else "-inf"
    return value


def _error(fields: Fields) -> ErrorFacts:
    return ErrorFacts(
        type=fields.text("type"),
        message=fields.text("message"),
        signature=fields.optional("signature", fields.text),
        cause=fields.optional("cause", fields.text),
    )


def _encode_entry_snapshot(snapshot: Snapshot | SameSnapshot | None) -> dict[str, Any] | None:
    if isinstance(snapshot, SameSnapshot):
        return {"same_as": snapshot.same_as, "drift": [dict(vars(drift)) for drift in snapshot.drift]}
    return None if snapshot is None else encode_snapshot(snapshot)


def _filled(**fields: Any) -> dict[str, Any]:  # noqa: ANN401 (any JSON)
    return {name: value for name, value in fields.items() if value not in (None, [], {})}
