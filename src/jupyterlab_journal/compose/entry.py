"""Write one entry: gather, compose, bound, and let everything out through one gate."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from jupyterlab_journal.compose.draft.gate_once import GateOnce
from jupyterlab_journal.compose.draft.gather import gather
from jupyterlab_journal.compose.draft.history import MAX_ENTRY_BYTES
from jupyterlab_journal.compose.draft.room import Room
from jupyterlab_journal.compose.draft.stored_parameters import AS_WRITTEN
from jupyterlab_journal.compose.kinds import writer_of
from jupyterlab_journal.compose.request import ComposedEntry, EntryRequest
from jupyterlab_journal.compose.text.markdown_blocks import heading_text
from jupyterlab_journal.compose.text.titles import title_text, without_escapes
from jupyterlab_journal.entry.cell import make_cell
from jupyterlab_journal.entry.codec import decode_entry, encode_entry
from jupyterlab_journal.entry.model import Entry, SameSnapshot, Snapshot
from jupyterlab_journal.entry.storable import storable
from jupyterlab_journal.entry.template import Template, find_template
from jupyterlab_journal.entry.ulid import new_ulid
from jupyterlab_journal.errors import InvalidRequest
from jupyterlab_journal.facts.safe_json import safe_json
from jupyterlab_journal.facts.stored_facts import is_storable, stored_facts, without_versions
from jupyterlab_journal.locale import counted
from jupyterlab_journal.reading.code_records import CODE, encode_code

if TYPE_CHECKING:
    from jupyterlab_journal.compose.draft.content import Content
    from jupyterlab_journal.compose.draft.draft import Draft
    from jupyterlab_journal.entry.kernel_facts import KernelFacts
    from jupyterlab_journal.entry.model import Json
    from jupyterlab_journal.redact.engine import Redactor

MAX_FIELDS_BYTES = 24 * 1024  # what the user wrote; the rest is left to outputs and facts
_SHARES = (1.0, 0.5, 0.25, 0.1)  # of the usual room for outputs, until the entry fits
_OWN_FIELDS = ("version", "id", "kind", "created", "source")

Clock = Callable[[], datetime]


def _now() -> datetime:
    return datetime.now().astimezone()


def compose_entry(
    request: EntryRequest, facts: KernelFacts, redactor: Redactor, *, clock: Clock = _now
) -> ComposedEntry:
    """Return a ready Markdown cell.

    Parameters
    ----------
    request : EntryRequest
        What is asked for.
    facts : KernelFacts
        What the kernel knows; empty without a kernel.
    redactor : Redactor
        Every text passes it before use, and the finished cell once more.
    clock : callable
        Gives the time of creation, with time zone.

    Returns
    -------
    ComposedEntry
        The cell, at most `MAX_ENTRY_BYTES` without its pictures, and notices of what it lacks.

    Raises
    ------
    InvalidRequest
        For a field the template does not have, or too long a text.
    KernelUnavailable
        For an environment entry without facts.
    """
    template = find_template(request.kind, request.locale)
    _check_fields(request, template, redactor)
    created = clock()
    gate = GateOnce(redactor, [(one.rule, one.field) for one in request.allowed])
    draft = gather(request, facts, gate, entry_id=new_ulid(created))
    write = writer_of(draft)
    for share in _SHARES:
        room = Room(share=share)
        content = write(room)
        source = draft.gate.text(template.fill(_values(draft, content, template)), "entry")
        entry = _entry(draft, content, created, _stored(draft, room))
        _report_unreadable_entries(draft, room)
        if _size(source, entry) <= MAX_ENTRY_BYTES:
            decode_entry(entry)  # what the gate left has to be an entry still
            cell = make_cell(entry, source, content.attachments)
            return ComposedEntry(cell=cell, warnings=tuple({**draft.notices, **room.notices}.values()))
    raise InvalidRequest(
        "entry_too_large", code="entry_too_large", kind=template.title.lower(), limit=MAX_ENTRY_BYTES
    )


def _check_fields(request: EntryRequest, template: Template, redactor: Redactor) -> None:
    known = ["title", *template.hints]
    unknown = [name for name in request.fields if name not in known]
    if unknown:
        raise InvalidRequest(
            "unknown_field",
            kind=template.title.lower(),
            field=repr(redactor.redact(unknown[0]).text[:40]),
            fields=known,
        )
    size = sum(len(text.encode("utf-8", "replace")) for text in request.fields.values())
    if size > MAX_FIELDS_BYTES:
        raise InvalidRequest(
            "text_too_long",
            code="text_too_long",
            kind=template.title.lower(),
            size=size,
            limit=MAX_FIELDS_BYTES,
        )


def _values(draft: Draft, content: Content, template: Template) -> dict[str, str]:
    """Return what goes into the template; the user's words win over the machine's."""
    title = heading_text(draft.title) if draft.title else title_text(content.title or "")
    number = draft.history.count(draft.request.kind) + 1
    own = {name: text.strip() for name, text in draft.request.fields.items() if name != "title"}
    heading = template.heading(number=number, title=title)
    return {
        **content.values,
        **{name: draft.gate.text(storable(text), name) for name, text in own.items() if text},
        "heading": f"{heading}\n\n{content.first_line}" if content.first_line else heading,
    }


def _entry(
    draft: Draft, content: Content, created: datetime, snapshot: Snapshot | SameSnapshot | None
) -> dict[str, Json]:
    """Return the machine's half; what people or programs wrote in it passes the gate once more."""
    entry = Entry(
        id=draft.entry_id,
        kind=draft.request.kind,
        created=created,
        title=without_escapes(draft.title) if draft.title else content.title,
        state=content.state,
        source=draft.source,
        snapshot=snapshot,
        parameters=draft.parameters,
        changes=content.changes,
        metrics=content.metrics,
        error=replace(content.error, signature=None) if content.error else None,
        figures=content.figures,
        extra=_extra(draft),
    )
    encoded = encode_entry(entry)
    # Hashes of our own look like secrets, and so does a signature beside its name: they do not pass.
    own = {name: encoded.pop(name) for name in _OWN_FIELDS if name in encoded}
    safe = safe_json(encoded, draft.gate, "metadata")
    if content.error is not None and content.error.signature is not None:
        safe["error"]["signature"] = content.error.signature
    redactions = [removed._asdict() for removed in draft.gate.redactions]
    return {**own, **safe, **({"redactions": redactions} if redactions else {})}


def _extra(draft: Draft) -> dict[str, Json]:
    """Return what a later entry is compared with, beside the values."""
    extra: dict[str, Json] = {}
    if draft.spellings:
        extra[AS_WRITTEN] = dict(draft.spellings)
    if (draft.parsed_code.pieces or not draft.parsed_code.whole) and draft.request.kind.traits.describes_run:
        extra[CODE] = encode_code(draft.parsed_code)
    return extra


def _report_unreadable_entries(draft: Draft, room: Room) -> None:
    count = draft.history.unreadable
    if count:
        room.notice("unreadable_entries", counted(draft.words.unreadable_entries, count))


def _stored(draft: Draft, room: Room) -> Snapshot | SameSnapshot | None:
    """Return the facts as they are stored; None when they are too many to be true."""
    if draft.snapshot is None:
        return None
    if not is_storable(draft.snapshot):
        room.notice("facts_left_out", draft.words.facts_left_out)
        return None
    if draft.request.kind.traits.records_facts:  # the one that later entries refer to, with every package
        return draft.snapshot if room.share == 1 else without_versions(draft.snapshot)
    return stored_facts(draft.snapshot, draft.history.last_snapshot)


def _size(source: str, entry: Mapping[str, Json]) -> int:
    return len(source.encode()) + len(json.dumps(entry, ensure_ascii=False).encode())
