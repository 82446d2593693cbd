"""Heal what other tools did to entries: ids that are there twice, references that lead to no facts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from jupyterlab_journal.cli.command import read_bytes
from jupyterlab_journal.entry.cell import entries_of, journal_metadata
from jupyterlab_journal.entry.fact_references import resolve
from jupyterlab_journal.entry.model import Entry, SameSnapshot, Snapshot
from jupyterlab_journal.entry.ulid import new_ulid
from jupyterlab_journal.errors import Conflict
from jupyterlab_journal.export.beside import write_beside
from jupyterlab_journal.notebook import check_notebook, parse_json

_FORMAT = 4
_INDENTED = re.compile(r"\s*\{\r?\n( +)\"")


@dataclass(frozen=True, kw_only=True)
class Repair:
    """What was done to the entry in a cell; `cell` counts from 1."""

    cell: int
    done: str


def repair_file(path: str) -> tuple[dict[str, Any], list[Repair]]:
    """Repair the entries of a notebook in its file; return the notebook and what was done.

    Nothing is written when nothing is to be repaired. What is written differs
    in the repaired fields alone, as far as JSON laid out by nbformat can.

    Raises
    ------
    InvalidRequest
        When the file cannot be read.
    MalformedNotebook
        When it is no notebook.
    Conflict, ExportFailed
        When it cannot be written, or was changed meanwhile.
    """
    data = read_bytes(path)
    raw = parse_json(data, path)
    notebook = check_notebook(raw, path)
    if not isinstance(raw, dict) or raw.get("nbformat") != _FORMAT:  # older ones have no entries
        return notebook, []
    repairs = repair(notebook)
    if repairs:
        _replace(Path(path).resolve(), data, notebook)
    return notebook, repairs


def repair(notebook: dict[str, Any]) -> list[Repair]:
    """Repair the entries of a notebook in place, in document order.

    Of several entries with one id, one keeps it: the first that holds facts,
    else the first. The others become copies. A reference to an entry that
    refers to another one is shortened; one that leads to no facts is removed:
    what they were is unknown.
    """
    return sorted([*_tell_apart(notebook), *_settle_references(notebook)], key=lambda one: one.cell)


def _tell_apart(notebook: dict[str, Any]) -> Iterator[Repair]:
    groups: dict[str, list[tuple[int, Entry]]] = {}
    for position, entry in _readable(notebook):
        groups.setdefault(entry.id, []).append((position, entry))
    for group in groups.values():
        keeper, _ = next((one for one in group if isinstance(one[1].snapshot, Snapshot)), group[0])
        for position, entry in group:
            if position != keeper:
                fresh = new_ulid(datetime.now(timezone.utc))
                _metadata(notebook, position).update(id=fresh, copied_from=entry.copied_from or entry.id)
                yield Repair(
                    cell=position + 1, done=f"had the id of cell {keeper + 1}; it is now its copy {fresh}"
                )


def _settle_references(notebook: dict[str, Any]) -> Iterator[Repair]:
    entries = list(_readable(notebook))
    snapshots = {entry.id: entry.snapshot for _, entry in entries}
    for position, entry in entries:
        reference = entry.snapshot
        if not isinstance(reference, SameSnapshot):
            continue
        resolved = resolve(reference, snapshots)
        if resolved is None:
            del _metadata(notebook, position)["snapshot"]
            yield Repair(
                cell=position + 1,
                done=f"referred to the facts of entry {reference.same_as}, which are not there; "
                "its facts are unknown now",
            )
        elif resolved != reference:
            drift = [asdict(drift) for drift in resolved.drift]
            _metadata(notebook, position)["snapshot"] = {"same_as": resolved.same_as, "drift": drift}
            yield Repair(
                cell=position + 1,
                done=f"referred to entry {reference.same_as}, which refers on; "
                f"it now refers to {resolved.same_as}, which holds the facts",
            )


def _readable(notebook: dict[str, Any]) -> Iterator[tuple[int, Entry]]:
    return ((position, entry) for position, entry in entries_of(notebook) if isinstance(entry, Entry))


def _metadata(notebook: dict[str, Any], position: int) -> dict[str, Any]:
    metadata = journal_metadata(notebook["cells"][position])
    if not isinstance(metadata, dict):
        raise TypeError("an entry that was read has no metadata")
    return metadata


def _replace(target: Path, before: bytes, notebook: dict[str, Any]) -> None:
    """Write the notebook in place of the bytes that were read, unless others are there now."""
    after = _encoded(notebook, before)
    if target.read_bytes() != before:
        raise Conflict("changed_while_repaired", name=target.name)
    write_beside(target, after, {}, overwrite=True)


def _encoded(notebook: dict[str, Any], before: bytes) -> bytes:
    """Return the JSON of a notebook as nbformat lays it out, indented as it was."""
    indented = _INDENTED.match(before[:1000].decode(errors="replace"))
    text = json.dumps(notebook, ensure_ascii=False, indent=len(indented[1]) if indented else 1)
    ending = "\n" if before.endswith(b"\n") else ""
    # Half a surrogate pair has no UTF-8: it stays the escape that it was.
    return (text + ending).encode(errors="backslashreplace")
