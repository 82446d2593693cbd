"""What the worker for entries runs: it reads bodies of requests, searches their code, and composes."""

from __future__ import annotations

import gc
import json
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from jupyterlab_journal.compose import EntryRequest, compose_entry
from jupyterlab_journal.entry.kernel_facts import KernelFacts
from jupyterlab_journal.entry.model import Kind
from jupyterlab_journal.facts.code_mentions import mentions_in
from jupyterlab_journal.server.entry_bodies import (
    code_sources,
    encode_composed,
    encode_request,
    read_request,
    with_outputs,
    without_bulk,
)
from jupyterlab_journal.server.secrets import redactor_of
from jupyterlab_journal.server.worker.objects import decode_object
from jupyterlab_journal.server.worker.pipe_frames import Frame

if TYPE_CHECKING:
    from jupyterlab_journal.redact import Redactor
    from jupyterlab_journal.server.bodies import EntryRequest as BodyRequest

_MAX_KEPT = 4  # bodies, for one may take 100 MB when it is parsed

_kept: OrderedDict[bytes, BodyRequest] = OrderedDict()


def answer(request: Frame, _progress: Callable[[float], None]) -> Frame:
    """Do what the header asks; the body of the request comes as one part."""
    # A large body is hundreds of thousands of objects that are all in use: to search them for what is not,
    # again and again while more are made, takes a third of the time.
    gc.disable()
    try:
        return _ANSWERS[request.header["do"]](request)
    finally:
        gc.enable()


def _warm(request: Frame) -> Frame:
    """Compose an entry for nobody: the first one reads and compiles all that the others use."""
    compose_entry(EntryRequest(kind=Kind.STEP), KernelFacts(), _redactor(request.header))
    return Frame(header={})


def _read(request: Frame) -> Frame:
    return Frame(header={"sent": encode_request(without_bulk(_body(request)))})


def _find_mentions(request: Frame) -> Frame:
    return Frame(header={"mentions": asdict(mentions_in(code_sources(_body(request))))})


def _write(request: Frame) -> Frame:
    body = _body(request)
    del _kept[request.parts[0]]
    facts = with_outputs(decode_object(request.header["facts"]), body)
    composed = compose_entry(body, facts, _redactor(request.header))
    return Frame(header={}, parts=[json.dumps(encode_composed(composed)).encode()])


_ANSWERS: Mapping[str, Callable[[Frame], Frame]] = {
    "warm": _warm,
    "read": _read,
    "find mentions": _find_mentions,
    "write": _write,
}


def _body(request: Frame) -> BodyRequest:
    """Return the body, parsed and checked; it stays until it is written, or too many others came."""
    raw = request.parts[0]
    if raw not in _kept:
        _kept[raw] = read_request(raw)
    while len(_kept) > _MAX_KEPT:
        _kept.popitem(last=False)
    return _kept[raw]


def _redactor(header: Mapping[str, Any]) -> Redactor:
    return redactor_of(tuple(header["known_values"]), enabled=header["redact"])
