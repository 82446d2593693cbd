"""Cells that are valid and hard to read: an entry, never a refusal, at a cost in proportion to their size."""

from __future__ import annotations

import gc
import json
import sys
import time

import pytest
from tornado.httpclient import HTTPClientError

from jupyterlab_journal.entry.kernel_facts import KernelFacts
from jupyterlab_journal.server.bodies import EntryRequest
from jupyterlab_journal.server.decoding import decode_body
from jupyterlab_journal.server.worker import Frame, composing
from jupyterlab_journal.server.worker.objects import encode_object

ROUTE = ("jupyterlab-journal", "api", "entries")
KINDS = ("step", "result", "error")
MOST = 2.5
SLACK_S = 0.010


def body_of(kind, outputs=(), **cell):
    cell = {"id": "c", "source": "train()", "outputs": list(outputs), "execution_count": 1, **cell}
    return json.dumps({"kind": kind, "path": "a.ipynb", "cell": cell})


def shown(**bundle):
    data = {name.replace("_", "/", 1): value for name, value in bundle.items()}
    return {"output_type": "display_data", "metadata": {}, "data": data}


def nested(levels, opening='{"a":', closing="}"):
    return json.loads(opening * levels + "1" + closing * levels)


async def post(fetch, body):
    try:
        reply = await fetch(*ROUTE, method="POST", body=body)
    except HTTPClientError as error:
        return error.code, json.loads(error.response.body)
    return reply.code, json.loads(reply.body)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "value", [nested(400), nested(800), nested(400, "[", "]")], ids=["400", "800", "lists"]
)
async def test_deep_json_is_said_or_stands_as_its_text(kind, value, jp_fetch):
    status, answer = await post(jp_fetch, body_of(kind, [shown(application_json=value)]))
    assert status == 201
    if kind != "error":  # without one, that has nothing to show
        assert "type application/json was left out" in json.dumps(answer["warnings"])
    both = [shown(application_json=value, text_plain="so it says")]
    status, answer = await post(jp_fetch, body_of(kind, both))
    assert status == 201
    assert kind == "error" or "so it says" in answer["cell"]["source"]


async def test_deep_metadata_and_deep_figures_are_no_reason_to_refuse(jp_fetch):
    figure = {"application_vnd.vegalite.v5+json": {"title": "Losses", "data": nested(400)}}
    body = body_of("result", [shown(**figure)], metadata=nested(400))
    status, answer = await post(jp_fetch, body)
    assert status == 201
    assert "Altair" in answer["cell"]["source"]
    assert "Losses" in answer["cell"]["source"]


async def test_what_the_parser_cannot_read_is_refused_clearly(jp_fetch):
    levels = 20 * sys.getrecursionlimit()
    body = body_of("result", [shown(application_json=0)]).replace(
        '"application/json": 0', '"application/json": ' + "[" * levels + "]" * levels
    )
    status, answer = await post(jp_fetch, body)
    assert (status, answer["code"]) == (400, "not_json")
    assert "nested too deeply" in answer["message"]


@pytest.mark.parametrize("outputs", [["x"], [{}, 3], [[]], "x"])
def test_a_fault_in_a_list_is_still_found(outputs):
    with pytest.raises(Exception, match=r"cell\.outputs"):
        decode_body(
            json.dumps({"kind": "step", "path": "", "cell": {"source": "", "outputs": outputs}}),
            EntryRequest,
        )


def answered(body):
    """Return the processor time of all that the worker does for a body."""
    header = {"facts": encode_object(KernelFacts()), "redact": True, "known_values": []}
    started = time.process_time()
    composing.answer(Frame(header={"do": "read"}, parts=[body]), print)
    composing.answer(Frame(header={"do": "write", **header}, parts=[body]), print)
    return time.process_time() - started


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "make",
    [
        lambda n: {"output_type": "stream", "name": "stdout", "text": f"loss: 0.{n}\n"},
        lambda n: {"output_type": "stream", "name": "stderr" if n % 2 else "stdout", "text": f"token {n}"},
        lambda n: shown(text_plain=f"value {n}"),
        lambda n: shown(text_html=f"<b>loss {n}</b>: 0.5"),
        lambda n: shown(**{f"application_x{n}": "a"}),
        lambda n: {"output_type": "error", "ename": "E", "evalue": str(n), "traceback": ["a"]},
    ],
    ids=["streams", "two streams", "values", "HTML", "unknown", "errors"],
)
def test_twice_as_many_outputs_cost_twice_as_much(kind, make):
    one, two = (body_of(kind, map(make, range(size))).encode() for size in (5_000, 10_000))
    least = [float("inf")] * 2
    for _ in range(6):
        least = [min(known, answered(body)) for known, body in zip(least, (one, two), strict=True)]
        if least[1] <= MOST * least[0] + SLACK_S:
            return
    raise AssertionError(least)


def test_the_worker_collects_garbage_again_after_an_answer():
    answered(body_of("step").encode())
    assert gc.isenabled()
    with pytest.raises(Exception, match="not JSON"):
        composing.answer(Frame(header={"do": "read"}, parts=[b"{"]), print)
    assert gc.isenabled()
