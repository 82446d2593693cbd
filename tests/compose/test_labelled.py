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
    return [{**case, "loosely": one.get("loosely", False)} for one in sets for case in one["case"]]


EDITS = cases("edits_*.toml")
OUTPUTS = cases("outputs*.toml")


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


def score(compared):
    """Return precision and recall over all cases, and the cases in which they differ."""
    hits, missed, false = (sum(len(case[part]) for case in compared) for part in (1, 2, 3))
    wrong = [(name, *rows) for name, _, *rows in compared if any(rows)]
    return hits / (hits + false), hits / (hits + missed), wrong


def test_the_set_is_large_enough():
    assert len(EDITS) + len(OUTPUTS) >= 120
    assert len({case["name"] for case in (*EDITS, *OUTPUTS)}) == len(EDITS) + len(OUTPUTS)


def test_changed_parameters_are_found(compose, capsys):
    precision, recall, wrong = score(
        [(case["name"], *rows_of(case, changes_found(case, compose))) for case in EDITS]
    )
    with capsys.disabled():
        print(f"\n{len(EDITS)} labelled edits: precision {precision:.3f}, recall {recall:.3f}")  # noqa: T201
    assert precision >= 0.95, wrong
    assert recall >= 0.90, wrong


def test_metrics_are_exact(compose, capsys):
    precision, recall, wrong = score(
        [(case["name"], *rows_of(case, metrics_found(case, compose), wanted="metrics")) for case in OUTPUTS]
    )
    with capsys.disabled():
        print(f"\n{len(OUTPUTS)} labelled outputs: precision {precision:.3f}, recall {recall:.3f}")  # noqa: T201
    assert (precision, recall) == (1.0, 1.0), wrong


@pytest.mark.parametrize("case", [case for case in EDITS if "had" in case], ids=lambda case: case["name"])
def test_a_run_without_edits_changes_nothing(case, compose):
    same = {**case, "before": case["after"], "had": case["has"]}
    assert changes_found(same, compose) == set()
