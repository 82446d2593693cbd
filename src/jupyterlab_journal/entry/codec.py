"""Entries to JSON and back, by the declarations in ``model``.

Decoding is lenient about what a writer owes (absent and null mean the same),
strict about types, and names the faulty field; encoding leaves out what has
its default, so that diffs stay short.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Any, TypeVar

from msgspec import ValidationError, convert

from jupyterlab_journal.entry.faults import invalid_entry
from jupyterlab_journal.entry.layout import layout_of
from jupyterlab_journal.entry.model import Entry, Json, SameSnapshot, Snapshot
from jupyterlab_journal.errors import InvalidEntry

ENTRY_VERSION = 1  # and that of a snapshot

_PLAIN = frozenset({str, int, bool})  # as they are

Stored = TypeVar("Stored", Entry, Snapshot, SameSnapshot)


def decode_created(value: Mapping[str, object]) -> datetime:
    """Read when an entry was made, and nothing else of it.

    Raises
    ------
    InvalidEntry
        When that is no RFC 3339 time with offset.
    """
    created = value.get("created")
    if not isinstance(created, str):
        raise InvalidEntry("created", "is not a string" if "created" in value else "is missing")
    return _moment(created, "created")


def decode_entry(value: object) -> Entry:
    """Read an entry from ``cell.metadata.journal``.

    Raises
    ------
    InvalidEntry
        Naming one field that is missing, of the wrong type, or of a version
        that this package does not know.
    """
    known, path = _known_fields(Entry, value, ""), ""
    _check_version(known, path)
    if "snapshot" in known:
        known["snapshot"] = _entry_snapshot(known["snapshot"], "snapshot")
    return _made(Entry, known, path)


def decode_snapshot(value: object) -> Snapshot:
    """Read a snapshot.

    Raises
    ------
    InvalidEntry
        As `decode_entry`.
    """
    return _snapshot(value, "snapshot")


def encode_entry(entry: Entry) -> dict[str, Json]:
    """Write an entry as JSON; ``decode_entry`` gives the same entry back."""
    return _written(entry)


def encode_snapshot(snapshot: Snapshot) -> dict[str, Json]:
    """Write a snapshot as JSON; ``decode_snapshot`` gives the same snapshot back."""
    return _written(snapshot)


def encode_declared(value: object) -> dict[str, Json]:
    """Write an object of a dataclass whose fields are declared for JSON."""
    return _written(value)


def _snapshot(value: object, path: str) -> Snapshot:
    known = _known_fields(Snapshot, value, path)
    _check_version(known, path)
    return _made(Snapshot, known, path)


def _entry_snapshot(value: object, path: str) -> Snapshot | SameSnapshot:
    if isinstance(value, Mapping) and value.get("same_as") is not None:
        return _made(SameSnapshot, _known_fields(SameSnapshot, value, path), path)
    return _snapshot(value, path)


def _known_fields(kind: type[Stored], value: object, path: str) -> dict[str, Any]:
    """Return the fields that a class knows, and the others under the name of the field for them."""
    if not isinstance(value, Mapping):
        raise InvalidEntry(path or "journal", "is not an object")
    layout = layout_of(kind)
    known: dict[str, Any] = {}
    rest: dict[str, Any] = {}
    for name, item in value.items():
        if name not in layout.known:
            rest[name] = item
        elif item is not None:
            known[name] = item if name in layout.raw else _without_nulls(item)
    for name in layout.moments & known.keys():
        if isinstance(known[name], str):
            known[name] = _moment(known[name], f"{path}.{name}".lstrip("."))
    if layout.rest is not None:
        known[layout.rest] = rest
    return known


def _without_nulls(value: Any) -> Any:  # noqa: ANN401 (any JSON)
    """Leave out nulls: to a reader they mean what absence means."""
    if isinstance(value, dict):
        return {name: _without_nulls(item) for name, item in value.items() if item is not None}
    return [_without_nulls(item) for item in value] if isinstance(value, list) else value


def _moment(text: str, path: str) -> datetime:
    try:
        # Python 3.10 does not read the "Z" that RFC 3339 allows.
        moment = datetime.fromisoformat(text[:-1] + "+00:00" if text.endswith(("Z", "z")) else text)
    except ValueError:
        raise InvalidEntry(path, "is not a date and time") from None
    if moment.tzinfo is None:
        raise InvalidEntry(path, "has no offset from UTC")
    return moment


def _check_version(known: Mapping[str, Any], path: str) -> None:
    field = f"{path}.version".lstrip(".")
    version = known.get("version")
    if not isinstance(version, int) or isinstance(version, bool):
        raise InvalidEntry(field, "is not a whole number" if "version" in known else "is missing")
    if version != ENTRY_VERSION:
        raise InvalidEntry(field, f"is not {ENTRY_VERSION}: a newer jupyterlab-journal wrote it")


def _made(kind: type[Stored], known: Mapping[str, Any], path: str) -> Stored:
    try:
        return convert(known, kind)
    except ValidationError as error:
        raise invalid_entry(error, path) from None


def _written(value: Any) -> dict[str, Any]:  # noqa: ANN401 (any dataclass)
    layout = layout_of(type(value))
    written: dict[str, Any] = {}
    for name in layout.names:
        item = getattr(value, name)
        if name == layout.rest:
            written.update(item)
        elif name not in layout.defaults or item != layout.defaults[name]:
            written[name] = _plain(item)
    return written


def _plain(value: Any) -> Any:  # noqa: ANN401 (whatever a field holds)
    if value is None or type(value) in _PLAIN:
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else _not_finite(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, datetime):
        return value.isoformat(timespec="milliseconds")
    return value.value if isinstance(value, Enum) else _written(value)


def _not_finite(value: float) -> str:
    """JSON has no NaN and no infinity: they are written as strings."""
    return "nan" if math.isnan(value) else "inf" if value > 0 else "-inf"
