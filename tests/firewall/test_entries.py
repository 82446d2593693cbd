"""Every planted secret through every carrier into a composed entry: nothing of it is left."""

from __future__ import annotations

import json
import random
from datetime import datetime, timezone
from string import ascii_letters, digits
from urllib.parse import quote

import pytest
from firewall_carriers import OUTPUTS, left_of, stream

from jupyterlab_journal.compose import ActiveCell, EntryRequest, compose_entry
from jupyterlab_journal.entry.kernel_facts import KernelFacts
from jupyterlab_journal.entry.model import Kind, Snapshot
from jupyterlab_journal.facts.launch import launch_command
from jupyterlab_journal.redact import Redactor

REDACTOR = Redactor()
NOW = datetime(2026, 11, 20, 12, tzinfo=timezone.utc)
SPLITS = 24  # of each secret, its ends always among them


def written(kind, *, facts=None, redactor=REDACTOR, source="train()", outputs=(), **fields):
    """Return all that an entry would put into a notebook."""
    cell = ActiveCell(source=source, id="c1", outputs=tuple(outputs), execution_count=3)
    request = EntryRequest(kind=Kind(kind), cell=cell, fields=fields)
    composed = compose_entry(request, facts or KernelFacts(), redactor, clock=lambda: NOW)
    told = [notice.message for notice in composed.warnings]
    return json.dumps([composed.cell, told], ensure_ascii=False).encode()


def snapshot(**facts):
    return KernelFacts(
        snapshot=Snapshot(captured_at=NOW, busy=False, language="python", facts=facts), parameters={}
    )


def parameters(text):
    """The text as the value of a variable; under its own name, where it is an assignment."""
    name, separator, value = text.partition("=")
    named = {name.strip(): repr(value.strip())} if separator and name.strip().isidentifier() else {}
    return KernelFacts(parameters={**named, "line": repr(text)})


def remote(text, secret):
    address = (
        text
        if text.startswith(("http", "mongodb"))
        else f"https://user:{quote(secret, safe='')}@git.example.net/a.git"
    )
    return snapshot(git={"commit": "1a2b3c4", "remote": address, "dirty": False})


def launched(text):
    return snapshot(launch={"command": launch_command(["/bin/jupyter-lab", text], REDACTOR)})


def launched_in_words(text):
    """The text without quotes around it, as a shell splits it."""
    return snapshot(launch={"command": launch_command(["/bin/jupyter-lab", *text.split(" ")], REDACTOR)})


CARRIERS = {
    **{
        f"{carrier} in a {kind}": lambda text, kind=kind, outputs=outputs: written(
            kind, outputs=outputs(text)
        )
        for carrier, outputs in OUTPUTS.items()
        for kind in ("step", "error", "result")
    },
    "source": lambda text: written("step", source=f"# before\n{text}\n"),
    "title": lambda text: written("goal", title=text.replace("\n", " ")),
    "template field": lambda text: written("step", analysis=f"It failed because of this: {text}"),
    "note": lambda text: written("note", text=text),
    "parameter value": lambda text: written("step", facts=parameters(text)),
    "argv": lambda text: written("environment", facts=launched(text)),
    "argv in words": lambda text: written("environment", facts=launched_in_words(text)),
}


@pytest.mark.parametrize("carrier", CARRIERS)
def test_nothing_is_left_of_a_secret_in_an_entry(carrier, planted):
    left = [kind for kind, text, secret in planted if left_of(secret, CARRIERS[carrier](text))]
    assert left == []


def test_nothing_is_left_of_a_secret_in_a_git_remote(planted):
    left = [
        kind
        for kind, text, secret in planted
        if left_of(secret, written("environment", facts=remote(text, secret)))
    ]
    assert left == []


def test_nothing_is_left_of_a_secret_that_arrives_in_two_messages(planted):
    left = []
    for kind, text, secret in planted:
        begin = text.index(secret)
        places = sorted({begin + len(secret) * step // SPLITS for step in range(SPLITS + 1)})
        for at in places:
            if left_of(secret, written("step", outputs=stream(text[:at], f"{text[at:]}\n"))):
                left.append((kind, at - begin))
    assert left == []


@pytest.mark.parametrize("kind", ["step", "result"])
@pytest.mark.parametrize("names", [("stdout", "stderr"), ("stderr", "stdout")])
def test_nothing_is_left_of_a_secret_that_another_stream_interrupts(planted, kind, names):
    left = []
    for secret_kind, text, secret in planted:
        begin = text.index(secret)
        for at in range(begin, begin + len(secret) + 1):
            texts = (text[:at], "warning: slow\n", f"{text[at:]}\n")
            pieces = zip((names[0], names[1], names[0]), texts, strict=True)
            outputs = [{"output_type": "stream", "name": name, "text": piece} for name, piece in pieces]
            if left_of(secret, written(kind, outputs=outputs)):
                left.append((secret_kind, at - begin))
    assert left == []


def test_nothing_is_left_of_a_secret_that_another_stream_interrupts_in_a_huge_output(planted):
    left = []
    filling = "".join(f"epoch {number}: loss 0.5\n" for number in range(20_000))
    for secret_kind, text, secret in planted[:8]:
        at = text.index(secret) + len(secret) // 2
        around = [
            ("stdout", text[:at]),
            ("stderr", "slow\n" * 9_000),  # more than what is searched on both sides of a cut
            ("stdout", f"{text[at:]}\n"),
        ]
        for texts in ([("stdout", filling), *around], [*around, ("stdout", filling)]):
            outputs = [{"output_type": "stream", "name": name, "text": piece} for name, piece in texts]
            if left_of(secret, written("result", outputs=outputs)):
                left.append(secret_kind)
    assert left == []


@pytest.mark.parametrize("kind", ["step", "result"])
@pytest.mark.parametrize("stride", [1, 3, 26], ids="a message after {} lines".format)
@pytest.mark.parametrize("keys", [60, 300])
def test_nothing_is_left_of_many_keys_that_another_stream_interrupts(kind, stride, keys):
    """Without its keys the text is much shorter: what is shown then began far before what was searched."""
    chance = random.Random(keys)
    lines = ["".join(chance.choices(ascii_letters + digits + "+/", k=64)) for _ in range(25 * keys)]
    outputs = []
    for number, line in enumerate(lines):
        begin = "-----BEGIN RSA PRIVATE KEY-----\n" if number % 25 == 0 else ""
        end = "-----END RSA PRIVATE KEY-----\n" if number % 25 == 24 else ""
        outputs.append({"output_type": "stream", "name": "stdout", "text": f"{begin}{line}\n{end}"})
        if number % stride == 0:
            outputs.append({"output_type": "stream", "name": "stderr", "text": f"step {number}\n"})
    entry = written(kind, outputs=outputs)
    assert [line for line in lines if left_of(line, entry)] == []


def test_nothing_is_left_of_a_value_of_the_environment(planted):
    """Known by its value, a secret needs no label and no shape."""
    left = []
    for kind, _, secret in planted:
        redactor = Redactor([secret])
        for carrier, outputs in OUTPUTS.items():
            if left_of(secret, written("step", outputs=outputs(f"it is {secret} here"), redactor=redactor)):
                left.append((kind, carrier))
    assert left == []


def test_the_search_finds_what_is_left(planted):
    """The search itself is no blank cartridge: without a redactor it finds everything."""
    _, text, secret = planted[0]
    assert left_of(secret, text.encode())
    assert left_of(secret, text.encode("utf-16"))
    assert all(left_of(secret, json.dumps({"a": [text]}).encode()) for kind, text, secret in planted)
