"""A body that does not fit is refused with the place, and with what the schema demands there."""

from __future__ import annotations

import json

import pytest
from jsonschema import ValidationError
from shapes import check

from jupyterlab_journal.errors import InvalidRequest
from jupyterlab_journal.server.bodies import EntryRequest, ExportRequest, ReviewRequest
from jupyterlab_journal.server.decoding import decode_body

CELL = {"source": "x"}
KINDS = '["goal", "hypothesis", "step", "error", "result", "figure", "environment", "conclusion", "note"]'


def entry(**fields):
    return {"kind": "step", "path": "a.ipynb", **fields}


FAULTS = [
    (EntryRequest, [], 'the whole does not fit (type: "object")'),
    (EntryRequest, {"kind": "step"}, 'the whole does not fit (required: ["kind", "path"])'),
    (EntryRequest, entry(kind="poem"), f"kind does not fit (enum: {KINDS})"),
    (EntryRequest, entry(path=None), 'path does not fit (type: "string")'),
    (EntryRequest, entry(locale="fr"), 'locale does not fit (enum: ["en", "zh-CN"])'),
    (EntryRequest, entry(cell={}), 'cell does not fit (required: ["source"])'),
    (EntryRequest, entry(cell={**CELL, "outputs": [{}, 3]}), 'cell.outputs[1] does not fit (type: "object")'),
    (EntryRequest, entry(cell={**CELL, "id": 3}), 'cell.id does not fit (type: ["string", "null"])'),
    (EntryRequest, entry(cell={**CELL, "running": 1}), 'cell.running does not fit (type: "boolean")'),
    (
        EntryRequest,
        entry(cell={**CELL, "earlier": [{"execution_count": True, "source": "", "outputs": []}]}),
        'cell.earlier[0].execution_count does not fit (type: "integer")',
    ),
    (
        EntryRequest,
        entry(cell={**CELL, "earlier": [{"execution_count": 1, "source": "", "outputs": [{}] * 1001}]}),
        "cell.earlier[0].outputs does not fit (maxItems: 1000)",
    ),
    (EntryRequest, entry(key=""), "key does not fit (minLength: 1)"),
    (EntryRequest, entry(key="k" * 201), "key does not fit (maxLength: 200)"),
    (EntryRequest, entry(fields={"title": 1}), 'fields[...] does not fit (type: "string")'),
    (
        EntryRequest,
        entry(allowed=[{"rule": "r", "field": "f", "more": 1}]),
        "allowed[0] does not fit (additionalProperties: false)",
    ),
    (ExportRequest, {"path": "a", "format": 1}, 'format does not fit (type: "string")'),
    (
        ExportRequest,
        {"path": "a", "format": "html", "options": {"code": "no"}},
        'options.code does not fit (type: "boolean")',
    ),
    (
        ReviewRequest,
        {"path": "a", "base": "yesterday"},
        'base does not fit (pattern: "^(saved|checkpoint|git:.+|file:.+)$")',
    ),
    (ReviewRequest, {"path": "a", "base": "saved", "content": []}, "content does not fit (type:"),
]


@pytest.mark.parametrize(("kind", "body", "fault"), FAULTS)
def test_a_fault_is_named_by_its_place_and_what_is_demanded_there(kind, body, fault):
    with pytest.raises(InvalidRequest) as caught:
        decode_body(json.dumps(body).encode(), kind)
    assert f"request body: {fault}" in caught.value.message
    assert caught.value.hint


@pytest.mark.parametrize(("kind", "body"), [(kind, body) for kind, body, _ in FAULTS])
def test_what_the_server_refuses_the_document_refuses_too(kind, body):
    with pytest.raises(ValidationError):
        check(body, kind.__name__)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (EntryRequest, entry()),
        (
            EntryRequest,
            entry(cell=None, kernel_id=None, later=[1], key="k", code=["x"], entries=[1, None, {}]),
        ),
        (EntryRequest, entry(cell={**CELL, "outputs": [{"a": [None]}], "execution_count": None, "later": 1})),
        (EntryRequest, entry(fields={"title": "t"}, allowed=[{"rule": "r", "field": "f"}], locale="zh-CN")),
        (ExportRequest, {"path": "a", "format": "markdown", "overwrite": True, "options": {"later": 1}}),
        (ReviewRequest, {"path": "a", "base": "git:HEAD", "content": None}),
    ],
)
def test_what_the_document_allows_is_read(kind, body):
    check(body, kind.__name__)
    assert decode_body(json.dumps(body).encode(), kind).path == body["path"]


def test_what_is_left_out_has_its_default():
    request = decode_body(b'{"path": "a.ipynb", "format": "html"}', ExportRequest)
    assert (request.overwrite, request.options.code, request.options.journal_only) == (False, True, False)
    request = decode_body(b'{"path": "a.ipynb", "kind": "note", "cell": {"source": "x"}}', EntryRequest)
    assert (request.locale, request.cell.running, request.cell.outputs) == ("en", False, ())
