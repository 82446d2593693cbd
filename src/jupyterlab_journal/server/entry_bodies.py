"""What is asked of compose and what it answers, as the REST API has them; for the server and its worker."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from jupyterlab_journal.compose import ActiveCell, ComposedEntry, EntryRequest, Notice
from jupyterlab_journal.entry.model import Kind
from jupyterlab_journal.notebook import read_code_cell
from jupyterlab_journal.server.contract import checked_json

if TYPE_CHECKING:
    from jupyterlab_journal.entry.kernel_facts import KernelFacts

_PLACE = "place"


def read_request(body: bytes) -> dict[str, Any]:
    """Return a body that fits the schema ``EntryRequest``, and whose outputs are such.

    Raises
    ------
    InvalidRequest, MalformedNotebook
        Naming one fault.
    """
    request = checked_json(body, "EntryRequest")
    if "cell" in request:
        request["cell"] = read_code_cell(request["cell"], "cell")
    return request


def without_bulk(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the server itself has to know of a body; outputs and entries stay with the worker.

    Instead of the code of the notebook's cells there is what it names, and
    the outputs of an earlier run are known by their place.
    """
    cell = body.get("cell")
    known = [entry["id"] for entry in body.get("entries", ()) if isinstance(entry, Mapping) and "id" in entry]
    return {
        **body,
        "entries": [{"id": one} for one in known if isinstance(one, str)],
        "code": [],
        "cell": None
        if cell is None
        else {
            **cell,
            "outputs": [],
            "metadata": {},
            "earlier": [
                {**run, "outputs": [{_PLACE: place}]} for place, run in enumerate(cell.get("earlier", ()))
            ],
        },
    }


def with_outputs(facts: KernelFacts, body: Mapping[str, Any]) -> KernelFacts:
    """Put the outputs of earlier runs in, which `without_bulk` left out."""
    earlier = (body.get("cell") or {}).get("earlier", ())
    runs = (
        replace(run, outputs=tuple(earlier[run.outputs[0][_PLACE]]["outputs"])) if run.outputs else run
        for run in facts.runs
    )
    return replace(facts, runs=tuple(runs))


def code_sources(body: Mapping[str, Any]) -> list[str]:
    """Return the code that a request for an entry carries, the active cell last."""
    cell = body.get("cell")
    return [*body.get("code", ()), *([cell["source"]] if cell else [])]


def decode_request(body: Mapping[str, Any]) -> EntryRequest:
    """Return the request of a body that fits the schema ``EntryRequest``."""
    cell = body.get("cell")
    return EntryRequest(
        kind=Kind(body["kind"]),
        locale=body.get("locale", "en"),
        cell=None
        if cell is None
        else ActiveCell(
            source=cell["source"],
            id=cell.get("id"),
            outputs=tuple(cell.get("outputs", ())),
            execution_count=cell.get("execution_count"),
            metadata=cell.get("metadata", {}),
            running=cell.get("running", False),
        ),
        entries=tuple(body.get("entries", ())),
        fields=body.get("fields", {}),
        allowed=frozenset((pair["rule"], pair["field"]) for pair in body.get("allowed", ())),
    )


def encode_composed(composed: ComposedEntry) -> dict[str, Any]:
    """Return the answer, as the schema ``ComposedEntry`` has it."""
    return {
        "cell": dict(composed.cell),
        "warnings": [
            {
                "code": notice.code,
                "message": notice.message,
                **({} if notice.entry is None else {"entry": notice.entry}),
            }
            for notice in composed.warnings
        ],
    }


def decode_composed(answer: Mapping[str, Any]) -> ComposedEntry:
    """Return the entry of an answer."""
    return ComposedEntry(cell=answer["cell"], warnings=tuple(Notice(**one) for one in answer["warnings"]))
