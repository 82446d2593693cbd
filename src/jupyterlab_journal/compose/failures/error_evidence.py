"""What is known about an error beside its message."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jupyterlab_journal.compose.metrics.metric_reading import Reading
    from jupyterlab_journal.entry.model import Snapshot


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


def evidence_of(
    message: str,
    snapshot: Snapshot | None,
    parameters: Mapping[str, str] | None,
    readings: Iterable[Reading],
) -> Evidence:
    """Collect what is known about an error.

    Parameters
    ----------
    message : str
        Of the error.
    snapshot : Snapshot, optional
        The kernel's facts.
    parameters : mapping of str to str, optional
        The user's scalars as Python writes them.
    readings : iterable of Reading
        What the cell measured before the error.

    Returns
    -------
    Evidence
        Versions are those of the snapshot; without a snapshot they and CUDA support stay unknown.
    """
    facts: Mapping[str, Any] = snapshot.facts if snapshot is not None else {}
    frameworks = facts.get("frameworks") or {}
    torch = frameworks.get("torch") or {}
    versions = {
        **(facts.get("libraries") or {}),
        **{name: (facts_ or {}).get("version") for name, facts_ in frameworks.items()},
    }
    return Evidence(
        message=message,
        parameters=parameters or {},
        versions={name: version for name, version in versions.items() if isinstance(version, str)},
        has_cuda=torch.get("cuda") is not None if "cuda" in torch else None,
        interpreter=(facts.get("python") or {}).get("executable") or "",
        readings=list(readings),
    )
