"""How much room an entry has: when it is too long, its outputs are shown shorter."""

from __future__ import annotations

from dataclasses import dataclass, field

from jupyterlab_journal.compose.request import Notice


@dataclass(frozen=True, kw_only=True)
class Room:
    """A share of the usual room for outputs, and what had to be left out for it.

    Parameters
    ----------
    share : float
        1 at first; less when the entry was too long with more.
    """

    share: float = 1.0
    notices: dict[str, Notice] = field(default_factory=dict)

    def bytes(self, size: int) -> int:
        """Return how many of `size` bytes may be used."""
        return int(size * self.share)

    def notice(self, code: str, message: str) -> None:
        """Report what does not fit; the same thing once."""
        self.notices.setdefault(f"{code} {message}", Notice(code=code, message=message))
