"""What the user called no secret stays; everything else goes, also beside it."""

from __future__ import annotations

import json

import pytest

from jupyterlab_journal.redact import Redactor
from jupyterlab_journal.redact.gate import Gate

KNOWN = "river-stone-42-lantern"
PASSWORD = "k9#mQ2!x" + "Zt"
TOKEN = "hf_" + "aB3dE5gH7jK9" + "mN1pQ3sT5vW7yZ9bD1fG3h"


def rule_of(text, field):
    (removed,) = set(gate_after(text, field).redactions)
    return removed.rule


def gate_after(text, field):
    gate = Gate(Redactor())
    gate.text(text, field)
    return gate


@pytest.fixture
def label():
    return rule_of(f"password: {PASSWORD}", "output")


def test_only_that_rule_in_that_field_is_let_through(label):
    gate = Gate(Redactor(), {(label, "output")})
    text = f"password: {PASSWORD}\nand {TOKEN} too"
    clean = gate.text(text, "output")
    assert PASSWORD in clean
    assert TOKEN not in clean
    assert PASSWORD not in gate.text(text, "source")
    assert {(removed.rule, removed.field) for removed in gate.redactions} == {
        (label, "source"),
        (rule_of(TOKEN, "output"), "output"),
        (rule_of(TOKEN, "output"), "source"),
    }


def test_a_secret_of_another_rule_within_goes_all_the_same(label):
    gate = Gate(Redactor(), {(label, "output")})
    assert TOKEN not in gate.text(f"password: {TOKEN}", "output")
    assert gate.redactions


@pytest.mark.parametrize("rule", ["known-value", "known-value-piece", "time-budget", "failure"])
def test_what_is_certain_or_was_not_searched_is_never_let_through(rule):
    certain = Gate(Redactor([KNOWN]), {(rule, "output")})
    assert KNOWN not in certain.text(f"here {KNOWN}", "output")
    hasty = Gate(Redactor(seconds=-1, seconds_per_megabyte=0), {(rule, "output")})
    assert PASSWORD not in hasty.text(f"password: {PASSWORD}", "output")


def test_what_was_let_through_survives_the_last_look_at_the_whole_entry(label):
    gate = Gate(Redactor(), {(label, "output")})
    clean = gate.text(f"password: {PASSWORD}", "output")
    assert PASSWORD in gate.text(f"### Step 1\n\n{clean}\n", "entry")
    assert PASSWORD in gate.text(json.dumps({"parameters": {"password": PASSWORD}}), "metadata")
    assert gate.redactions == []


def test_what_was_let_through_in_one_entry_is_not_in_the_next(label):
    allowed, redactor = {(label, "output")}, Redactor()
    Gate(redactor, allowed).text(f"password: {PASSWORD}", "output")
    assert PASSWORD not in Gate(redactor, allowed).text(f"password: {PASSWORD}", "entry")
