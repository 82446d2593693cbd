"""Which tests `make check` runs, and how outcomes are counted."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
import run
from changed import matching_tests
from stages import Count, Stage, jest

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        (
            "src/jupyterlab_journal/redact/engine.py",
            ["src/jupyterlab_journal/redact/engine.py", "tests/redact/test_engine.py"],
        ),
        ("src/jupyterlab_journal/entry/codec.py", ["tests/entry/test_codec.py"]),
        ("tests/redact/test_crowd.py", ["tests/redact/test_crowd.py"]),
        ("tests/redact/redact_floods.py", []),
        ("README.md", []),
    ],
)
def test_the_matching_tests_a_file_are_found(file, expected):
    assert matching_tests([file], ROOT) == expected


def test_a_stage_counts_by_its_exit_status(capfd):
    good, row = run.run(Stage("good", (sys.executable, "-c", "print('all is well')")))
    bad, _ = run.run(Stage("bad", (sys.executable, "-c", "raise SystemExit(3)")))
    assert (good, bad) == (Count(1, 0), Count(0, 1))
    assert row.startswith("good")
    assert "all is well" in capfd.readouterr().out


@pytest.mark.parametrize(("status", "failed"), [(0, 0), (1, 1)])
def test_a_runner_that_failed_without_a_failing_test_still_failed(tmp_path, status, failed):
    counts = {"numFailedTests": 0, "numRuntimeErrorTestSuites": 0, "numPassedTests": 5, "numPendingTests": 0}
    report = tmp_path / "jest.json"
    report.write_text(json.dumps(counts), "utf-8")
    assert run.outcome(Stage("Jest", (), report=report, read=jest), status)[0] == Count(5, failed)


def test_a_stage_without_a_report_failed(tmp_path):
    stage = Stage("Jest", (), report=tmp_path / "missing.json", read=jest)
    assert run.outcome(stage, 0) == (Count(0, 1), "Jest left no report (exit status 0)")
