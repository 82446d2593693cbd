"""The code of a cell as an entry keeps it: one JSON record for each piece, a limited number of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from .pieces import MAX_NAME, MAX_TEXT, Binding, Call, Code, Piece, Setting

if TYPE_CHECKING:
    from jupyterlab_journal.entry.model import Entry, Json

CODE = "code"
"""Field of the metadata: the pieces of the cell's source."""

_MAX_BYTES = 14 * 1024
_MAX_PIECES = 300
_MAX_NAMES = 400
_MAX_RECORDS = 700  # read of what a notebook holds, which may come from anywhere


def _as_it_is(value: Any) -> Json:  # noqa: ANN401 (text, number or truth value)
    return value  # type: ignore[no-any-return]


def _text(value: object) -> str:
    return value[:MAX_TEXT] if isinstance(value, str) else ""


def _is_true(value: object) -> bool:
    return value is True


def _count(value: object) -> int:
    return value if isinstance(value, int) else 0


def _names(value: object) -> tuple[str, ...]:
    return tuple(_text(value).split())


def _keywords(value: object) -> dict[str, str]:
    known = islice(value.items() if isinstance(value, Mapping) else (), _MAX_RECORDS)
    return {name: _text(text) for name, text in known if isinstance(text, str)}


@dataclass(frozen=True)
class _Field:
    """One field of a record: its key there, the attribute it is, and how it is read and written."""

    key: str
    attribute: str
    read: Callable[[object], Any] = _text
    write: Callable[[Any], Json] = _as_it_is


_SETTING = (
    _Field("in", "where"),
    _Field("set", "name"),
    _Field("to", "value"),
    _Field("short", "short"),
    _Field("state", "state", _is_true),
)
_CALL = (
    _Field("in", "where"),
    _Field("call", "callee"),
    _Field("as", "owner"),
    _Field("of", "within"),
    _Field("with", "arguments"),
    _Field("keywords", "keywords", _keywords, dict),
    _Field("alone", "stands_alone", _is_true),
)
_BINDING = (
    _Field("in", "where"),
    _Field("bind", "names", _names, " ".join),
    _Field("from", "source"),
    _Field("at", "at", _count),
    _Field("for", "pieces", _count),
)


def encode_code(code: Code) -> list[Json]:
    """Return what fits of a version of a cell, as JSON.

    Parameters
    ----------
    code : Code
        Its texts are free of secrets.

    Returns
    -------
    list
        Records of the pieces, of the bindings and of the names, in this order.
    """
    encoded: list[Json] = []
    size = 0
    whole = code.whole
    for piece in code.pieces:
        record = _encode(piece, _SETTING if isinstance(piece, Setting) else _CALL)
        size += _size(record)
        if size > _MAX_BYTES or len(encoded) >= _MAX_PIECES:
            whole = False
            break
        encoded.append(record)
    if not whole:
        encoded.append({"more": True})
    for binding in code.bindings:
        record = _encode(binding, _BINDING)
        size += _size(record)
        if size > _MAX_BYTES:
            break
        encoded.append(record)
    if code.bound:
        names = [name for name in sorted(code.bound) if len(name) <= MAX_NAME]
        encoded.append({"names": " ".join(names[:_MAX_NAMES])})
    return encoded


def code_in(entry: Entry) -> Code:
    """Return the code that an earlier entry recorded; what is damaged is passed over."""
    recorded = entry.extra.get(CODE)
    found = recorded if isinstance(recorded, list) else []
    records = [one for one in found[:_MAX_RECORDS] if isinstance(one, Mapping)]
    names = [str(one["names"]) for one in records if isinstance(one.get("names"), str)]
    return Code(
        pieces=tuple(_pieces(records)),
        bound=frozenset(" ".join(names)[:_MAX_BYTES].split()),
        whole=len(found) <= _MAX_RECORDS and not any(one.get("more") is True for one in records),
        bindings=tuple(
            Binding(**_decoded(record, _BINDING))
            for record in records
            if isinstance(record.get("bind"), str) and isinstance(record.get("from"), str)
        ),
    )


def _pieces(records: Iterable[Mapping[str, Json]]) -> Iterator[Piece]:
    for record in records:
        if _text(record.get("set")):
            yield Setting(**_decoded(record, _SETTING))
        elif _text(record.get("call")):
            yield Call(**_decoded(record, _CALL))


def _encode(item: Piece | Binding, fields: Sequence[_Field]) -> dict[str, Json]:
    values = ((field, getattr(item, field.attribute)) for field in fields)
    return {field.key: field.write(value) for field, value in values if value}


def _decoded(record: Mapping[str, Json], fields: Sequence[_Field]) -> dict[str, Any]:
    return {field.attribute: field.read(record.get(field.key)) for field in fields}


def _size(record: Mapping[str, Json]) -> int:
    return sum(len(str(key)) + len(str(value).encode()) + 8 for key, value in record.items())
