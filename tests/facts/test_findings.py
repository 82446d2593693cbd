"""What stands in the way of repeating a run, told from the facts."""

from __future__ import annotations

import pytest

from jupyterlab_journal.facts import findings


def test_findings_are_silent_about_a_reproducible_run():
    facts = {
        "git": {"commit": "a" * 40, "dirty": False},
        "seeds": {"torch": {"value": "42"}, "numpy": {"value": "0"}, "python": {"value": "7"}},
        "determinism": {"cudnn.benchmark": False, "torch.deterministic_algorithms": True},
        "devices": [{"index": 0}],
        "container": {"image": "lab@sha256:0"},
    }
    assert findings.find(facts) == ()
    assert findings.find({}) == ()


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"git": {"commit": None}}, "git-no-commit"),
        ({"git": {"commit": "a", "dirty": True}}, "git-dirty"),
        ({"git": {"commit": "a", "dirty": None}}, "git-unsure"),
        ({"seeds": {"torch": {"value": str(2**40)}}}, "torch-unseeded"),
        ({"seeds": {"numpy": {"value": None}}}, "numpy-unseeded"),
        ({"seeds": {"python": {"value": None}}}, "python-unseeded"),
        ({"determinism": {"cudnn.benchmark": True}}, "cudnn-benchmark"),
        (
            {"determinism": {"torch.deterministic_algorithms": False}, "devices": [1]},
            "torch-nondeterministic",
        ),
        ({"container": {"image": "a", "tag": "latest"}}, "image-latest"),
    ],
)
def test_each_finding_has_words_and_a_remedy(facts, code):
    (finding,) = findings.find(facts)
    assert finding.code == code
    assert finding.message
    assert finding.remedy
