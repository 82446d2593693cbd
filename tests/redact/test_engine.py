"""What the redactor promises whatever the text: fail closed, right offsets, stable, harmless."""

from __future__ import annotations

import logging
import random

import pytest
from redact_builders import fill, password

from jupyterlab_journal.redact import Redactor
from jupyterlab_journal.redact.budget import Budget, BudgetExceeded
from jupyterlab_journal.redact.engine import WITHHELD
from jupyterlab_journal.redact.rulebook import shipped_rules

CHANCE = random.Random(11)
TOKEN = fill("ghp_{alnum:36}", CHANCE)


def test_a_text_over_budget_is_withheld():
    result = Redactor(seconds=-1.0, seconds_per_megabyte=0.0).redact(f"some text {TOKEN}")
    assert result.text == WITHHELD
    assert [(removal.kind, removal.rule) for removal in result.removals] == [("withheld", "time-budget")]


def test_the_budget_is_asked_in_the_middle_of_a_text():
    ticks = iter(range(1_000_000))
    budget = Budget(50, clock=lambda: float(next(ticks)))
    redactor = Redactor()
    with pytest.raises(BudgetExceeded):
        redactor._redact("".join(f"password: x{number} " for number in range(20_000)), "", budget)


def test_a_failure_withholds_the_text_and_logs_no_text(caplog, monkeypatch):
    class Broken(str):
        __slots__ = ()

        def isascii(self):
            raise RuntimeError(f"cannot read {TOKEN}")

    with caplog.at_level(logging.ERROR):
        result = Redactor().redact(Broken(f"some text {TOKEN}"))
    assert result.text == WITHHELD
    assert result.removals[0].rule == "failure"
    assert "RuntimeError" in caplog.text
    assert TOKEN not in caplog.text


def test_the_notice_itself_is_stable():
    assert Redactor().redact(WITHHELD).text == WITHHELD


def test_offsets_point_into_the_text_as_given():
    secret = password(CHANCE, 12)
    text = f"\x1b[1m密码\x1b[0m：{secret}，再见 {TOKEN[:20]}\u200b{TOKEN[20:]} end"
    result = Redactor().redact(text)
    first, second = result.removals
    assert text[first.start : first.end] == secret
    assert text[second.start : second.end].replace("\u200b", "") == TOKEN
    assert result.text == text[: first.start] + "[REDACTED:password]" + text[first.end : second.start] + (
        f"[REDACTED:{second.kind}]" + text[second.end :]
    )


def test_markers_stay_and_hide_nothing():
    text = f"password=[REDACTED:password] token [REDACTED:token] {TOKEN}"
    assert Redactor().redact(text).text == (
        "password=[REDACTED:password] token [REDACTED:token] [REDACTED:github_token]"
    )


@pytest.mark.parametrize(
    "text", ["", "a", "\n", "\0", "\ud800 lone surrogate", "İstanbul password", "ﷺ" * 50]
)
def test_odd_texts_pass(text):
    assert Redactor().redact(text).text == text


def test_the_rules_have_distinct_names_and_plain_kinds():
    names = [rule.id for rule in shipped_rules().rules]
    assert len(names) == len(set(names))
    assert all(rule.kind.replace("_", "").isalnum() and rule.kind.islower() for rule in shipped_rules().rules)


def test_every_item_of_a_list_goes_at_once():
    values = [password(CHANCE, 12) for _ in range(120)]
    output = Redactor().redact(f"passwords = {values}\napi_keys: {values}").text
    assert not any(value in output for value in values)
    assert output.count("[REDACTED:") == 240
