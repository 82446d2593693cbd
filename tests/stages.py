"""The checks and tests, and how to read their outcomes."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
UI_TESTS = ROOT / "ui-tests"


@dataclass(frozen=True)
class Count:
    """Outcome of one stage."""

    passed: int
    failed: int
    skipped: int = 0


@dataclass(frozen=True)
class Stage:
    """One command, and how to read its outcome; by default its exit status alone."""

    name: str
    command: tuple[str, ...]
    folder: Path = ROOT
    report: Path | None = None
    read: Callable[[Path], Count] | None = None


def junit(report: Path) -> Count:
    """Read pytest's report."""
    suites = ElementTree.parse(report).getroot().iter("testsuite")
    total = failed = skipped = 0
    for suite in suites:
        total += int(suite.get("tests", 0))
        failed += int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        skipped += int(suite.get("skipped", 0))
    return Count(total - failed - skipped, failed, skipped)


def jest(report: Path) -> Count:
    """Read Jest's report; a suite that could not run at all is one failure."""
    result = json.loads(report.read_text("utf-8"))
    failed = result["numFailedTests"] + result["numRuntimeErrorTestSuites"]
    return Count(result["numPassedTests"], failed, result["numPendingTests"])


def playwright(report: Path) -> Count:
    """Read Playwright's report; an error outside the tests is one failure."""
    result = json.loads(report.read_text("utf-8"))
    stats = result["stats"]
    return Count(
        stats["expected"], stats["unexpected"] + stats["flaky"] + len(result["errors"]), stats["skipped"]
    )


def python_checks() -> list[Stage]:
    """List the static checks of Python, the quickest first."""
    return [
        Stage("format (Python)", (f"{BIN}/ruff", "format", "--check", ".")),
        Stage("lint (Python)", (f"{BIN}/ruff", "check", ".")),
        Stage("types (Python)", (f"{BIN}/mypy",)),
        Stage("import floors", (f"{BIN}/lint-imports",)),
    ]


def front_end_checks() -> list[Stage]:
    """List the static checks of the front end and of its tests."""
    return [
        Stage("format (front end)", ("npm", "run", "--silent", "format:check")),
        Stage("lint (front end)", ("npm", "run", "--silent", "lint")),
        Stage("lint (styles)", ("npm", "run", "--silent", "lint:styles")),
        Stage("types (front end)", ("npm", "run", "--silent", "build:lib")),
        Stage("types (front-end tests)", ("npm", "run", "--silent", "typecheck:tests")),
        Stage("types (browser tests)", ("npm", "run", "--silent", "typecheck"), UI_TESTS),
    ]


def pytest_stage(reports: Path, *tests: str) -> Stage:
    """Return the stage of `tests`, or of all."""
    report = reports / "pytest.xml"
    command = (f"{BIN}/python", "-m", "pytest", "-q", f"--junit-xml={report}", *tests)
    return Stage("pytest", command, report=report, read=junit)


def jest_stage(reports: Path, *options: str) -> Stage:
    """Return the stage of the front end's unit tests."""
    report = reports / "jest.json"
    return Stage(
        "Jest", ("npx", "jest", "--json", f"--outputFile={report}", *options), report=report, read=jest
    )


def browser_stage(name: str, report: str, *options: str) -> Stage:
    """Return a stage of browser tests."""
    path = UI_TESTS / "test-results" / report
    return Stage(name, ("npx", "playwright", "test", *options), UI_TESTS, report=path, read=playwright)


def fuzzing(reports: Path) -> list[Stage]:
    """Fuzz the redactor where the fuzzer is to be had (Linux, Python 3.11 or newer)."""
    if find_spec("atheris") is None:
        return []
    seconds = os.environ.get("JOURNAL_FUZZ_SECONDS", "15")
    # The same start in every run: a change is not blamed for what another run would have found.
    options = (f"-max_total_time={seconds}", "-seed=1", "-verbosity=0", f"-artifact_prefix={reports}/")
    return [Stage("fuzzing", (f"{BIN}/python", "tests/redact/fuzz_redact.py", *options))]


def all_lanes(reports: Path) -> list[list[Stage]]:
    """List everything, in lanes that run side by side: kernels wait much, and so do browsers."""
    return [
        [*python_checks(), pytest_stage(reports), *fuzzing(reports)],
        [
            *front_end_checks(),
            jest_stage(reports),
            browser_stage("browser", "report.json"),
            browser_stage("browser (neighbours)", "neighbours.json", "--config", "neighbours.config.ts"),
        ],
    ]


def changed_lanes(reports: Path, tests: Sequence[str]) -> list[list[Stage]]:
    """List the static checks and the unit tests of what changed."""
    return [
        [*python_checks(), *([pytest_stage(reports, *tests)] if tests else [])],
        [*front_end_checks(), jest_stage(reports, "--onlyChanged", "--passWithNoTests")],
    ]
