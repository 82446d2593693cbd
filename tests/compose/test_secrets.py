"""A secret planted anywhere in a request never comes out, and its removal is listed."""

from __future__ import annotations

import base64
import json
import struct
import zlib

import pytest

from jupyterlab_journal.redact import Redactor

SECRET = "correct-horse-battery-staple-90210"


@pytest.fixture
def redactor():
    return Redactor([SECRET])


def failure(**fields):
    return {"output_type": "error", "ename": "E", "evalue": "m", "traceback": [], **fields}


def result(data):
    return {"output_type": "execute_result", "data": data}


PLANTED = {
    "title": {"title": f"use {SECRET}"},
    "section": {"analysis": f"it was {SECRET}"},
    "printed": {"printed": f"a\nb {SECRET}\n"},
    "coloured": {"printed": f"{SECRET[:9]}\x1b[31m{SECRET[9:]}\n"},
    "hidden": {"printed": f"{SECRET[:9]}\u200b{SECRET[9:]}\n"},
    "split": {"outputs": [{"output_type": "stream", "text": [SECRET[:5], SECRET[5:]]}]},
    "two streams": {
        "outputs": [{"output_type": "stream", "text": part} for part in (SECRET[:5], SECRET[5:])]
    },
    "result": {"outputs": [result({"text/plain": f"'{SECRET}'"})]},
    "markdown": {"outputs": [result({"text/markdown": f"**{SECRET}**"})]},
    "mime": {"outputs": [result({f"x/{SECRET}": ""})]},
    "message": {"outputs": [failure(evalue=f"bad {SECRET}")]},
    "type": {"outputs": [failure(ename=SECRET)]},
    "traceback": {"outputs": [failure(traceback=[f"Cell In[1], line 2\n----> 2 f('{SECRET}')"])]},
    "value": {"parameters": {"name": repr(SECRET)}},
    "name": {"parameters": {SECRET.replace("-", "_"): "1", SECRET: "2"}},
    "cell": {"source": f"key = '{SECRET}'", "parameters": {"key": repr(SECRET)}},
}


@pytest.mark.parametrize("kind", ["step", "error", "result"])
@pytest.mark.parametrize("place", PLANTED)
def test_a_planted_secret_is_removed(kind, place, redactor, compose, valid):
    planted = dict(PLANTED[place])
    if kind != "step":
        planted.pop("analysis", None)
    composed = compose(kind, **planted, redactor=redactor)
    written = json.dumps(composed.cell) + json.dumps([vars(notice) for notice in composed.warnings])
    assert not any(SECRET[i : i + 12] in written for i in range(len(SECRET) - 11))
    valid(composed)


def test_a_removal_names_its_kind_and_its_place_but_not_its_value(redactor, compose, valid):
    composed = compose(printed=f"{SECRET}\n", title=SECRET, redactor=redactor)
    assert "[REDACTED:" in composed.cell["source"]
    redactions = valid(composed)["redactions"]
    assert {redaction["field"] for redaction in redactions} == {"title", "output"}
    assert all(set(redaction) == {"kind", "field", "rule"} for redaction in redactions)


def test_a_password_is_known_by_the_name_of_its_variable(compose, valid):
    first = valid(compose(parameters={"lr": "1"}))
    composed = compose(before=[first], parameters={"lr": "1", "password": "'hunter2hunter2'"})
    assert "hunter2" not in json.dumps(composed.cell)


def test_a_secret_in_an_earlier_entry_is_not_copied(redactor, compose, valid):
    old = valid(compose(parameters={"key": repr(SECRET)}, title="old"))
    assert SECRET in json.dumps(old)
    composed = compose(before=[old], parameters={"key": "'none'"}, redactor=redactor)
    assert SECRET not in json.dumps(composed.cell)
    assert "| `key` | '[REDACTED:" in composed.cell["source"]


def test_a_clean_entry_lists_no_removal(compose, valid):
    for kind in ("step", "environment", "result", "error"):
        assert "redactions" not in valid(compose(kind, printed="loss=0.5\n", parameters={"lr": "0.1"}))


def test_a_comment_inside_a_picture_is_dropped(png, compose):
    content = base64.b64decode(png)
    text = b"tEXtComment\0" + SECRET.encode()
    chunk = struct.pack(">I", len(text) - 4) + text + struct.pack(">I", zlib.crc32(text))
    signed = base64.b64encode(content[:33] + chunk + content[33:] + SECRET.encode()).decode()
    composed = compose("figure", outputs=[{"output_type": "display_data", "data": {"image/png": signed}}])
    (attachment,) = composed.cell["attachments"].values()
    assert attachment == {"image/png": png}


def stream(text, name="stdout"):
    return {"output_type": "stream", "name": name, "text": text}


@pytest.mark.parametrize("secret", [SECRET, "hf_" + "aB3dE5gH7j" * 3 + "kLm9"])
def test_a_secret_on_both_sides_of_a_picture_is_removed(secret, redactor, compose, png):
    picture = {"output_type": "display_data", "data": {"image/png": png, "text/plain": "<Figure>"}}
    for at in range(4, len(secret) - 4):
        outputs = [stream(f"in: {secret[:at]}"), picture, stream(f"{secret[at:]}\nepoch 1\n")]
        written = compose("result", outputs=outputs, redactor=redactor).cell["source"]
        assert "in: [REDACTED:" in written
        assert f"{secret[at:]}\nepoch" not in written
        assert "epoch 1" in written


def test_a_secret_that_goes_on_where_nothing_is_shown_any_more_is_removed(redactor, compose, png):
    picture = {"output_type": "display_data", "data": {"image/png": png}}
    outputs = [stream("one\n"), picture, stream("two\n"), picture, stream(f"three {SECRET[:20]}"), picture]
    outputs += [stream(f"{SECRET[20:]}\n"), picture, *[stream("more\n"), picture] * 9]
    written = compose("result", outputs=outputs, redactor=redactor).cell["source"]
    assert "three" in written
    assert SECRET[:12] not in written


def test_a_huge_text_beside_a_picture_ends_a_secret(redactor, compose, png):
    picture = {"output_type": "display_data", "data": {"image/png": png}}
    flood = "epoch 1 loss 0.5\n" * 20_000
    outputs = [stream(flood + SECRET[:20]), picture, stream(SECRET[20:] + "\n" + flood)]
    written = compose("result", outputs=outputs, redactor=redactor).cell["source"]
    assert SECRET[:12] not in written
    assert SECRET[20:] not in written
