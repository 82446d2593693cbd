"""Sets of planted secrets and look-alikes: a leak is the whole secret, or any 12 characters of it."""

import json
import random
import sys
from pathlib import Path

import pytest
from redact_builders import cases, templates
from redact_scoring import Case, score

DATA = Path(__file__).parents[2].parent / "shared" / "data" / "secrets_dev.jsonl"


def own():
    """One case for each template; of those with several secrets none, since each would count as damage."""
    rows = [*templates("positives.txt"), *templates("negatives.txt")]
    built = [cases(template, random.Random(f"planted {kind}"), kind) for kind, template in rows]
    return [case for (case, *others) in built if not others]


def development():
    """The set beside the repository."""
    lines = map(json.loads, DATA.read_text(encoding="utf-8").splitlines())
    return [Case(text=line["text"], secret=line["secret"], kind=line["kind"]) for line in lines]


SETS = {"own": (own, 400, 400), **({"development": (development, 30, 25)} if DATA.exists() else {})}


@pytest.mark.parametrize("name", SETS)
def test_every_planted_secret_goes_and_nothing_else_does(name, capsys):
    read, positives, negatives = SETS[name]
    result = score(read())
    with capsys.disabled():
        sys.stdout.write(f"\n{name} set: {result.summary()}\n")
    assert result.failures == []
    assert result.positives >= positives
    assert result.negatives >= negatives
