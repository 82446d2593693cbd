"""Secrets and look-alikes as researchers write them, built from parts with several seeds."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from redact_builders import cases
from redact_scoring import score

HERE = Path(__file__).parent
SEEDS = range(5)
ESCAPES = {
    r"\n": "\n",
    r"\t": "\t",
    r"\r": "\r",
    r"\x1b": "\x1b",
    r"\u00a0": "\xa0",
    r"\u003a": r"\u003a",
    r"\\": "\\",
    r"\"": r"\"",
}


def read(name: str) -> list[tuple[str, str]]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [tuple(line.split(" | ", 1)) for line in lines if line and not line.startswith("# ")]


def unescape(template: str) -> str:
    out = []
    at = 0
    while at < len(template):
        known = next((code for code in ESCAPES if template.startswith(code, at)), None)
        out.append(ESCAPES[known] if known else template[at])
        at += len(known or "x")
    return "".join(out)


@pytest.mark.parametrize(("kind", "template"), read("positives.txt"), ids=lambda value: value[:24])
def test_a_secret_is_taken_out_and_little_else(kind, template):
    for seed in SEEDS:
        built = cases(unescape(template), random.Random(f"{kind} {seed}"), kind)
        assert built[0].secret is not None
        text = built[0].text
        for case in built:
            others = [other.secret for other in built if other is not case]
            result = score([case])
            assert not result.leaks, result.leaks
            assert not result.unstable, result.unstable
            if not others:
                assert not result.over_redacted, result.over_redacted
        assert text


@pytest.mark.parametrize(("kind", "template"), read("negatives.txt"), ids=lambda value: value[:24])
def test_a_look_alike_stays(kind, template):
    for seed in SEEDS:
        built = cases(unescape(template), random.Random(f"{kind} {seed}"), kind)
        assert score(built).failures == []
