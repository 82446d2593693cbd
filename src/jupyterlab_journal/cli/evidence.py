"""Whether entries are what they claim: readable, their ids their own, their pictures and facts there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from jupyterlab_journal.entry.cell import entries_of
from jupyterlab_journal.entry.model import Entry, SameSnapshot, Snapshot
from jupyterlab_journal.errors import InvalidEntry

_FENCED = re.compile(r"^ {0,3}(?P<fence>`{3,}|~{3,}).*?(?:^ {0,3}(?P=fence)|\Z)", re.DOTALL | re.MULTILINE)
_ATTACHMENT = re.compile(r"""!\[[^\]]*\]\(\s*<?attachment:([^)\s>]+)|src=["']attachment:([^"'>]+)""")


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What is wrong with the entry in a cell; `cell` counts from 1."""

    cell: int
    problem: str


def faults(notebook: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield what is wrong with the entries of a notebook, in document order."""
    found = list(entries_of(notebook))
    snapshots: dict[str, Snapshot | SameSnapshot | None] = {}
    for _, entry in found:
        if isinstance(entry, Entry) and not isinstance(snapshots.get(entry.id), Snapshot):
            snapshots[entry.id] = entry.snapshot
    first: dict[str, int] = {}
    for position, entry in found:
        if isinstance(entry, InvalidEntry):
            yield Fault(cell=position + 1, problem=entry.message)
            continue
        if first.setdefault(entry.id, position) != position:
            yield Fault(cell=position + 1, problem=f"its id {entry.id} is that of cell {first[entry.id] + 1}")
        for problem in (
            *_missing_pictures(entry, notebook["cells"][position]),
            *_lost_facts(entry, snapshots),
        ):
            yield Fault(cell=position + 1, problem=problem)


def _missing_pictures(entry: Entry, cell: Mapping[str, Any]) -> Iterator[str]:
    attachments = cell.get("attachments")
    present = set(attachments) if isinstance(attachments, Mapping) else set()
    named = dict.fromkeys([*(figure.attachment for figure in entry.figures), *_pictures(cell.get("source"))])
    for name in named:
        if name not in present:
            yield f"the picture '{name}' is missing among the cell's attachments"


def _lost_facts(entry: Entry, snapshots: Mapping[str, Snapshot | SameSnapshot | None]) -> Iterator[str]:
    if not isinstance(entry.snapshot, SameSnapshot):
        return
    held_by = entry.snapshot.same_as
    if held_by not in snapshots:
        yield f"its facts are said to be those of entry {held_by}, which this notebook does not hold"
    elif not isinstance(snapshots[held_by], Snapshot):
        yield f"its facts are said to be those of entry {held_by}, which holds none itself"


def _pictures(source: object) -> Iterator[str]:
    """Yield the attachments that a Markdown text shows."""
    text = "".join(source) if isinstance(source, list) else source
    if isinstance(text, str):
        for match in _ATTACHMENT.finditer(_FENCED.sub("", text)):
            yield unquote(match[1] or match[2])
