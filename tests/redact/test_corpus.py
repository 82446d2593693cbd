"""Secrets and look-alikes as researchers write them, built from parts with several seeds."""

from __future__ import annotations

import random

import pytest
from redact_builders import cases, templates
from redact_scoring import score

SEEDS = range(5)


@pytest.mark.parametrize(("kind", "template"), templates("positives.txt"), ids=lambda value: value[:24])
def test_a_secret_is_taken_out_and_little_else(kind, template):
    for seed in SEEDS:
        built = cases(template, random.Random(f"{kind} {seed}"), kind)
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


@pytest.mark.parametrize(("kind", "template"), templates("negatives.txt"), ids=lambda value: value[:24])
def test_a_look_alike_stays(kind, template):
    for seed in SEEDS:
        built = cases(template, random.Random(f"{kind} {seed}"), kind)
        assert score(built).failures == []
