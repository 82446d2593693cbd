"""What was read of a kernel, and of the repository around it, at one moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from jupyterlab_journal.errors import KernelUnavailable


@dataclass(frozen=True, kw_only=True)
class ProbeAnswer:
    """What the planted probes answered: facts by group, and why a group is empty or could not be read."""

    facts: Mapping[str, Any] = field(default_factory=dict)
    absent: Mapping[str, str] = field(default_factory=dict)
    failed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class KernelReading:
    """The kernel's last answer.

    Parameters
    ----------
    answer : ProbeAnswer
        Empty for a kernel that is not of Python.
    age_s : float
        Seconds since it was given.
    problem : str, optional
        Why there is no newer one.
    """

    answer: ProbeAnswer
    age_s: float = 0.0
    problem: str | None = None

    def parameters(self) -> Mapping[str, str]:
        """Return the user's settings by name: of objects under dotted names, and the plain variables.

        Raises
        ------
        KernelUnavailable
            When the answer holds none, or is an older one.
        """
        if self.problem is not None or "parameters" not in self.answer.facts:
            problem = self.problem or self.answer.failed.get("parameters", "its answer holds none")
            raise KernelUnavailable("variables_unread", problem=problem)
        return {**self.answer.facts.get("objects", {}), **self.answer.facts["parameters"]}

    def failure(self) -> Mapping[str, Any] | None:
        """Return the last exception and the tensors in its frames; None when there was none.

        Raises
        ------
        KernelUnavailable
            When the answer is an older one: the last exception may be another by now.
        """
        if self.problem is not None:
            raise KernelUnavailable("exception_unread", problem=self.problem)
        failure: Mapping[str, Any] | None = self.answer.facts.get("frames")
        return failure


@dataclass(frozen=True, kw_only=True)
class Observation:
    """What a snapshot is made of.

    Parameters
    ----------
    language : str
        Of the kernel, in lower case.
    busy : bool
        Whether a cell was running.
    kernel : KernelReading
        Of the kernel.
    git : ProbeAnswer
        Of the repository.
    """

    language: str
    busy: bool
    kernel: KernelReading
    git: ProbeAnswer
