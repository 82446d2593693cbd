"""What is asked of compose and what it answers, on its way between the client, the server and its worker."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from msgspec import convert, to_builtins

from jupyterlab_journal.compose import ComposedEntry
from jupyterlab_journal.entry.active_cell import ActiveCell
from jupyterlab_journal.entry.codec import encode_declared
from jupyterlab_journal.notebook import read_code_cell
from jupyterlab_journal.server.bodies import EntryRequest
from jupyterlab_journal.server.decoding import decode_value, parse_body

if TYPE_CHECKING:
    from jupyterlab_journal.entry.kernel_facts import KernelFacts

_PLACE = "place"


def read_request(body: bytes) -> EntryRequest:
    """Return the request of a body, whose outputs are such.

    Raises
    ------
    InvalidRequest, MalformedNotebook
        Naming one fault.
    """
    value = parse_body(body)
    request = decode_value(value, EntryRequest)
    if request.cell is None:
        return request
    cell = read_code_cell(value["cell"], "cell")
    return request if cell is value["cell"] else replace(request, cell=decode_value(cell, ActiveCell))


def without_bulk(request: EntryRequest) -> EntryRequest:
    """Return what the server itself has to know of a request; outputs and entries stay with the worker.

    Instead of the code of the notebook's cells there is what it names, and
    the outputs of an earlier run are known by their place.
    """
    known = [entry["id"] for entry in request.entries if isinstance(entry, Mapping) and "id" in entry]
    cell = request.cell
    if cell is not None:
        earlier = tuple(replace(run, outputs=({_PLACE: place},)) for place, run in enumerate(cell.earlier))
        cell = replace(cell, outputs=(), metadata={}, earlier=earlier)
    entries = tuple({"id": one} for one in known if isinstance(one, str))
    return replace(request, entries=entries, code=(), cell=cell)


def with_outputs(facts: KernelFacts, request: EntryRequest) -> KernelFacts:
    """Put the outputs of earlier runs in, which `without_bulk` left out."""
    earlier = () if request.cell is None else request.cell.earlier
    runs = (
        replace(run, outputs=earlier[run.outputs[0][_PLACE]].outputs) if run.outputs else run
        for run in facts.runs
    )
    return replace(facts, runs=tuple(runs))


def code_sources(request: EntryRequest) -> list[str]:
    """Return the code that a request for an entry carries, the active cell last."""
    return [*request.code, *([request.cell.source] if request.cell else [])]


def encode_request(request: EntryRequest) -> Any:  # noqa: ANN401 (any JSON)
    """Return a request as JSON, for the pipe between server and worker."""
    return to_builtins(request)


def decode_request(value: object) -> EntryRequest:
    """Return the request that was encoded."""
    return convert(value, EntryRequest)


def encode_composed(composed: ComposedEntry) -> dict[str, Any]:
    """Return the answer, as the client gets it."""
    return encode_declared(composed)


def decode_composed(answer: object) -> ComposedEntry:
    """Return the entry of an answer."""
    return convert(answer, ComposedEntry)
