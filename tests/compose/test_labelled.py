"""Edits and outputs labelled by hand: what is found of what there is to find, and what besides."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from .matching import rows_of

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

LABELLED = Path(__file__).parent / "labelled"


def cases(pattern):
    sets = [tomllib.loads(path.read_text("utf-8")) for path in sorted(LABELLED.glob(pattern))]
    return [{"loosely": False, **case} for one in sets for case in one["case"]]


# By name, and why.
KNOWN_FAILURES = tomllib.loads((LABELLED / "known_failures.toml").read_text("utf-8"))
EDITS = cases("edits_*.toml")
OUTPUTS = cases("outputs_*.toml")


def changes_found(case, compose):
    """Write a step after each run of the cell; return what the second says has changed."""
    run = {"facts": False, "locale": case.get("locale", "en")}
    first = compose(source=case["before"], parameters=case.get("had"), execution_count=1, **run)
    second = compose(
        source=case["after"],
        parameters=case.get("has"),
        execution_count=2,
        before=[first.cell["metadata"]["journal"]],
        **run,
    )
    changes = second.cell["metadata"]["journal"].get("changes", [])
    return {(change["name"], change["before"] or "", change["after"] or "") for change in changes}


def metrics_found(case, compose):
    outputs = []
    if "html" in case:
        bundle = {"text/html": case["html"], "text/plain": "<IPython.core.display.HTML object>"}
        outputs.append({"output_type": "display_data", "metadata": {}, "data": bundle})
    if "result" in case:
        bundle = {"text/plain": case["result"]}
        outputs.append(
            {"output_type": "execute_result", "metadata": {}, "data": bundle, "execution_count": 2}
        )
    composed = compose(
        source=case.get("source", "train()"), printed=case.get("printed"), outputs=outputs, facts=False
    )
    metrics = composed.cell["metadata"]["journal"].get("metrics", [])
    return {(metric["name"], metric["after"], metric["unit"]) for metric in metrics}


def edit_rows(case, compose):
    return rows(case, compose, changes_found, "changes")


def output_rows(case, compose):
    return rows(case, compose, metrics_found, "metrics")


_ROWS = {}


def rows(case, compose, find, wanted):
    """Return the labels found, those missed, and what is false; each case is composed once."""
    if case["name"] not in _ROWS:
        _ROWS[case["name"]] = rows_of(case, find(case, compose), wanted=wanted)
    return _ROWS[case["name"]]


def marked(cases):
    """Return the parameters of tests; a known failure that passes must leave the list."""
    return [
        pytest.param(
            case,
            id=case["name"],
            marks=[pytest.mark.xfail(strict=True, reason=KNOWN_FAILURES[case["name"]])]
            if case["name"] in KNOWN_FAILURES
            else [],
        )
        for case in cases
    ]


def figures(compared):
    """Return precision and recall over all cases."""
    hits, missed, false = (sum(len(case[part]) for case in compared) for part in range(3))
    return hits / (hits + false), hits / (hits + missed)


def test_the_set_is_large_enough():
    assert len(EDITS) + len(OUTPUTS) >= 120
    assert len({case["name"] for case in (*EDITS, *OUTPUTS)}) == len(EDITS) + len(OUTPUTS)


def test_known_failures_are_cases():
    assert KNOWN_FAILURES.keys() <= {case["name"] for case in (*EDITS, *OUTPUTS)}


@pytest.mark.parametrize("case", marked(EDITS))
def test_an_edit_is_told_as_labelled(case, compose):
    _, missed, false = edit_rows(case, compose)
    assert (list(missed), list(false)) == ([], [])


@pytest.mark.parametrize("case", marked(OUTPUTS))
def test_an_output_is_read_as_labelled(case, compose):
    _, missed, false = output_rows(case, compose)
    assert (list(missed), list(false)) == ([], [])


def test_figures_of_the_edits(compose, capsys):
    precision, recall = figures([edit_rows(case, compose) for case in EDITS])
    with capsys.disabled():
        print(f"\n{len(EDITS)} labelled edits: precision {precision:.3f}, recall {recall:.3f}")  # noqa: T201
    assert min(precision, recall) >= 0.99


def test_figures_of_the_outputs(compose, capsys):
    precision, recall = figures([output_rows(case, compose) for case in OUTPUTS])
    with capsys.disabled():
        print(f"\n{len(OUTPUTS)} labelled outputs: precision {precision:.3f}, recall {recall:.3f}")  # noqa: T201
    assert (precision, recall) == (1.0, 1.0)


@pytest.mark.parametrize("case", [case for case in EDITS if "had" in case], ids=lambda case: case["name"])
def test_a_run_without_edits_changes_nothing(case, compose):
    same = {**case, "before": case["after"], "had": case["has"]}
    assert changes_found(same, compose) == set()
