"""The one door into Markdown and metadata."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from .engine import WITHHELD
from .mapping import name_inside
from .secret_names import shipped_labels
from .stream_pieces import arrangements, interrupted_streams

if TYPE_CHECKING:
    from .engine import Redactor
    from .removal import Removal
    from .stream_pieces import Joined, Piece

Json: TypeAlias = bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"] | None

_NAME_KEYS = ("name", "key", "label")
_OPENS = ("{", "[", "(")
_NAME_MAX = 64
_WHOLE = frozenset({"entry", "metadata"})  # texts made of others that have passed already
_NEVER_ALLOWED = frozenset({"known_value", "withheld"})  # certainly secret; not searched at all


class Removed(NamedTuple):
    """One line of an entry's ``redactions``: no value, no position."""

    kind: str
    field: str
    rule: str


class Gate:
    """Pass the texts of one entry through one redactor and remember what was removed.

    Parameters
    ----------
    redactor : Redactor
        Shared between entries; a gate is made for each entry.
    allowed : collection of (rule, field)
        What the user called no secret: what this rule finds in this field
        stays, unless another rule finds it too.

    Examples
    --------
    >>> from jupyterlab_journal.redact import Redactor
    >>> gate = Gate(Redactor())
    >>> gate.json({"lr": 0.1, "password": "letmein"}, "parameters")
    {'lr': 0.1, 'password': '[REDACTED:password]'}
    >>> gate.redactions
    [Removed(kind='password', field='parameters', rule='label-strong-name')]
    """

    def __init__(self, redactor: Redactor, allowed: Collection[tuple[str, str]] = ()) -> None:
        self._redactor = redactor
        self._allowed = frozenset(allowed)
        self._let_through: set[str] = set()  # as long as the entry is being written
        self._removed: dict[Removed, None] = {}

    @property
    def redactions(self) -> list[Removed]:
        """What was removed, without repetition, in the order it was met."""
        return list(self._removed)

    def text(self, value: str, field: str, name: str = "") -> str:
        """Return `value` without its secrets.

        Parameters
        ----------
        value : str
            Any text.
        field : str
            Where it belongs in the entry, such as ``"output"``; kept beside kind and rule.
        name : str, optional
            What `value` is the value of, such as the name of a parameter.
        """
        return _without(value, [_cut(removal) for removal in self._removals(value, field, name)])

    def pieces(self, pieces: Sequence[Piece], field: str) -> list[str]:
        """Return texts that were written one after another without their secrets.

        A secret that is cut between two of them goes too; the marker stands where it began.
        """
        return self._rearranged(pieces, arrangements(pieces), field)

    def interrupted(self, pieces: Sequence[Piece], field: str) -> list[str]:
        """Return texts without the secrets that the messages of another stream cut.

        Whatever else they hold stays: for texts that are redacted as one afterwards.
        """
        return self._rearranged(pieces, interrupted_streams(pieces), field)

    def json(self, value: Json, field: str, name: str = "") -> Json:
        """Return `value` with every string in it redacted, keys too; a key is the name of what it holds.

        In ``{"name": "password", "before": "x"}`` the name stands beside the values, and counts for them.
        """
        if isinstance(value, str):
            return self.text(value, field, name)
        if isinstance(value, Mapping):
            beside = next((held for key in _NAME_KEYS if isinstance(held := value.get(key), str)), "")
            return {
                self.text(key, field): self.json(
                    item,
                    field,
                    name_inside(name, key, shipped_labels()) if key in _NAME_KEYS or not beside else beside,
                )
                for key, item in value.items()
            }
        if isinstance(value, Sequence):
            return [self.json(item, field, name) for item in value]
        return value

    def _rearranged(self, pieces: Sequence[Piece], orders: Iterable[Joined], field: str) -> list[str]:
        """Return `pieces` without what is found in any of the orders in which they are read."""
        cuts: list[list[_Cut]] = [[] for _ in pieces]
        for joined in orders:
            for removal in self._removals(joined.text, field):
                marker = _cut(removal).marker
                for index, start, end in joined.places(removal.start, removal.end):
                    cuts[index].append(_Cut(start, end, marker))
                    marker = ""
        return [_without(piece.text, found) for piece, found in zip(pieces, cuts, strict=True)]

    def _removals(self, value: str, field: str, name: str = "") -> list[Removal]:
        """Return what must go from `value`, and remember its kinds."""
        found = self._found(value, name)
        kept = [removal for removal in found if not self._lets_through(value, removal, field)]
        for removal in kept:
            self._removed.setdefault(Removed(removal.kind, field, removal.rule))
        return kept

    def _found(self, value: str, name: str) -> Sequence[Removal]:
        """Return the secrets of `value`; what it is written as says where those of a list or mapping lie."""
        if not name or value[:1] not in _OPENS or len(name) > _NAME_MAX:
            return self._redactor.redact(value, name).removals
        lead = f"{name} = "
        found = self._redactor.redact(f"{lead}{value}").removals
        return [
            replace(removal, start=max(0, removal.start - len(lead)), end=removal.end - len(lead))
            for removal in found
            if removal.end > len(lead)
        ]

    def _lets_through(self, text: str, removal: Removal, field: str) -> bool:
        """Whether the user called no secret what would be removed here."""
        if not self._allowed or removal.kind in _NEVER_ALLOWED:
            return False
        found = text[removal.start : removal.end]
        bare = found.replace("\\", "")  # Markdown and JSON escape what passed as it was
        if field in _WHOLE and any(bare in passed for passed in self._let_through):
            return True
        if (removal.rule, field) not in self._allowed:
            return False
        # What overlaps is removed as one: another rule may have a say in it.
        if any((inner.rule, field) not in self._allowed for inner in self._redactor.redact(found).removals):
            return False
        self._let_through.add(bare)
        return True


class _Cut(NamedTuple):
    """A stretch to take out, and what to put in its place."""

    start: int
    end: int
    marker: str


def _cut(removal: Removal) -> _Cut:
    marker = WITHHELD if removal.kind == "withheld" else f"[REDACTED:{removal.kind}]"
    return _Cut(removal.start, removal.end, marker)


def _without(text: str, cuts: Sequence[_Cut]) -> str:
    parts: list[str] = []
    at = 0
    for cut in sorted(cuts):
        parts.append(text[at : cut.start])
        if cut.start >= at:  # else an earlier cut goes over its beginning, and has its marker
            parts.append(cut.marker)
        at = max(at, cut.end)
    return "".join([*parts, text[at:]])
