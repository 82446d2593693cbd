"""One measured value, as it was read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from jupyterlab_journal.reading.names import metric_key


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One value.

    Parameters
    ----------
    name : str
        As printed, in lower case.
    value : float
        ``92.8`` for ``92.8%``.
    unit : str
        ``"%"``, ``"1"``, or as printed.
    epoch : int, optional
        The epoch that was announced last.
    step : int, optional
        The step, where the program itself names it.
    """

    name: str
    value: float
    unit: str
    epoch: int | None = None
    step: int | None = None

    @property
    def key(self) -> str:
        """What different spellings of the name have in common."""
        return metric_key(self.name)


def last_values(readings: Iterable[Reading]) -> dict[str, Reading]:
    """Return the last reading of each metric, in the order in which the metrics appeared.

    Parameters
    ----------
    readings : iterable of Reading
        In the order in which they were measured.

    Returns
    -------
    dict of str to Reading
        By `Reading.key`.
    """
    found: dict[str, Reading] = {}
    for reading in readings:
        found[reading.key] = reading
    return found
