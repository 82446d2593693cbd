"""The code cell that an entry is about, as the page that shows it sends it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

from msgspec import Meta


@dataclass(frozen=True, kw_only=True)
class EarlierOutputs:
    """What the cell showed after one run before."""

    execution_count: int
    source: str
    outputs: Annotated[tuple[Mapping[str, Any], ...], Meta(max_length=1000)]


@dataclass(frozen=True, kw_only=True)
class ActiveCell:
    """The code cell an entry is about, as the notebook holds it."""

    id: str | None = None
    source: str
    outputs: Annotated[tuple[Mapping[str, Any], ...], Meta(max_length=20_000)] = ()
    execution_count: int | None = None
    running: Annotated[bool, Meta(description="Whether it is being executed now: its prompt is [*]")] = False
    metadata: Mapping[str, Any] = field(default_factory=dict)
    earlier: Annotated[
        tuple[EarlierOutputs, ...],
        Meta(
            max_length=100,
            description="What the cell showed before it was run again, the oldest first. A run counts only"
            " where the kernel knows it by this number and this code; its metrics are those before",
        ),
    ] = ()
