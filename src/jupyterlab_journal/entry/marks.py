"""How the fields of a stored object are written, where their types alone do not say it."""

from __future__ import annotations

from enum import Enum
from typing import Annotated, Any, TypeAlias, TypeVar, get_args, get_origin

from msgspec import Meta

T = TypeVar("T")

REFERENCE = "#/$defs/{name}"
"""How a schema refers to a class."""


class Mark(Enum):
    """What is done with a field on its way into JSON."""

    ALWAYS = "always"
    OMIT_DEFAULT = "omit default"
    REST = "rest"


Always: TypeAlias = Annotated[T, Mark.ALWAYS]
"""Writers owe this field, null included; readers do without it."""

OmitDefault: TypeAlias = Annotated[T, Mark.OMIT_DEFAULT]
"""Left out when it has its default, and never null, so that diffs stay short."""

Rest: TypeAlias = Annotated[T, Mark.REST]
"""Holds the fields of the JSON object that no other field has; they survive a rewrite."""


VersionOne: TypeAlias = Annotated[
    int, Meta(description="Version of this shape.", extra_json_schema={"const": 1})
]


def one_of(*choices: str | None) -> Meta:
    """Describe a text that writers take from `choices`; readers take any: a later version may know more."""
    return Meta(extra_json_schema={"enum": list(choices)})


def one_object_of(*kinds: type) -> Meta:
    """Describe an object of one of several classes that nothing but their fields tells apart."""
    return Meta(extra_json_schema={"anyOf": [{"$ref": REFERENCE.format(name=one.__name__)} for one in kinds]})


def marks_of(hint: Any) -> tuple[Any, ...]:  # noqa: ANN401 (any annotation)
    """Return what an annotation says beyond the type."""
    return get_args(hint)[1:] if get_origin(hint) is Annotated else ()
