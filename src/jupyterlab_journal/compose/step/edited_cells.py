"""Edits of other cells since an earlier entry, as far as they have run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from jupyterlab_journal.compose.changes.edits import find_edits
from jupyterlab_journal.entry.storable import storable
from jupyterlab_journal.facts.kernel_process import process_began
from jupyterlab_journal.reading.code import read_code
from jupyterlab_journal.reading.variables import Assignments, read_assignments

if TYPE_CHECKING:
    from jupyterlab_journal.compose.changes.naming import Edit
    from jupyterlab_journal.compose.draft.draft import Draft
    from jupyterlab_journal.entry.model import Entry
    from jupyterlab_journal.entry.run import CellVersion
    from jupyterlab_journal.reading.pieces import Code

_MAX_CELLS = 5
_MAX_CHARACTERS = 10_000  # of both versions of all of them: reading 1,000 takes about 3 ms


@dataclass(frozen=True, kw_only=True)
class OtherCellEdits:
    """Edits of other cells, and how these cells use their variables now."""

    edits: tuple[Edit, ...] = ()
    cells: tuple[Assignments, ...] = ()

    def joined_with(self, edits: Sequence[Edit]) -> list[Edit]:
        """Join with the edits of the cell itself, which keep the short name where both have it.

        Parameters
        ----------
        edits : sequence of Edit
            Of the cell that the step is about.

        Returns
        -------
        list of Edit
            These, then the edits of other cells that do not repeat one of them.
        """
        own = {edit.name: edit for edit in edits}
        joined = list(edits)
        for edit in self.edits:
            known = own.get(edit.name)
            if known is None:
                joined.append(edit)
            elif (known.before, known.after) != (edit.before, edit.after):
                joined.append(replace(edit, name=edit.full_name))
        return joined

    def extend(self, cell: Assignments) -> Assignments:
        """Return how the cell and the edited cells use their variables."""
        return replace(
            cell,
            results=cell.results.union(*(other.results for other in self.cells)),
            mentioned=cell.mentioned.union(*(other.mentioned for other in self.cells)),
        )


def edits_of_other_cells(draft: Draft, earlier: Entry) -> OtherCellEdits:
    """Compare the last runs of other cells with their last runs before an entry.

    Prompt numbers start anew with a process, so that nothing is found for an
    entry from before the present one.

    Parameters
    ----------
    draft : Draft
        The entry being written.
    earlier : Entry
        Its run is the point in time to compare with.
    """
    if earlier.source is None or earlier.source.execution_count is None:
        return OtherCellEdits()
    if is_of_this_process(draft, earlier) is not True:
        return OtherCellEdits()
    was, now = earlier.parameters or {}, draft.parameters or {}
    edits: list[Edit] = []
    cells = []
    for before, after in _pairs(draft, earlier.source.execution_count):
        codes = [draft.gate.text(storable(code), "source") for code in (before, after)]
        found = find_edits(_read(codes[0]), _read(codes[1]), was.get, now.get, same_cell=True)
        edits += [edit for edit in found if not _only_displays(edit)]
        cells.append(read_assignments(codes[1]))
    return OtherCellEdits(edits=tuple(edits), cells=tuple(cells))


def _only_displays(edit: Edit) -> bool:
    """Whether the edit adds or removes a call that creates nothing: scratch cells display things."""
    text = edit.before if edit.after is None else edit.after if edit.before is None else None
    if text is None or edit.variable:
        return False
    callee = text.partition("(")[0]
    return "(" in text and callee == edit.name and not callee.rpartition(".")[2][:1].isupper()


def _pairs(draft: Draft, count: int) -> Iterator[tuple[str, str]]:
    """Yield the code of each other cell at a prompt number and now, where both are known and differ."""
    own = draft.source.cell_id if draft.source else None
    versions: dict[str, list[CellVersion]] = {}
    for version in draft.versions:
        if version.cell_id != own:
            versions.setdefault(version.cell_id, []).append(version)
    edited = sorted(versions.values(), key=lambda found: -found[-1].execution_count)
    room = _MAX_CHARACTERS
    for place, found in enumerate(edited):
        before = next((one for one in reversed(found) if one.execution_count <= count), None)
        after = found[-1]
        if before is None or before.code is None or after.code is None or after.code == before.code:
            continue
        size = len(before.code) + len(after.code)
        if place >= _MAX_CELLS or size > room:
            draft.notice("other_cells_in_part", draft.words.other_cells_in_part)
        else:
            room -= size
            yield before.code, after.code


def is_of_this_process(draft: Draft, earlier: Entry) -> bool | None:
    """Whether an entry was written in the kernel's present process; None when that is unknown."""
    began = process_began(draft.snapshot)
    return None if began is None else earlier.created >= began


@lru_cache(maxsize=64)
def _read(code: str) -> Code:
    return read_code(code)
