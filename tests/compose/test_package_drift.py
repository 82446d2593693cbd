"""Packages that differ from another machine's: folded away, and no parameters."""

from __future__ import annotations

import pytest

HERE = {f"pkg{number}": "1.0" for number in range(12)}
THERE = {f"pkg{number}": "2.0" for number in range(12)}


def packages(versions):
    return {"count": len(versions), "sha256": "ab" * 32, "versions": versions}


def frameworks(torch, *, imported):
    return {"torch": {"version": torch, "imported": imported}}


@pytest.fixture
def environment(compose, snapshot, valid):
    """The entry of another machine."""
    facts = snapshot(
        packages=packages({**HERE, "pandas": "2.1", "scikit-learn": "1.5"}),
        frameworks=frameworks("2.1.0", imported=False),
        libraries={"pandas": "2.1", "scikit-learn": "1.5"},
        imported=[],
    )
    return valid(compose("environment", facts=facts, parameters={"lr": "0.1"}))


def now(snapshot, versions=THERE, *, imported):
    return snapshot(
        packages=packages({**versions, "pandas": "2.2", "scikit-learn": "1.6"}),
        frameworks=frameworks("2.13.0", imported="torch" in imported),
        libraries={"pandas": "2.2", "scikit-learn": "1.6"},
        imported=[name for name in imported if name != "torch"],
    )


@pytest.mark.parametrize(
    ("locale", "summary", "header"),
    [
        ("en", "15 packages differ", "| Package | Before | Now |"),
        ("zh-CN", "15 个软件包不同", "| 软件包 | 之前 | 现在 |"),
    ],
)
def test_what_is_not_imported_is_counted_and_no_change(  # noqa: PLR0917 (fixtures)
    locale, summary, header, environment, compose, snapshot, valid
):
    facts = now(snapshot, imported=[])
    step = compose(
        source="lr = 0.2", facts=facts, parameters={"lr": "0.2"}, before=[environment], locale=locale
    )
    assert [change["name"] for change in valid(step)["changes"]] == ["lr"]
    text = step.cell["source"]
    assert f"<details><summary>{summary}</summary>\n\n{header}\n" in text
    assert "| `pandas` | 2.1 | 2.2 |" in text


def test_what_is_imported_is_a_change(environment, compose, snapshot, valid):
    facts = now(snapshot, imported=["torch", "scikit-learn"])
    step = compose(source="lr = 0.2", facts=facts, parameters={"lr": "0.2"}, before=[environment])
    found = {change["name"]: (change["before"], change["after"]) for change in valid(step)["changes"]}
    assert found == {"lr": ("0.1", "0.2"), "torch": ("2.1.0", "2.13.0"), "scikit-learn": ("1.5", "1.6")}
    assert "<summary>13 packages differ</summary>" in step.cell["source"]


def test_the_number_of_packages_is_no_change(environment, compose, snapshot, valid):
    facts = now(snapshot, {**HERE, "another": "1.0"}, imported=[])
    step = compose(source="lr = 0.2", facts=facts, parameters={"lr": "0.2"}, before=[environment])
    assert [change["name"] for change in valid(step)["changes"]] == ["lr"]


def test_the_same_packages_are_listed_once(environment, compose, snapshot, valid):
    facts = now(snapshot, {**HERE, "another": "1.0"}, imported=[])
    first = compose(source="lr = 0.2", facts=facts, parameters={"lr": "0.2"}, before=[environment])
    assert "<summary>4 packages differ</summary>" in first.cell["source"]
    second = compose(
        source="lr = 0.3", facts=facts, parameters={"lr": "0.3"}, before=[environment, valid(first)]
    )
    assert "differ</summary>" not in second.cell["source"]


def test_the_same_packages_are_not_mentioned(environment, compose, snapshot):
    same = snapshot(
        packages=packages({**HERE, "pandas": "2.1", "scikit-learn": "1.5"}),
        frameworks=frameworks("2.1.0", imported=True),
        libraries={"pandas": "2.1", "scikit-learn": "1.5"},
        imported=["pandas"],
    )
    step = compose(source="lr = 0.2", facts=same, parameters={"lr": "0.2"}, before=[environment])
    assert "differ" not in step.cell["source"]
