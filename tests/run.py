"""Run checks and tests, and end with one line of counts.

Each stage runs whatever the others did, so that one run shows everything that
is wrong. A linter or type checker counts as one test. Lanes run side by side;
what a stage prints is shown when it has ended. ``--changed`` runs the static
checks and the unit tests of the files that git calls changed.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from threading import Lock

from changed import changed_files, matching_tests
from stages import ROOT, Count, Stage, all_lanes, changed_lanes

_printing = Lock()


def run(stage: Stage) -> tuple[Count, str]:
    """Run one stage, show what it printed, and return its outcome with a row of the summary."""
    started = time.monotonic()
    if stage.report is not None:
        stage.report.unlink(missing_ok=True)
    with TemporaryFile() as output:
        status = subprocess.run(
            stage.command,
            cwd=stage.folder,
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={"OMP_WAIT_POLICY": "PASSIVE", **os.environ},  # lanes share the cores: no thread shall spin
        ).returncode
        output.seek(0)
        printed = output.read().decode(errors="replace")
    count, remark = outcome(stage, status)
    seconds = time.monotonic() - started
    with _printing:
        print(f"\n=== {stage.name}: {' '.join(stage.command)}\n{printed}{remark}", flush=True)
    return count, f"{stage.name:<24}{count.passed:>6}{count.failed:>8}{count.skipped:>9}{seconds:>8.0f} s"


def outcome(stage: Stage, status: int) -> tuple[Count, str]:
    """Return the counts of a stage that ended with `status`, and what else there is to say."""
    if stage.read is None or stage.report is None:
        return Count(int(status == 0), int(status != 0)), ""
    if not stage.report.exists():
        return Count(0, 1), f"{stage.name} left no report (exit status {status})"
    count = stage.read(stage.report)
    # A runner that failed without a failing test (a broken collection, a leak) still failed.
    return (count if status == 0 or count.failed else Count(count.passed, 1, count.skipped)), ""


def run_lane(lane: Sequence[Stage]) -> list[tuple[Count, str]]:
    """Run stages one after another."""
    return [run(stage) for stage in lane]


def main(arguments: Sequence[str]) -> int:
    """Run all lanes; the exit status is non-zero when anything failed."""
    if find_spec("atheris") is None:
        print("no fuzzing: atheris is not installed", flush=True)
    with TemporaryDirectory() as folder:
        reports = Path(folder)
        if arguments == ["--changed"]:
            lanes = changed_lanes(reports, matching_tests(changed_files(ROOT), ROOT))
        else:
            lanes = all_lanes(reports)
        with ThreadPoolExecutor(len(lanes)) as pool:
            outcomes = [outcome for lane in pool.map(run_lane, lanes) for outcome in lane]
    print(f"\n{'stage':<24}{'passed':>6}{'failed':>8}{'skipped':>9}", *(row for _, row in outcomes), sep="\n")
    passed = sum(count.passed for count, _ in outcomes)
    failed = sum(count.failed for count, _ in outcomes)
    print(f"\n{passed} passed, {failed} failed", flush=True)
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
