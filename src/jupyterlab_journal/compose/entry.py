"""Write one entry: gather, compose, bound, and let everything out through one gate."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from jupyterlab_journal.compose.draft.gate_once import GateOnce
from jupyterlab_journal.compose.draft.gather import gather
from jupyterlab_journal.compose.draft.history import MAX_ENTRY_BYTES
from jupyterlab_journal.compose.draft.stored_parameters import AS_WRITTEN
from jupyterlab_journal.compose.kinds import content_of
from jupyterlab_journal.compose.request import ABOUT_A_CELL, ComposedEntry, EntryRequest
from jupyterlab_journal.compose.text.markdown import heading_text
from jupyterlab_journal.compose.text.titles import title_text, without_escapes
from jupyterlab_journal.entry.cell import make_cell
from jupyterlab_journal.entry.codec import decode_entry, encode_entry
from jupyterlab_journal.entry.model import Entry, Kind, Redaction, SameSnapshot, Snapshot
from jupyterlab_journal.entry.storable import storable
from jupyterlab_journal.entry.template import Template, find_template
from jupyterlab_journal.entry.ulid import new_ulid
from jupyterlab_journal.errors import InvalidRequest
from jupyterlab_journal.facts.safe_json import safe_json
from jupyterlab_journal.facts.stored_facts import is_storable, stored_facts, without_versions
from jupyterlab_journal.locale import counted
from jupyterlab_journal.reading.pieces import CODE, encode_code

if TYPE_CHECKING:
    from jupyterlab_journal.compose.draft.content import Content
    from jupyterlab_journal.compose.draft.draft import Draft
    from jupyterlab_journal.entry.kernel_facts import KernelFacts
    from jupyterlab_journal.entry.model import Json
    from jupyterlab_journal.redact.engine import Redactor

MAX_FIELDS_BYTES = 24 * 1024  # what the user wrote; the rest is left to outputs and facts
_SCALES = (1.0, 0.5, 0.25, 0.1)

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
    gathered = gather(request, facts, gate, entry_id=new_ulid(created))
    notices = dict(gathered.notices)
    for scale in _SCALES:
        is_first = scale == 1
        draft = gathered if is_first else replace(gathered, scale=scale, notices=dict(notices))
        content = content_of(draft)
        source = draft.gate.text(template.fill(_values(draft, content, template)), "entry")
        entry = _entry(draft, content, created)
        _tell_of_unreadable_entries(draft)
        if _size(source, entry) <= MAX_ENTRY_BYTES:
            cell = make_cell(entry, source, content.attachments)
            return ComposedEntry(cell=cell, warnings=tuple(draft.notices.values()))
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


def _entry(draft: Draft, content: Content, created: datetime) -> Entry:
    """Return the machine's half; what people or programs wrote in it is redacted once more."""
    foreign = Entry(
        id=draft.entry_id,
        kind=draft.request.kind,
        created=created,
        title=without_escapes(draft.title) if draft.title else content.title,
        state=content.state,
        snapshot=_stored(draft),
        parameters=draft.parameters,
        changes=content.changes,
        metrics=content.metrics,
        error=replace(content.error, signature=None) if content.error else None,
        figures=content.figures,
        extra=_extra(draft),
    )
    encoded = encode_entry(foreign)
    identity = {name: encoded[name] for name in ("version", "id", "kind", "created")}
    safe = decode_entry({**safe_json(encoded, draft.gate, "metadata"), **identity})
    # Hashes of our own look like secrets beside a name such as "signature": they do not pass.
    signature = content.error.signature if content.error else None
    return replace(
        safe,
        source=draft.source,
        error=replace(safe.error, signature=signature) if safe.error else None,
        redactions=tuple(
            Redaction(kind=removed.kind, field=removed.field, rule=removed.rule)
            for removed in draft.gate.redactions
        ),
    )


def _extra(draft: Draft) -> dict[str, Json]:
    """Return what a later entry is compared with, beside the values."""
    extra: dict[str, Json] = {}
    if draft.spellings:
        extra[AS_WRITTEN] = dict(draft.spellings)
    if (draft.told.pieces or not draft.told.whole) and draft.request.kind in ABOUT_A_CELL:
        extra[CODE] = encode_code(draft.told)
    return extra


def _tell_of_unreadable_entries(draft: Draft) -> None:
    count = draft.history.unreadable
    if count:
        draft.notice("unreadable_entries", counted(draft.words.unreadable_entries, count))


def _stored(draft: Draft) -> Snapshot | SameSnapshot | None:
    """Return the facts as they are stored; None when they are too many to be true."""
    if draft.snapshot is None:
        return None
    if not is_storable(draft.snapshot):
        draft.notice("facts_left_out", draft.words.facts_left_out)
        return None
    if draft.request.kind is Kind.ENVIRONMENT:  # the one that later entries refer to, with every package
        return draft.snapshot if draft.scale == 1 else without_versions(draft.snapshot)
    return stored_facts(draft.snapshot, draft.history.last_snapshot)


def _size(source: str, entry: Entry) -> int:
    return len(source.encode()) + len(json.dumps(encode_entry(entry), ensure_ascii=False).encode())
