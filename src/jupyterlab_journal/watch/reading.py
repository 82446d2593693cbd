"""What was learnt of a kernel at one moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jupyterlab_journal.errors import KernelUnavailable

if TYPE_CHECKING:
    from jupyterlab_journal.watch.reply import Reply


@dataclass(frozen=True, kw_only=True)
class Reading:
    """The kernel's last reply, how old it is, and what went wrong since."""

    reply: Reply
    age_s: float = 0.0
    problem: str | None = None

    def parameters(self) -> Mapping[str, str]:
        """Return the user's settings by name: of objects under dotted names, and the plain variables.

        Raises
        ------
        KernelUnavailable
            When the reply holds none, or is an older one.
        """
        if self.problem is not None or "parameters" not in self.reply.facts:
            problem = self.problem or self.reply.failed.get("parameters", "its answer holds none")
            raise KernelUnavailable("variables_unread", problem=problem)
        return {**self.reply.facts.get("objects", {}), **self.reply.facts["parameters"]}

    def failure(self) -> Mapping[str, Any] | None:
        """Return the last exception and the tensors in its frames; None when there was none.

        Raises
        ------
        KernelUnavailable
            When the reply is an older one: the last exception may be another by now.
        """
        if self.problem is not None:
            raise KernelUnavailable("exception_unread", problem=self.problem)
        failure: Mapping[str, Any] | None = self.reply.facts.get("frames")
        return failure
