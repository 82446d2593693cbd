"""The runs of a cell before the one that is asked about, and how the variables were then."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from jupyterlab_journal.entry.run import CellVersion, EarlierRun, digest
from jupyterlab_journal.errors import KernelUnavailable
from jupyterlab_journal.watch.cell_records import read_changes
from jupyterlab_journal.watch.planting_program import EARLIER_MIME, RAN_MIME

if TYPE_CHECKING:
    from jupyterlab_journal.entry.model import Change
    from jupyterlab_journal.entry.run import CellRecord
    from jupyterlab_journal.watch.cell_log import CellLog

MAX_RUNS = 20


@dataclass(frozen=True, kw_only=True)
class RanCode:
    """What a process ran last. Its texts have not been redacted.

    Parameters
    ----------
    codes : tuple of str
        Each once, the newest first.
    versions : tuple of CellVersion
        Of the cells that ran in more than one, the oldest first.
    """

    codes: tuple[str, ...] = ()
    versions: tuple[CellVersion, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """What only the kernel knows: code that cells do not hold any more, and what has changed just now.

    Parameters
    ----------
    code : mapping of str to str
        By hash.
    pending : tuple of Change
        Parameters that have other values than when the last cell ended: one is running.
    after : tuple of str and int
        Series and number of that cell's record.
    """

    code: Mapping[str, str]
    pending: tuple[Change, ...]
    after: tuple[str, int]
    complete: bool


def earlier_runs(
    log: CellLog, cell_id: str, execution_count: int | None, earlier: Earlier | None
) -> tuple[EarlierRun, ...]:
    """Return the runs of a cell before one of them, the newest first.

    Parameters
    ----------
    log : CellLog
        Of the kernel.
    cell_id : str
        A cell without an id cannot be told from another.
    execution_count : int, optional
        Of the run that the others were before; without it, the run has not
        ended yet. Empty when the present process does not know that run.
    earlier : Earlier, optional
        Without it, neither code nor values are known.
    """
    return tuple(islice(_backwards(log, cell_id, execution_count, earlier), MAX_RUNS))


def with_code(runs: tuple[EarlierRun, ...], codes: Iterable[str]) -> tuple[EarlierRun, ...]:
    """Return runs with the code among `codes` that their records know by its hash.

    Parameters
    ----------
    runs : tuple of EarlierRun
        Those that have their code keep it.
    codes : iterable of str
        In any order.
    """
    known = {digest(code): code for code in codes}
    return tuple(
        run if run.code is not None else replace(run, code=known.get(run.record.source)) for run in runs
    )


def ran_code(log: CellLog, codes: tuple[str, ...]) -> RanCode:
    """Return code that is known to have run, with the versions of the cells that were edited.

    Parameters
    ----------
    log : CellLog
        Of the kernel.
    codes : tuple of str
        What its present process ran, the newest first.
    """
    known = {digest(code): code for code in codes}
    versions: dict[str, list[CellVersion]] = {}
    latest: dict[str, str] = {}
    for record in log.records:
        cell_id, count = record.cell_id, record.execution_count
        if record.epoch != log.epoch or cell_id is None or count is None:
            continue
        if latest.get(cell_id) != record.source:
            latest[cell_id] = record.source
            version = CellVersion(cell_id=cell_id, execution_count=count, code=known.get(record.source))
            versions.setdefault(cell_id, []).append(version)
    edited = tuple(version for found in versions.values() if len(found) > 1 for version in found)
    return RanCode(codes=codes, versions=edited)


def _backwards(
    log: CellLog, cell_id: str, execution_count: int | None, earlier: Earlier | None
) -> Iterator[EarlierRun]:
    """Take back what each cell changed, as long as nothing is missing between two records."""
    later_changes = {change.name: change for change in earlier.pending} if earlier else {}
    complete = earlier is not None and earlier.complete
    found = execution_count is None
    later: CellRecord | None = None
    for record in reversed(log.records):
        if record.epoch != log.epoch:
            return
        joined = (
            _follows(later, record) if later else earlier and earlier.after == (record.series, record.number)
        )
        complete = bool(complete and joined)
        if record.cell_id == cell_id:
            if found:
                code = earlier.code.get(record.source) if earlier else None
                known = tuple(later_changes.values()) if complete else None
                yield EarlierRun(record=record, later_changes=known, code=code)
            found = found or record.execution_count == execution_count
        complete = complete and record.complete
        for change in record.changes:
            later_changes[change.name] = replace(later_changes.get(change.name, change), before=change.before)
        later = record


def _follows(later: CellRecord, earlier: CellRecord) -> bool:
    return later.series == earlier.series and later.number == earlier.number + 1


def read_earlier(data: Mapping[str, Any]) -> Earlier:
    """Read the display data of the planted keeper; code that does not fit its hash is left out.

    Raises
    ------
    KernelUnavailable
        When it is not the answer of our keeper.
    """
    try:
        answer = json.loads(data[EARLIER_MIME])
        pending = answer["pending"]
        return Earlier(
            code={
                name: text
                for name, text in answer["code"].items()
                if isinstance(text, str) and digest(text) == name
            },
            pending=read_changes(pending["changes"]),
            after=(str(pending["series"]), int(pending["after"])),
            complete=pending["complete"] is True,
        )
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError, OverflowError):
        raise KernelUnavailable("answer_of_keeper") from None


def read_ran_code(data: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the code that ran, the newest first, from the display data of the planted keeper.

    Raises
    ------
    KernelUnavailable
        When it is not the answer of our keeper.
    """
    try:
        codes = json.loads(data[RAN_MIME])["code"]
    except (KeyError, TypeError, ValueError, RecursionError):
        codes = None
    if not isinstance(codes, list):
        raise KernelUnavailable("answer_of_keeper")
    return tuple(code for code in codes if isinstance(code, str))
