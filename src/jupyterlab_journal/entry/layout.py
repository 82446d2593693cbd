"""What the declaration of a class says of its JSON form."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from jupyterlab_journal.entry.marks import Mark, marks_of


@dataclass(frozen=True, kw_only=True)
class Layout:
    """How the objects of one class are read and written.

    Parameters
    ----------
    names : tuple of str
        Of all fields, in the order in which they are written.
    known : frozenset of str
        Names that a JSON object may have: all but that of `rest`.
    always, moments, raw : frozenset of str
        Fields that writers owe; that are times; and whose values are more than one object or list of fields.
    defaults : mapping
        Of the fields that are left out when they have it.
    rest : str, optional
        The field for whatever else a JSON object has.
    """

    names: tuple[str, ...]
    known: frozenset[str]
    always: frozenset[str]
    moments: frozenset[str]
    raw: frozenset[str]
    defaults: Mapping[str, object]
    rest: str | None


_JOINED = (Union, UnionType)
_known: dict[type, Layout] = {}


def layout_of(kind: type) -> Layout:
    """Return the layout of a dataclass."""
    layout = _known.get(kind)
    if layout is None:
        layout = _known[kind] = _read_layout(kind)
    return layout


def _read_layout(kind: type[Any]) -> Layout:
    hints = get_type_hints(kind, include_extras=True)
    fields = dataclasses.fields(kind)
    marked = {
        mark: frozenset(field.name for field in fields if mark in marks_of(hints[field.name]))
        for mark in Mark
    }
    names = tuple(field.name for field in fields)
    return Layout(
        names=names,
        known=frozenset(names) - marked[Mark.REST],
        always=marked[Mark.ALWAYS],
        moments=frozenset(name for name in names if datetime in _parts(hints[name])),
        raw=frozenset(name for name in names if _is_raw(hints[name])),
        defaults={field.name: field.default for field in fields if field.name in marked[Mark.OMIT_DEFAULT]},
        rest=next(iter(marked[Mark.REST]), None),
    )


def _is_raw(hint: Any) -> bool:  # noqa: ANN401 (any annotation)
    return any(part is Any or get_origin(part) is Mapping for part in _parts(hint))


def _parts(hint: Any) -> tuple[Any, ...]:  # noqa: ANN401 (as above)
    """Return the types that are joined in an annotation; one that is not joined alone."""
    bare = get_args(hint)[0] if get_origin(hint) is Annotated else hint
    return sum(map(_parts, get_args(bare)), ()) if get_origin(bare) in _JOINED else (bare,)
