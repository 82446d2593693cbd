"""Labelled pairs of errors: equal causes share a signature, different causes do not."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from jupyterlab_journal.compose.failures.causes import cause_of
from jupyterlab_journal.compose.failures.signature import signature_of

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

SETS = [
    tomllib.loads(path.read_text("utf-8"))
    for path in sorted((Path(__file__).parent / "labelled").glob("errors*.toml"))
]
SAME, DIFFERENT, CAUSES = (
    [case for labelled in SETS for case in labelled.get(kind, [])] for kind in ("same", "different", "cause")
)


def signature(error):
    kind, message = error
    return signature_of(kind, message, cause_of(kind, message))


def test_there_are_at_least_sixty_pairs():
    assert len(SAME) >= 30
    assert len(DIFFERENT) >= 30


@pytest.mark.parametrize(("one", "other"), SAME, ids=lambda error: error[0])
def test_equal_causes_have_equal_signatures(one, other):
    assert signature(one) == signature(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT, ids=lambda error: error[0])
def test_different_causes_have_different_signatures(one, other):
    assert signature(one) != signature(other)


@pytest.mark.parametrize(("kind", "message", "cause"), CAUSES, ids=lambda text: text.split("\n")[0][:40])
def test_causes_as_labelled(kind, message, cause):
    assert (cause_of(kind, message) or "") == cause
