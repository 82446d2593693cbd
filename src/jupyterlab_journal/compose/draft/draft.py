"""One entry being written: what its parts share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from jupyterlab_journal.compose.failures.outcome import RunEnding, RunOutcome, outcome_of
from jupyterlab_journal.compose.outputs.blocks import FIRST_TEXTS, LAST_TEXTS, Texts
from jupyterlab_journal.compose.outputs.html_tables import work_of
from jupyterlab_journal.compose.outputs.interrupted import (
    without_cut_secrets,
    without_secrets_across_gaps,
)
from jupyterlab_journal.compose.outputs.parts import Form, Part, Rich, Text, Unread, parts_of
from jupyterlab_journal.compose.outputs.rich import MAX_BLOCKS, rich_block
from jupyterlab_journal.compose.request import EntryRequest, Notice
from jupyterlab_journal.compose.text.plain import plain
from jupyterlab_journal.compose.text.readable import BOTH_ENDS, NARROW, ONLY_END, Limits, Readable, readable
from jupyterlab_journal.locale import Words, counted, words_in
from jupyterlab_journal.reading.code import read_code
from jupyterlab_journal.reading.parser import MAX_CELL_CHARACTERS
from jupyterlab_journal.reading.pieces import Code
from jupyterlab_journal.redact.stream_pieces import Piece

if TYPE_CHECKING:
    from jupyterlab_journal.compose.draft.history import History
    from jupyterlab_journal.compose.draft.room import Room
    from jupyterlab_journal.entry.kernel_facts import EnvironmentFile, KernelDeath
    from jupyterlab_journal.entry.model import RunState, Snapshot, Source
    from jupyterlab_journal.entry.run import CellVersion, EarlierRun, MeasuredTable
    from jupyterlab_journal.reading.other_cells import OtherCells
    from jupyterlab_journal.reading.variables import Assignments
    from jupyterlab_journal.redact.gate import Gate

_BLOCKS_BYTES = 24 * 1024  # of tables, formulas and Markdown texts in one entry
_MAX_READ = 50  # tables among the outputs that metrics are looked for in, the last ones
_MAX_WORK = 10_000  # tags of HTML in such tables, beside those of the last one


@dataclass(frozen=True, kw_only=True)
class Draft:
    """One entry being written; all texts it offers have passed its gate.

    Parameters
    ----------
    snapshot, parameters, files, failure, death, exit_status, measured :
        The kernel's facts.
    code : str
        The source of the cell.
    assignments : Assignments
        Which variables the cell sets, and to what.
    spellings : mapping of str to str
        Parameters as the user wrote them, where Python writes them otherwise.
    other_cells : OtherCells
        The code of other cells, which has not passed the gate: only texts equal to passed values are taken.
    versions : tuple of CellVersion
        Earlier code of cells, which passes the gate when it is used.
    state : RunState, optional
        Why the shown output is not simply that of the shown code in the running kernel.
    title : str, optional
        As the user wrote it, on one line.
    seconds : float, optional
        How long the run took, by the kernel's own clock.
    runs : tuple of EarlierRun
        Of the cell, the newest first; their texts have not passed the gate.
    """

    request: EntryRequest
    entry_id: str
    gate: Gate
    history: History
    snapshot: Snapshot | None
    parameters: Mapping[str, str] | None
    code: str
    assignments: Assignments
    spellings: Mapping[str, str]
    other_cells: OtherCells
    versions: tuple[CellVersion, ...]
    source: Source | None
    title: str | None
    state: RunState | None = None
    files: tuple[EnvironmentFile, ...] = ()
    failure: Mapping[str, Any] | None = None
    death: KernelDeath | None = None
    seconds: float | None = None
    exit_status: int | None = None
    measured: tuple[MeasuredTable, ...] = ()
    runs: tuple[EarlierRun, ...] = ()
    notices: dict[str, Notice] = field(default_factory=dict)

    @property
    def words(self) -> Words:
        """The words of the entry's language."""
        return words_in(self.request.locale)

    def notice(self, code: str, message: str, entry: str | None = None) -> None:
        """Notify the user; once of the same thing."""
        self.notices.setdefault(f"{code} {message}", Notice(code=code, message=message, entry=entry))

    @cached_property
    def outcome(self) -> RunOutcome | None:
        """How the run ended, when it did not end well; None without a cell."""
        cell = self.request.cell
        if cell is None:
            return None
        ending = RunEnding(
            code=self.code,
            outputs=cell.outputs,
            clean=lambda text: self.read([text], "error").text,
            death=self.death,
            exit_status=self.exit_status,
        )
        return outcome_of(ending, self.request.locale)

    @cached_property
    def parsed_code(self) -> Code:
        """The settings and calls of the cell; none of a cell that is too long."""
        cell = self.request.cell
        too_long = cell is not None and len(cell.source) > MAX_CELL_CHARACTERS
        return Code(whole=False) if too_long else read_code(self.code)

    @cached_property
    def parts(self) -> list[Part]:
        """The cell's outputs; empty without a cell. An error entry shows its error elsewhere."""
        outputs = self.request.cell.outputs if self.request.cell else ()
        if self.request.kind.traits.records_error:
            outputs = tuple(output for output in outputs if output.get("output_type") != "error")
        parts = parts_of(outputs)
        unread = sum(isinstance(part, Unread) for part in parts)
        if unread:
            self.notice("html_unread", counted(self.words.html_unread, unread))
        return parts

    @cached_property
    def texts(self) -> Texts:
        """The first and last texts among the outputs."""
        if len(self.parts) == 1 and isinstance(self.parts[0], Text):  # as in most cells
            return Texts(first=[self.whole_output], last=[], left_out=0, lines_left_out=0)
        texts = [part.pieces for part in self.parts if isinstance(part, Text)]
        between = texts[FIRST_TEXTS:-LAST_TEXTS]
        # One more than is shown: it may hold the other half of a secret.
        first = self._without_secrets_across_gaps(texts[: FIRST_TEXTS + 1])[:FIRST_TEXTS]
        last = self._without_secrets_across_gaps(texts[FIRST_TEXTS - 1 :][-LAST_TEXTS - 1 :])[1:]
        return Texts(
            first=[self._read_output(pieces) for pieces in first],
            last=[self._read_output(pieces) for pieces in last],
            left_out=len(between),
            lines_left_out=sum(piece.text.count("\n") for pieces in between for piece in pieces),
        )

    @cached_property
    def printed(self) -> Readable:
        """All texts of the outputs as one; of a huge one, the end."""
        pieces = [piece for part in self.parts if isinstance(part, Text) for piece in part.pieces]
        return self._read_output(pieces, only_end=True)

    @cached_property
    def output(self) -> Readable:
        """The text of all outputs, of tables and Markdown, too; of a huge one, the end."""
        return self._read_output(self._all_pieces, only_end=True) if self._rich else self.printed

    @cached_property
    def whole_output(self) -> Readable:
        """The text of all outputs; of a huge one, both ends."""
        if sum(len(piece.text) for piece in self._all_pieces) <= NARROW:
            return self.output
        return self._read_output(self._all_pieces)

    @cached_property
    def _all_pieces(self) -> Sequence[Piece]:
        read: set[int] = set()
        work = 0
        for part in reversed(self._rich[-_MAX_READ:]):
            work += 0 if part.plain or part.form is not Form.TABLE else work_of(part.content)
            if read and work > _MAX_WORK:
                self.notice("tables_unread", self.words.tables_unread)
                break
            read.add(id(part))
        return [
            piece
            for part in self.parts
            if isinstance(part, Text) or id(part) in read
            for piece in _as_text(part)
        ]

    def blocks(self, room: Room, *forms: Form, most: int = MAX_BLOCKS) -> list[str]:
        """Return the last tables, formulas, Markdown texts and interactive figures among the outputs.

        Parameters
        ----------
        room : Room
            What they have to fit into.
        *forms : Form
            Those that are asked for; all of them by default.
        most : int
            How many there may be; fewer when they are long.
        """
        asked = [part for part in self._rich if not forms or part.form in forms]
        left = room.bytes(_BLOCKS_BYTES)
        blocks: list[str] = []
        for count, part in enumerate(reversed(asked)):
            block = self._block(part) if len(blocks) < most else ""
            left -= len(block.encode())
            if len(blocks) == most or left < 0:
                room.notice("blocks_left_out", counted(self.words.blocks_left_out, len(asked) - count))
                break
            blocks += [block] if block else []
        return blocks[::-1]

    def _block(self, part: Rich) -> str:
        if id(part) not in self._blocks:
            self._blocks[id(part)] = rich_block(part, self.words, self._clean)
        return self._blocks[id(part)]

    @cached_property
    def _blocks(self) -> dict[int, str]:
        """Blocks made so far: an entry that is too long is written again with fewer."""
        return {}

    @cached_property
    def _rich(self) -> list[Rich]:
        return [part for part in self.parts if isinstance(part, Rich)]

    def _without_secrets_across_gaps(self, texts: Sequence[Sequence[Piece]]) -> list[Sequence[Piece]]:
        return without_secrets_across_gaps(texts, self.gate, "output")

    def _clean(self, text: str) -> str:
        return self.gate.text(plain(text).text, "output")

    def _read_output(self, pieces: Sequence[Piece], *, only_end: bool = False) -> Readable:
        asked = ONLY_END if only_end else BOTH_ENDS
        texts, limits = without_cut_secrets(pieces, self.gate, "output", asked)
        output = self.read(texts, "output", limits)
        if output.hidden:
            self.notice("hidden_characters", counted(self.words.hidden_characters, output.hidden))
        return output

    def read(self, pieces: Sequence[str], field_name: str, limits: Limits = BOTH_ENDS) -> Readable:
        """Return a text without terminal codes and secrets."""
        return readable(pieces, lambda text: self.gate.text(text, field_name), limits)


def _as_text(part: Part) -> Sequence[Piece]:
    """Return the text of an output, in pieces."""
    if isinstance(part, Text):
        return part.pieces
    if not isinstance(part, Rich):
        return ()
    texts: Sequence[str] = part.plain
    if not texts and part.form is Form.TABLE:
        rows = [row for grid in part.grids for row in (grid.header, *grid.rows) if row]
        texts = ["\n".join("\t".join(row) for row in rows), "\n"]
    return [Piece(text=text) for text in texts]
