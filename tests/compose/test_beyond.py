"""What is too long or too deeply nested to be read is left out, and the entry says so."""

from __future__ import annotations

import pytest

LONG = "\n".join(f"v{n} = {n}" for n in range(20_000))
DEEP = "df" + ".dropna()" * 167
MANY = "\n".join(f"f{n}(x, a={n})" for n in range(1_000))
LARGE = "x = [" + ", ".join(str(n) for n in range(1_000)) + "]"
IN_PART = {"en": "the code was compared only in part", "zh-CN": "代码只比较了一部分"}
NOTHING = {"en": "No parameter changed", "zh-CN": "参数没有改动"}


def codes(composed):
    return [notice.code for notice in composed.warnings]


def journal(composed):
    return composed.cell["metadata"]["journal"]


@pytest.mark.parametrize("locale", ["en", "zh-CN"])
@pytest.mark.parametrize("source", [LONG, DEEP, MANY], ids=["long", "deep", "many"])
def test_what_is_not_read_is_said_and_nothing_is_claimed(source, locale, compose, valid):
    first = compose(source=source, parameters={"lr": "1"}, locale=locale)
    assert "code_in_part" in codes(first)
    edited = source + "\ny = 5\n"
    second = compose(
        source=edited, parameters={"lr": "1"}, before=[journal(first)], locale=locale, execution_count=4
    )
    valid(second)
    assert "code_in_part" in codes(second)
    assert IN_PART[locale] in second.cell["source"]
    assert NOTHING[locale] not in second.cell["source"]
    assert journal(second).get("changes", []) == []


def test_a_parameter_is_told_also_where_the_code_is_not(compose):
    first = compose(source=LONG, parameters={"lr": "1"})
    second = compose(source=LONG + "\nlr = 2", parameters={"lr": "2"}, before=[journal(first)])
    assert "| `lr` | 1 | 2 |" in second.cell["source"]
    assert IN_PART["en"] in second.cell["source"]


def test_a_step_after_one_whose_code_was_not_read_claims_nothing_either(compose):
    first = compose(source=LONG, parameters={"lr": "1"})
    second = compose(source="lr = 1", parameters={"lr": "1"}, before=[journal(first)], execution_count=4)
    assert codes(second) == []
    assert IN_PART["en"] in second.cell["source"]
    assert NOTHING["en"] not in second.cell["source"]


def test_the_same_long_code_is_the_same(compose):
    first = compose(source=LONG, parameters={"lr": "1"})
    second = compose(source=LONG, parameters={"lr": "1"}, before=[journal(first)], execution_count=4)
    assert NOTHING["en"] in second.cell["source"]
    assert journal(second)["source"]["sha256"] == journal(first)["source"]["sha256"]


def test_the_end_of_a_long_value_may_have_changed(compose):
    first = compose(source=LARGE, parameters={"lr": "1"})
    second = compose(
        source=LARGE.replace("999", "998"), parameters={"lr": "1"}, before=[journal(first)], execution_count=4
    )
    assert NOTHING["en"] not in second.cell["source"]
    assert IN_PART["en"] in second.cell["source"]


def test_an_ordinary_cell_is_compared_in_full(compose):
    first = compose(source="lr = 1\nf(x)", parameters={"lr": "1"})
    second = compose(
        source="lr = 1\nf( x )", parameters={"lr": "1"}, before=[journal(first)], execution_count=4
    )
    assert IN_PART["en"] not in second.cell["source"]
    assert NOTHING["en"] in second.cell["source"]


def test_a_long_name_costs_no_entry(compose, valid):
    valid(compose(source=f"{'a' * 30_000} = 1\nf = {'b' * 5_000}"))
