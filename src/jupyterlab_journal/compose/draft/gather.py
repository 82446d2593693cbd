"""Collect what an entry is made of, each text through the gate."""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import replace
from typing import TYPE_CHECKING

from jupyterlab_journal.compose.draft.content import NOTHING_TO_RECORD
from jupyterlab_journal.compose.draft.draft import Draft
from jupyterlab_journal.compose.draft.history import History
from jupyterlab_journal.compose.draft.run_metrics import safe_tables
from jupyterlab_journal.compose.draft.run_state import cell_as_it_ran, facts_of_the_run, state_of
from jupyterlab_journal.compose.draft.stored_parameters import bounded_parameters, spellings
from jupyterlab_journal.compose.text.plain import one_line
from jupyterlab_journal.entry.model import Snapshot, Source
from jupyterlab_journal.entry.storable import storable
from jupyterlab_journal.facts.kernel_process import process_began, process_of
from jupyterlab_journal.facts.safe_json import safe_json
from jupyterlab_journal.facts.snapshot import redacted
from jupyterlab_journal.locale import counted
from jupyterlab_journal.reading.other_cells import OtherCells
from jupyterlab_journal.reading.parser import MAX_CELL_CHARACTERS
from jupyterlab_journal.reading.variables import read_assignments

if TYPE_CHECKING:
    from jupyterlab_journal.compose.request import EntryRequest
    from jupyterlab_journal.entry.active_cell import ActiveCell
    from jupyterlab_journal.entry.kernel_facts import KernelFacts
    from jupyterlab_journal.redact.gate import Gate

_MAX_TITLE_CHARACTERS = 200
_MAX_ID_CHARACTERS = 64  # of a cell; notebook format 4.5


def gather(request: EntryRequest, facts: KernelFacts, gate: Gate, *, entry_id: str) -> Draft:
    """Return the draft of an entry, with notices of what it will lack.

    Parameters
    ----------
    request : EntryRequest
        What is asked for, none of it redacted.
    facts : KernelFacts
        Of the kernel as it is now; of a run in another process, only what holds there is used.
    gate : Gate
        Of this one entry: it also collects what was removed.
    entry_id : str
        ULID that the entry will have.

    Returns
    -------
    Draft
        Its texts are without secrets; outputs and earlier runs pass the gate when they are read.
    """
    state = state_of(request, facts)
    is_other_process = facts_of_the_run(state, facts) is not facts
    history = History(request.entries, None if is_other_process else process_began(facts.snapshot))
    facts = facts_of_the_run(state, facts)
    if request.cell is not None:
        request = replace(request, cell=cell_as_it_ran(request.cell, state, facts))
    parameters = None if facts.parameters is None else bounded_parameters(facts.parameters, gate)
    code = gate.text(request.cell.source, "source") if request.cell and _is_read(request.cell) else ""
    assignments = read_assignments(code)
    other_cells = OtherCells(facts.code)
    title = one_line(gate.text(storable(request.fields.get("title", "")), "title"))
    draft = Draft(
        request=request,
        entry_id=entry_id,
        gate=gate,
        history=history,
        snapshot=None if facts.snapshot is None else redacted(facts.snapshot, gate),
        code=code,
        parameters=parameters,
        assignments=assignments,
        spellings=spellings(parameters or {}, assignments, other_cells, history.last_with_parameters),
        other_cells=other_cells,
        versions=facts.versions,
        source=None if request.cell is None else _source(request.cell, code, gate, facts.snapshot),
        state=state,
        title=title[:_MAX_TITLE_CHARACTERS] or None,
        files=facts.files,
        failure=None if facts.failure is None else safe_json(facts.failure, gate, "error"),
        death=facts.death,
        seconds=facts.seconds,
        exit_status=facts.exit_status,
        runs=facts.runs,
        measured=safe_tables(facts.measured, gate),
    )
    _notify_of_missing(draft, facts)
    return draft


def _is_read(cell: ActiveCell) -> bool:
    return len(cell.source) <= MAX_CELL_CHARACTERS


def _source(cell: ActiveCell, code: str, gate: Gate, snapshot: Snapshot | None) -> Source:
    return Source(
        cell_id=None
        if cell.id is None
        else one_line(gate.text(storable(cell.id), "source"))[:_MAX_ID_CHARACTERS],
        execution_count=cell.execution_count,
        sha256=hashlib.sha256(_fingerprint(cell, code)).hexdigest(),
        process=process_of(snapshot),
    )


def _fingerprint(cell: ActiveCell, code: str) -> bytes:
    """Return what distinguishes two versions of a cell.

    It is made of what passed the gate: a hash of a secret would let others
    try values against it. Of a cell that is too long for the gate, length
    and 16 bits distinguish versions, too little to try anything.
    """
    if _is_read(cell):
        return storable(code).encode()
    checksum = zlib.crc32(cell.source.encode("utf-8", "replace")) & 0xFFFF
    return f"{len(cell.source)} characters, {checksum:04x}".encode()


def _notify_of_missing(draft: Draft, facts: KernelFacts) -> None:
    words = draft.words
    traits = draft.request.kind.traits
    is_death = traits.records_error and draft.death is not None
    if traits.describes_run and draft.request.cell is None and not is_death:
        draft.notice(NOTHING_TO_RECORD, words.no_cell)
    if traits.describes_run and facts.snapshot is None and draft.state is None:
        draft.notice("no_kernel_facts", words.no_kernel_facts)
    if traits.describes_run and not draft.parsed_code.whole:
        draft.notice("code_in_part", words.code_in_part)
    if facts.unread_code:
        draft.notice("code_unread", counted(words.code_unread, facts.unread_code))
    cut = len(facts.parameters or ()) - len(draft.parameters or ())
    if cut > 0:
        draft.notice("parameters_cut", counted(words.parameters_cut, cut))
