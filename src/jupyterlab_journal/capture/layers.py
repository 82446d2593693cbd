"""What a model is made of, whatever framework it is of."""

from __future__ import annotations

from collections.abc import Iterator

_MAX_KINDS = 12


class Layers:
    """Layers, parameters, devices and rates of dropout, counted while a model is walked through.

    Parameters
    ----------
    total : int, optional
        Number of parameters; None when it is not known.
    """

    def __init__(self, total: int | None) -> None:
        self.total = total
        self.places: set[str] = set()
        self._kinds: dict[str, int] = {}
        self._dropouts: list[str] = []

    def note(self, kind: str) -> None:
        """Count one layer."""
        self._kinds[kind] = self._kinds.get(kind, 0) + 1

    def note_dropout(self, rate: float) -> None:
        """Note a rate of dropout, once."""
        if repr(rate) not in self._dropouts:
            self._dropouts.append(repr(rate))

    def add(self, count: int | None) -> None:
        """Add parameters; one number that is not known leaves the sum unknown."""
        self.total = None if count is None or self.total is None else self.total + count

    def facts(self) -> Iterator[tuple[str, str]]:
        """Yield what there is to tell."""
        if self.total is not None:
            yield ".parameters", str(self.total)
        if len(self.places) == 1:
            yield ".device", next(iter(self.places))
        kinds = [f"{name} x{count}" if count > 1 else name for name, count in self._kinds.items()]
        yield ".layers", ", ".join(kinds[:_MAX_KINDS]) + (", ..." if len(kinds) > _MAX_KINDS else "")
        if self._dropouts:
            yield ".dropout", ", ".join(self._dropouts[:_MAX_KINDS])
