"""Every rule proves itself: its examples go, its look-alikes stay."""

from __future__ import annotations

import random

import pytest
from redact_builders import cases
from redact_scoring import ALLOWED_DAMAGE, damage, leaks

from jupyterlab_journal.redact import Redactor
from jupyterlab_journal.redact.rulebook import shipped_rules

REDACTOR = Redactor()
RULES = {rule.id: rule for rule in shipped_rules().rules}
SEEDS = range(8)


def secrets_gone(text: str, secrets: list[str]) -> None:
    output = REDACTOR.redact(text).text
    for secret in secrets:
        assert not leaks(secret, output), f"{text!r} -> {output!r}"
    outside = text
    for secret in secrets[1:]:
        outside = outside.replace(secret, "")
    assert damage(outside, secrets[0], output) <= ALLOWED_DAMAGE, f"{text!r} -> {output!r}"
    assert REDACTOR.redact(output).text == output


@pytest.mark.parametrize("rule_id", RULES)
def test_the_examples_of_a_rule_are_redacted(rule_id):
    rule = RULES[rule_id]
    assert rule.examples, "a rule without an example cannot be trusted"
    for template in rule.examples:
        for seed in SEEDS:
            filled = cases(template, random.Random(f"{rule_id} {seed}"), rule.kind)
            secrets_gone(filled[0].text, [case.secret for case in filled])


@pytest.mark.parametrize("rule_id", RULES)
def test_the_look_alikes_of_a_rule_stay(rule_id):
    rule = RULES[rule_id]
    assert rule.look_alikes, "a rule without a look-alike cannot be trusted"
    for template in rule.look_alikes:
        for seed in SEEDS:
            [case] = cases(template, random.Random(f"{rule_id} {seed}"), rule.kind)
            assert REDACTOR.redact(case.text).text == case.text


@pytest.mark.parametrize("rule_id", RULES)
def test_a_rule_recognises_its_example_without_help_from_labels(rule_id):
    """The rule itself must fire, not only another rule on the same text."""
    rule = RULES[rule_id]
    fired = False
    for template in rule.examples:
        [case, *_] = cases(template, random.Random(rule_id), rule.kind)
        found = [
            find
            for position, _, rules in shipped_rules().candidates(case.text)
            if rule in rules
            for find in [*rule.find(case.text, position, len(case.text))]
        ]
        fired = fired or bool(found)
    assert fired
