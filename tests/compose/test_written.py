"""Goal, hypothesis, conclusion and note: the user's own words in their places."""

from __future__ import annotations

import pytest

from jupyterlab_journal.errors import InvalidRequest

GOAL = """\
## Goal · Beat 97 %

**Problem.** Digits, *in one minute*.

**Success criteria.** *Metric, comparison, value: for example validation accuracy > 97 %*
"""


def test_a_goal_holds_what_was_written_and_asks_for_the_rest(compose, valid):
    composed = compose("goal", cell=False, facts=None, title="Beat 97 %", problem="Digits, *in one minute*.")
    assert composed.cell["source"] == GOAL
    assert composed.warnings == ()
    assert valid(composed)["title"] == "Beat 97 %"


@pytest.mark.parametrize("kind", ["goal", "hypothesis", "conclusion", "note"])
@pytest.mark.parametrize("locale", ["en", "zh-CN"])
def test_they_need_neither_kernel_nor_cell(kind, locale, compose, valid):
    composed = compose(kind, cell=False, facts=None, locale=locale)
    assert composed.warnings == ()
    assert valid(composed)["kind"] == kind


def test_hypotheses_are_numbered_by_their_own_order(compose, valid):
    first = valid(compose("hypothesis"))
    step = valid(compose("step"))
    source = compose("hypothesis", before=[first, step], claim="Too high", locale="zh-CN").cell["source"]
    assert source.startswith("### 假设 2\n\n**论断。** Too high\n")
    assert "number" not in first


def test_a_note_is_the_text_alone(compose):
    composed = compose("note", text="Tried **twice**.\r\n\r\n- a\n- b\n")
    assert composed.cell["source"] == "Tried **twice**.\n\n- a\n- b\n"
    assert composed.cell["metadata"]["slideshow"] == {"slide_type": "fragment"}


def test_each_entry_has_an_identity_of_its_own(compose, valid):
    assert valid(compose("note"))["id"] != valid(compose("note"))["id"]


def test_an_unknown_field_is_refused_with_those_that_exist(compose):
    with pytest.raises(InvalidRequest) as caught:
        compose("goal", analysis="?")
    assert caught.value.hint == "Its fields are title, problem, criteria."


def test_too_long_a_text_is_refused_before_it_is_written(compose):
    with pytest.raises(InvalidRequest) as caught:
        compose("note", text="长" * 10_000)
    assert caught.value.code == "text_too_long"
