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

PAIRS = tomllib.loads((Path(__file__).parent / "labelled" / "errors.toml").read_text("utf-8"))


def signature(error):
    kind, message = error
    return signature_of(kind, message, cause_of(kind, message))


def test_there_are_at_least_sixty_pairs():
    assert len(PAIRS["same"]) >= 30
    assert len(PAIRS["different"]) >= 30


@pytest.mark.parametrize(("one", "other"), PAIRS["same"], ids=lambda error: error[0])
def test_equal_causes_have_equal_signatures(one, other):
    assert signature(one) == signature(other)


@pytest.mark.parametrize(("one", "other"), PAIRS["different"], ids=lambda error: error[0])
def test_different_causes_have_different_signatures(one, other):
    assert signature(one) != signature(other)
