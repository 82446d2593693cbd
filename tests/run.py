"""Run every check and every test, and end with one line of counts.

Each stage runs whatever the others did, so that one run shows everything
that is wrong. A linter or type checker counts as one test.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent


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


def stages(reports: Path) -> list[Stage]:
    """List the stages, the quickest first."""
    pytest_report, jest_report = reports / "pytest.xml", reports / "jest.json"
    ui_tests = ROOT / "ui-tests"
    return [
        Stage("format (Python)", (f"{BIN}/ruff", "format", "--check", ".")),
        Stage("format (front end)", ("npm", "run", "--silent", "format:check")),
        Stage("lint (Python)", (f"{BIN}/ruff", "check", ".")),
        Stage("lint (front end)", ("npm", "run", "--silent", "lint")),
        Stage("types (Python)", (f"{BIN}/mypy",)),
        Stage("types (front end)", ("npm", "run", "--silent", "build:lib")),
        Stage("types (browser tests)", ("npm", "run", "--silent", "typecheck"), ui_tests),
        Stage("import floors", (f"{BIN}/lint-imports",)),
        Stage(
            "Jest",
            ("npx", "jest", "--json", f"--outputFile={jest_report}"),
            report=jest_report,
            read=jest,
        ),
        Stage(
            "pytest",
            (f"{BIN}/python", "-m", "pytest", "-q", f"--junit-xml={pytest_report}"),
            report=pytest_report,
            read=junit,
        ),
        *fuzzing(reports),
        Stage(
            "browser",
            ("npx", "playwright", "test"),
            ui_tests,
            report=ui_tests / "test-results" / "report.json",
            read=playwright,
        ),
        Stage(
            "browser (neighbours)",
            ("npx", "playwright", "test", "--config", "neighbours.config.ts"),
            ui_tests,
            report=ui_tests / "test-results" / "neighbours.json",
            read=playwright,
        ),
    ]


def fuzzing(reports: Path) -> list[Stage]:
    """Fuzz the redactor for a minute where the fuzzer is to be had (Linux, Python 3.11 or newer)."""
    if find_spec("atheris") is None:
        print("no fuzzing: atheris is not installed", flush=True)
        return []
    # The same start in every run: a change is not blamed for what another run would have found.
    options = ("-max_total_time=60", "-seed=1", "-verbosity=0", f"-artifact_prefix={reports}/")
    command = (f"{BIN}/python", "tests/redact/fuzz_redact.py", *options)
    return [Stage("fuzzing", command)]


def run(stage: Stage) -> Count:
    """Run one stage in the open and count its outcome."""
    print(f"\n=== {stage.name}: {' '.join(stage.command)}", flush=True)
    if stage.report is not None:
        stage.report.unlink(missing_ok=True)
    status = subprocess.run(stage.command, cwd=stage.folder, check=False, stdin=subprocess.DEVNULL).returncode
    if stage.read is None or stage.report is None:
        return Count(int(status == 0), int(status != 0))
    if not stage.report.exists():
        print(f"{stage.name} left no report (exit status {status})", flush=True)
        return Count(0, 1)
    count = stage.read(stage.report)
    # A runner that failed without a failing test (a broken collection, a leak) still failed.
    return count if status == 0 or count.failed else Count(count.passed, 1, count.skipped)


def main() -> int:
    """Run all stages; the exit status is non-zero when anything failed."""
    counts: list[Count] = []
    rows: list[str] = []
    with TemporaryDirectory() as folder:
        for stage in stages(Path(folder)):
            started = time.monotonic()
            count = run(stage)
            counts.append(count)
            seconds = time.monotonic() - started
            rows.append(
                f"{stage.name:<24}{count.passed:>6}{count.failed:>8}{count.skipped:>9}{seconds:>8.0f} s"
            )
    print(f"\n{'stage':<24}{'passed':>6}{'failed':>8}{'skipped':>9}", *rows, sep="\n")
    passed, failed = sum(c.passed for c in counts), sum(c.failed for c in counts)
    print(f"\n{passed} passed, {failed} failed", flush=True)
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
