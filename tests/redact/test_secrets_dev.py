"""The development set: a leak is the whole secret, or any 12 characters of it."""

import json
import sys
from pathlib import Path

import pytest
from redact_scoring import Case, score

DATA = Path(__file__).parents[2].parent / "shared" / "data" / "secrets_dev.jsonl"


@pytest.fixture(scope="module")
def cases():
    if not DATA.exists():
        pytest.skip("the planted-secret set is not beside the repository: ../shared/data/secrets_dev.jsonl")
    return [
        Case(text=line["text"], secret=line["secret"], kind=line["kind"])
        for line in map(json.loads, DATA.read_text(encoding="utf-8").splitlines())
    ]


def test_every_planted_secret_goes_and_nothing_else_does(cases, capsys):
    result = score(cases)
    with capsys.disabled():
        sys.stdout.write(f"\n{DATA.name}: {result.summary()}\n")
    assert result.failures == []
    assert result.positives >= 30
    assert result.negatives >= 25
