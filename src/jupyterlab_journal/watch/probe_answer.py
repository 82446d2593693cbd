"""A kernel's reply, checked: whatever runs in a kernel may have written it.

Groups and fields that are not declared are dropped; a group of the wrong
shape is refused and says so. What a snapshot may hold is declared in
``entry/fact_groups.py``, what else a kernel is asked for in ``kernel_groups.py``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from msgspec import ValidationError, convert

from jupyterlab_journal.errors import KernelUnavailable
from jupyterlab_journal.facts.observation import ProbeAnswer
from jupyterlab_journal.watch.kernel_groups import GROUPS, STATE
from jupyterlab_journal.watch.planting_program import MIME, NAME

_MAX_TEXT = 4_096
_MAX_ITEMS = 1_024
_MAX_WHOLE = 1 << 53  # what a number of JavaScript holds exactly


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
        if name in GROUPS:
            try:
                facts[name] = _bounded(convert(value, GROUPS[name]), name)
            except (ValidationError, ValueError) as error:
                failed[name] = f"the kernel's answer does not fit: {error}"[:200]
    absent = {name: _text(reason) for name, reason in groups["absent"] if name in GROUPS and _is_text(reason)}
    return ProbeAnswer(facts=facts, absent=absent, failed=failed)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and len(value) <= _MAX_TEXT


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > _MAX_TEXT:
        raise ValueError("not a short text")
    return value.encode("utf-8", "replace").decode(
        "utf-8"
    )  # half a surrogate pair cannot be written to a file


def _bounded(value: Any, name: str) -> Any:  # noqa: ANN401 (any JSON)
    """Return a value of the right shape if it is not too large, and can be written to a file."""
    if isinstance(value, str):
        return value if name == STATE else _text(value)
    if isinstance(value, int) and abs(value) >= _MAX_WHOLE:
        raise ValueError("a whole number of over 53 bits")
    if isinstance(value, (dict, list)) and len(value) > _MAX_ITEMS:
        raise ValueError("over 1,024 items")
    if isinstance(value, dict):
        return {_text(key): _bounded(item, key) for key, item in value.items()}
    return [_bounded(item, name) for item in value] if isinstance(value, list) else value
