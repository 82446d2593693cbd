"""What the parts of one entry share while it is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from jupyterlab_journal.compose.excerpt import Readable, readable
from jupyterlab_journal.compose.outputs.parts import Part, Text, parts_of
from jupyterlab_journal.compose.request import EntryRequest, Notice
from jupyterlab_journal.compose.words import WORDS, Words, counted

if TYPE_CHECKING:
    from jupyterlab_journal.compose.changes.source import Assignments
    from jupyterlab_journal.compose.history import History
    from jupyterlab_journal.entry.model import Change, ErrorFacts, Figure, Metric, Snapshot, Source
    from jupyterlab_journal.redact.gate import Gate


@dataclass(frozen=True, kw_only=True)
class Content:
    """What one kind of entry contributes: values for its template, facts for its metadata."""

    values: Mapping[str, str]
    title: str | None = None
    changes: tuple[Change, ...] = ()
    metrics: tuple[Metric, ...] = ()
    error: ErrorFacts | None = None
    figures: tuple[Figure, ...] = ()
    attachments: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Draft:
    """One entry being written; all texts it offers have passed its gate.

    Parameters
    ----------
    snapshot, parameters :
        The kernel's facts.
    assignments : Assignments
        What the source of the cell says about its variables.
    spellings : mapping of str to str
        Parameters as the user wrote them, where Python writes them otherwise.
    title : str, optional
        As the user wrote it, on one line.
    scale : float
        Share of the usual room for outputs; below 1 when the entry was too long.
    """

    request: EntryRequest
    entry_id: str
    gate: Gate
    history: History
    snapshot: Snapshot | None
    parameters: Mapping[str, str] | None
    assignments: Assignments
    spellings: Mapping[str, str]
    source: Source | None
    title: str | None
    scale: float = 1.0
    notices: dict[str, Notice] = field(default_factory=dict)

    @property
    def words(self) -> Words:
        """The words of the entry's language."""
        return WORDS[self.request.locale]

    def notice(self, code: str, message: str) -> None:
        """Tell the user something; the same thing once."""
        self.notices.setdefault(f"{code} {message}", Notice(code=code, message=message))

    def room(self, size: int) -> int:
        """Return how many of `size` bytes may be used."""
        return int(size * self.scale)

    @cached_property
    def parts(self) -> list[Part]:
        """The cell's outputs; empty without a cell."""
        return parts_of(self.request.cell.outputs) if self.request.cell else []

    @cached_property
    def texts(self) -> list[tuple[str, Readable]]:
        """The texts among the outputs, each with the language of its fence."""
        texts = [
            (part.language, self.read(part.pieces, "output")) for part in self.parts if isinstance(part, Text)
        ]
        hidden = sum(text.hidden for _, text in texts)
        if hidden:
            self.notice("hidden_characters", counted(self.words.hidden_characters, hidden))
        return texts

    @cached_property
    def output(self) -> Readable:
        """All texts of the outputs as one; of a huge one, the end."""
        pieces = [piece for part in self.parts if isinstance(part, Text) for piece in part.pieces]
        output = self.read(pieces, "output", only_end=True)
        if output.hidden:
            self.notice("hidden_characters", counted(self.words.hidden_characters, output.hidden))
        return output

    def read(self, pieces: Sequence[str], field_name: str, *, only_end: bool = False) -> Readable:
        """Return a text without terminal codes and secrets."""
        return readable(pieces, lambda text: self.gate.text(text, field_name), only_end=only_end)
