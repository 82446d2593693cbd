"""A kernel's reply, checked: whatever runs in a kernel may have written it.

Fields that are not listed here are dropped; a group of the wrong shape is
refused and says so.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from jupyterlab_journal.errors import KernelUnavailable
from jupyterlab_journal.facts.observation import ProbeAnswer
from jupyterlab_journal.watch.planting_program import MIME, NAME

_MAX_TEXT = 4_096
_MAX_ITEMS = 1_024
Shape = Callable[[Any], Any]


def mime_data(content: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the display data in the reply to a debug or execute request; empty if there is none."""
    expressions = content.get("user_expressions")
    holder = expressions.get(NAME) if isinstance(expressions, dict) else content.get("body")
    data = holder.get("data") if isinstance(holder, dict) else None
    return data if isinstance(data, dict) else {}


def read_reply(data: Mapping[str, Any]) -> ProbeAnswer:
    """Read the display data of the planted object.

    Parameters
    ----------
    data : mapping
        Display data by MIME type, from `mime_data`.

    Returns
    -------
    ProbeAnswer
        Groups of the wrong shape are among the failed ones.

    Raises
    ------
    KernelUnavailable
        When it is not the answer of our object.
    """
    try:
        ends = json.loads(data[MIME])
        groups = {end: ends.get(end, {}).items() for end in ("facts", "absent", "failed")}
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        raise KernelUnavailable("answer_of_probes") from None
    facts: dict[str, Any] = {}
    failed = {
        _text(name): _text(reason) for name, reason in groups["failed"] if _is_text(name) and _is_text(reason)
    }
    for name, value in groups["facts"]:
        if name in _GROUPS:
            try:
                facts[name] = _GROUPS[name](value)
            except (ValueError, TypeError) as error:
                failed[name] = f"the kernel's answer does not fit: {error}"[:200]
    absent = {
        name: _text(reason) for name, reason in groups["absent"] if name in _GROUPS and _is_text(reason)
    }
    return ProbeAnswer(facts=facts, absent=absent, failed=failed)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and len(value) <= _MAX_TEXT


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > _MAX_TEXT:
        raise ValueError("not a short text")
    return value.encode("utf-8", "replace").decode(
        "utf-8"
    )  # half a surrogate pair cannot be written to a file


def _long_text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("not a text")
    return value


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("not true or false")
    return value


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) >= 1 << 53:
        raise ValueError("not a whole number")
    return value


def _scalar(value: object) -> Any:  # noqa: ANN401 (a JSON scalar)
    return (
        _text(value) if isinstance(value, str) else _flag(value) if isinstance(value, bool) else _whole(value)
    )


def _or_null(shape: Shape) -> Shape:
    return lambda value: None if value is None else shape(value)


def _one_of(*choices: str) -> Shape:
    def read(value: object) -> str:
        if value not in choices:
            raise ValueError(f"not one of {', '.join(choices)}")
        return str(value)

    return read


def _fields(required: Mapping[str, Shape], optional: Mapping[str, Shape] | None = None) -> Shape:
    def shape(value: object) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise TypeError("not an object")
        missing = [name for name in required if name not in value]
        if missing:
            raise ValueError(f"no field {missing[0]}")
        known = {**required, **(optional or {})}
        return {name: known[name](value[name]) for name in known if name in value}

    return shape


def _mapping(shape: Shape) -> Shape:
    def read(value: object) -> dict[str, Any]:
        if not isinstance(value, dict) or len(value) > _MAX_ITEMS:
            raise TypeError("not an object of at most 1,024 fields")
        return {_text(name): shape(item) for name, item in value.items()}

    return read


def _sequence(shape: Shape) -> Shape:
    def read(value: object) -> list[Any]:
        if not isinstance(value, list) or len(value) > _MAX_ITEMS:
            raise TypeError("not a list of at most 1,024 items")
        return [shape(item) for item in value]

    return read


_NULLABLE = _or_null(_text)
_COUNT = _or_null(_whole)
_FRAMEWORK = _fields(
    {"version": _NULLABLE, "imported": _flag},
    {
        **dict.fromkeys(
            ("cuda", "hip", "cudnn", "git_commit", "default_dtype", "jaxlib", "backend"), _NULLABLE
        ),
        "gpu_build": _or_null(_flag),
        "threads": _COUNT,
    },
)
_DEVICE = _fields(
    {"index": _whole, "name": _text},
    {
        **dict.fromkeys(("memory_bytes", "memory_used_bytes", "memory_peak_bytes"), _COUNT),
        **dict.fromkeys(("capability", "source"), _NULLABLE),
    },
)
_STATE = _fields({"words": _long_text})
_SEED = _fields(
    {"value": _NULLABLE, "source": _one_of("state", "unknown")}, {"confidence": _one_of("certain", "likely")}
)
_TENSOR = _fields(
    {"name": _text, "shape": _sequence(_whole), "dtype": _NULLABLE, "device": _NULLABLE}, {"type": _text}
)
_FRAME = _fields({"function": _text, "line": _COUNT, "variables": _sequence(_TENSOR)})
_GROUPS: dict[str, Shape] = {
    "python": _fields(
        {"version": _text},
        {
            **dict.fromkeys(("implementation", "executable", "prefix"), _text),
            "ipykernel": _NULLABLE,
            "environment": _fields({"kind": _NULLABLE, "name": _NULLABLE}),
        },
    ),
    "host": _fields(
        {},
        {
            **dict.fromkeys(("platform", "machine", "name", "started_at", "folder"), _NULLABLE),
            **dict.fromkeys(("cpus", "memory_bytes", "process_id"), _COUNT),
        },
    ),
    "frameworks": _mapping(_or_null(_FRAMEWORK)),
    "libraries": _mapping(_text),
    "imported": _sequence(_text),
    "devices": _sequence(_DEVICE),
    "cuda": _fields(
        {"initialised": _flag},
        dict.fromkeys(("driver", "driver_cuda", "visible_devices", "source"), _NULLABLE),
    ),
    "distributed": _fields(
        {"source": _text},
        {
            **dict.fromkeys(("rank", "world_size", "local_rank"), _COUNT),
            **dict.fromkeys(("launcher", "backend", "host", "hosts", "job"), _NULLABLE),
        },
    ),
    "seeds": _mapping(lambda value: _STATE(value) if "words" in value else _SEED(value)),
    "determinism": _mapping(_or_null(_scalar)),
    "packages": _fields(
        {"count": _whole, "sha256": _text}, {"versions": _mapping(_text), "folders": _sequence(_text)}
    ),
    "container": _fields({}, dict.fromkeys(("kind", "image", "tag", "digest"), _NULLABLE)),
    "objects": _mapping(_text),
    "parameters": _mapping(_text),
    "frames": _fields({"error": _fields({"type": _text, "message": _NULLABLE}), "frames": _sequence(_FRAME)}),
}
