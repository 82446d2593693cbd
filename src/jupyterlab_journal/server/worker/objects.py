"""Dataclasses as JSON and back, for the pipe to a worker: both sides run the same code.

JSON alone would lose which class a mapping was of, and tuples. Nothing but the
classes that are listed can come out of it, whatever is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from jupyterlab_journal.entry import kernel_facts, model, run

_TAG = "\0"  # the only key of a mapping that stands for something else
_CLASSES = {
    name: kind
    for module in (kernel_facts, model, run)
    for name, kind in vars(module).items()
    if isinstance(kind, type) and (is_dataclass(kind) or issubclass(kind, Enum))
}


def encode_object(value: object) -> Any:  # noqa: ANN401 (any JSON)
    """Return a value as JSON: dataclasses, enums, times, tuples, and whatever JSON has."""
    tagged = _tagged(value)
    if tagged is not None:
        return {_TAG: tagged}
    if isinstance(value, list):
        return [encode_object(item) for item in value]
    if isinstance(value, Mapping):
        return {key: encode_object(item) for key, item in value.items()}
    return value


def _tagged(value: object) -> list[Any] | None:
    """Return the name of a class and what makes an object of it; None for what JSON has."""
    if isinstance(value, Enum):
        return [type(value).__name__, value.value]
    if isinstance(value, datetime):
        return ["datetime", value.isoformat()]
    if is_dataclass(value):
        held = {field.name: encode_object(getattr(value, field.name)) for field in fields(value)}
        return [type(value).__name__, held]
    if isinstance(value, tuple):
        return ["tuple", [encode_object(item) for item in value]]
    if isinstance(value, Mapping) and _TAG in value:
        return ["dict", [[key, encode_object(item)] for key, item in value.items()]]
    return None


def decode_object(value: Any) -> Any:  # noqa: ANN401 (any JSON)
    """Return what was encoded."""
    if isinstance(value, list):
        return [decode_object(item) for item in value]
    if not isinstance(value, dict):
        return value
    if _TAG in value:
        return _made(*value[_TAG])
    return {key: decode_object(item) for key, item in value.items()}


def _made(kind: str, held: Any) -> Any:  # noqa: ANN401 (as above)
    if kind == "datetime":
        return datetime.fromisoformat(held)
    items = decode_object(held)
    if kind in {"tuple", "dict"}:
        return tuple(items) if kind == "tuple" else dict(items)
    made = _CLASSES[kind]
    return made(items) if issubclass(made, Enum) else made(**items)
