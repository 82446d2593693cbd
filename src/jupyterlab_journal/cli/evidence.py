"""Whether entries are what they claim: readable, their pictures there, their references kept."""

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
    with_facts = {
        entry.id for _, entry in found if isinstance(entry, Entry) and isinstance(entry.snapshot, Snapshot)
    }
    for position, entry in found:
        if isinstance(entry, InvalidEntry):
            yield Fault(cell=position + 1, problem=entry.message)
            continue
        for problem in _problems(entry, notebook["cells"][position], with_facts):
            yield Fault(cell=position + 1, problem=problem)


def _problems(entry: Entry, cell: Mapping[str, Any], with_facts: set[str]) -> Iterator[str]:
    attachments = cell.get("attachments")
    present = set(attachments) if isinstance(attachments, Mapping) else set()
    named = dict.fromkeys([*(figure.attachment for figure in entry.figures), *_pictures(cell.get("source"))])
    for name in named:
        if name not in present:
            yield f"the picture '{name}' is missing among the cell's attachments"
    if isinstance(entry.snapshot, SameSnapshot) and entry.snapshot.same_as not in with_facts:
        yield (
            f"its facts are said to be those of entry {entry.snapshot.same_as}, "
            "which this notebook does not hold"
        )


def _pictures(source: object) -> Iterator[str]:
    """Yield the attachments that a Markdown text shows."""
    text = "".join(source) if isinstance(source, list) else source
    if isinstance(text, str):
        for match in _ATTACHMENT.finditer(_FENCED.sub("", text)):
            yield unquote(match[1] or match[2])
