"""Bodies over the limit, bodies that are not JSON, and what an error says."""

from __future__ import annotations

import json
import time

import pytest
from tornado.httpclient import HTTPClientError

from jupyterlab_journal.server.base import MAX_BODY_BYTES

API = ("jupyterlab-journal", "api")


async def refused(jp_fetch, *path, **request):
    with pytest.raises(HTTPClientError) as caught:
        await jp_fetch(*API, *path, **request)
    return caught.value.code, json.loads(caught.value.response.body)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("", "not_json"),
        ("kind=goal", "not_json"),
        ('{"kind": NaN}', "not_json"),
        (b"\xff\xfe{}", "not_json"),
        ("[" * 100_000, "not_json"),
        ("[]", "invalid_request"),
        ('{"kind": "poem", "path": "a.ipynb"}', "invalid_request"),
        ('{"kind": "goal"}', "invalid_request"),
        ('{"path": "a.ipynb", "kind": ' + "[" * 900 + "]" * 900 + "}", "invalid_request"),
    ],
)
async def test_a_body_that_cannot_be_used_is_refused_with_its_fault(jp_fetch, body, code):
    status, reply = await refused(jp_fetch, "entries", method="POST", body=body)
    assert status == 400
    assert reply["code"] == code
    assert reply["message"]
    assert reply["hint"]


async def test_the_faulty_field_is_named(jp_fetch):
    body = json.dumps({"kind": "goal", "path": "a.ipynb", "cell": {"source": 7}})
    _, reply = await refused(jp_fetch, "entries", method="POST", body=body)
    assert "cell" in reply["message"]


async def test_a_large_body_of_wrong_values_is_refused_at_once(jp_fetch):
    cell = {"source": "", "outputs": [list(range(30))] * 10_000}  # 1.2 MB
    body = json.dumps({"kind": "note", "path": "a.ipynb", "cell": cell})
    await refused(jp_fetch, "entries", method="POST", body="{")  # the worker has been started
    began = time.monotonic()
    status, reply = await refused(jp_fetch, "entries", method="POST", body=body)
    assert (status, reply["code"]) == (400, "invalid_request")
    assert "cell.outputs[0]" in reply["message"]
    assert time.monotonic() - began < 2


async def test_a_cell_with_very_many_outputs_is_read_beside_the_loop(jp_fetch, stall):
    output = {"output_type": "stream", "name": "stdout", "text": "x"}
    cell = {"source": "", "outputs": [output] * 20_000}
    body = json.dumps({"kind": "note", "path": "a.ipynb", "cell": cell, "code": ["x"] * 20_000})
    async with stall() as measured:
        response = await jp_fetch(*API, "entries", method="POST", body=body)
    assert response.code == 201
    assert measured.seconds < 0.3


@pytest.mark.parametrize("field", ["outputs", "entries", "code"])
async def test_more_than_any_notebook_holds_is_refused(jp_fetch, field):
    many = [{}] * 20_001 if field == "outputs" else ["x"] * 20_001
    cell = {"source": "", **({"outputs": many} if field == "outputs" else {})}
    request = {"kind": "note", "path": "a.ipynb", "cell": cell}
    if field != "outputs":
        request[field] = many
    status, reply = await refused(jp_fetch, "entries", method="POST", body=json.dumps(request))
    assert (status, reply["code"]) == (400, "invalid_request")
    assert f"{field} does not fit (maxItems: 20000)" in reply["message"]


async def test_a_body_over_the_limit_is_refused_and_the_server_lives_on(jp_fetch):
    body = json.dumps({"kind": "note", "path": "a.ipynb", "fields": {"text": "x" * MAX_BODY_BYTES}})
    status, reply = await refused(jp_fetch, "entries", method="POST", body=body)
    assert status == 413
    assert reply["code"] == "body_too_large"
    assert reply["hint"]
    assert (await jp_fetch(*API, "openapi.json")).code == 200


async def test_a_body_just_below_the_limit_is_read(jp_fetch):
    fields = {"text": "hello"}
    body = json.dumps({"kind": "note", "path": "a.ipynb", "fields": fields})
    body += " " * (MAX_BODY_BYTES - len(body))
    response = await jp_fetch(*API, "entries", method="POST", body=body)
    assert response.code == 201


async def test_an_error_of_the_server_names_no_path(jp_fetch, tmp_path):
    body = json.dumps({"path": str(tmp_path / "secret.ipynb"), "format": "html"})
    status, reply = await refused(jp_fetch, "exports", method="POST", body=body)
    assert status == 404
    assert str(tmp_path) not in json.dumps(reply)
