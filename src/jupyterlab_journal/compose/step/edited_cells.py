"""What was edited in other cells since an entry was written, as far as it ran."""

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
class Elsewhere:
    """Edits of other cells, and what these say of variables now."""

    edits: tuple[Edit, ...] = ()
    cells: tuple[Assignments, ...] = ()

    def with_own(self, edits: Sequence[Edit]) -> list[Edit]:
        """Return these edits beside those of the cell itself; what is told there has the short name."""
        own = {edit.name: edit for edit in edits}
        joined = list(edits)
        for edit in self.edits:
            known = own.get(edit.name)
            if known is None:
                joined.append(edit)
            elif (known.before, known.after) != (edit.before, edit.after):
                joined.append(replace(edit, name=edit.full_name))
        return joined

    def beside(self, cell: Assignments) -> Assignments:
        """Return what is known of variables from the cell itself and from those that were edited."""
        return replace(
            cell,
            results=cell.results.union(*(other.results for other in self.cells)),
            mentioned=cell.mentioned.union(*(other.mentioned for other in self.cells)),
        )


def edits_elsewhere(draft: Draft, earlier: Entry) -> Elsewhere:
    """Compare the code that other cells ran last with what they had run when an entry was written.

    Prompt numbers start anew with a process: of an entry from before the
    present one, nothing is known.
    """
    if earlier.source is None or earlier.source.execution_count is None:
        return Elsewhere()
    if is_of_this_process(draft, earlier) is not True:
        return Elsewhere()
    was, now = earlier.parameters or {}, draft.parameters or {}
    edits: list[Edit] = []
    cells = []
    for before, after in _pairs(draft, earlier.source.execution_count):
        codes = [draft.gate.text(storable(code), "source") for code in (before, after)]
        found = find_edits(_read(codes[0]), _read(codes[1]), was.get, now.get, same_cell=True)
        edits += [edit for edit in found if not _only_looks(edit)]
        cells.append(read_assignments(codes[1]))
    return Elsewhere(edits=tuple(edits), cells=tuple(cells))


def _only_looks(edit: Edit) -> bool:
    """Whether a call was added or removed that makes nothing: scratch cells look at things."""
    text = edit.before if edit.after is None else edit.after if edit.before is None else None
    if text is None or edit.variable:
        return False
    callee = text.partition("(")[0]
    return "(" in text and callee == edit.name and not callee.rpartition(".")[2][:1].isupper()


def _pairs(draft: Draft, count: int) -> Iterator[tuple[str, str]]:
    """Yield code of each other cell at a prompt number and now, where it differs and is known."""
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
    """Whether an entry was written when the kernel's present process ran already; None when not known."""
    began = process_began(draft.snapshot)
    return None if began is None else earlier.created >= began


@lru_cache(maxsize=64)
def _read(code: str) -> Code:
    return read_code(code)
