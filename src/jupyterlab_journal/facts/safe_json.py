"""Redact facts together with their names."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from jupyterlab_journal.entry.storable import storable

if TYPE_CHECKING:
    from jupyterlab_journal.entry.model import Json
    from jupyterlab_journal.redact.gate import Gate


def safe_json(value: Mapping[str, Json], gate: Gate, field: str) -> Any:  # noqa: ANN401 (any JSON, to be decoded)
    """Return `value` without secrets.

    It passes the gate as one text: there a secret stands beside the name it
    is known by, and one pass costs less than one for each string. Should a
    removal have taken a quote with it, the strings pass one by one.

    Parameters
    ----------
    value : mapping
        Facts under their names.
    gate : Gate
        Of the entry, or one for this value alone.
    field : str
        What `value` is in the entry, for the list of removals.

    Returns
    -------
    object
        JSON of the same shape.
    """
    text = storable(json.dumps(value, ensure_ascii=False))
    try:
        return json.loads(gate.text(text, field))
    except ValueError:
        return gate.json(json.loads(text), field)
