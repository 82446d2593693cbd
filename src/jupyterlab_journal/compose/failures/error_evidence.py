"""What is known about an error beside its message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from jupyterlab_journal.compose.metrics.cell_metrics import read_cell

if TYPE_CHECKING:
    from jupyterlab_journal.compose.draft.draft import Draft
    from jupyterlab_journal.compose.metrics.metric_reading import Reading


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What is known about an error, all of it without secrets.

    Parameters
    ----------
    parameters : mapping of str to str
        The user's scalars as Python writes them.
    versions : mapping of str to str
        Of installed packages.
    has_cuda : bool, optional
        Whether torch is built with CUDA; None when unknown.
    interpreter : str
        Path of the kernel's Python.
    readings : sequence of Reading
        What the cell printed before.
    """

    message: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    has_cuda: bool | None = None
    interpreter: str = ""
    readings: Sequence[Reading] = ()


def evidence_of(draft: Draft, message: str) -> Evidence:
    """Collect what the kernel and the outputs say."""
    facts: Mapping[str, Any] = draft.snapshot.facts if draft.snapshot is not None else {}
    frameworks = facts.get("frameworks") or {}
    torch = frameworks.get("torch") or {}
    versions = {
        **(facts.get("libraries") or {}),
        **{name: (facts_ or {}).get("version") for name, facts_ in frameworks.items()},
    }
    return Evidence(
        message=message,
        parameters=draft.parameters or {},
        versions={name: version for name, version in versions.items() if isinstance(version, str)},
        has_cuda=torch.get("cuda") is not None if "cuda" in torch else None,
        interpreter=(facts.get("python") or {}).get("executable") or "",
        readings=list(read_cell(draft, draft.output.text)),
    )
