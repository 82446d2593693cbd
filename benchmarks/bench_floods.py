"""Composing from floods of output, beside nbconvert's Markdown export of the same cell in the same run.

Budgets: from 100 MB of output, from 20,000 outputs and from 10,000 variables
an entry is composed in at most 3 s, with at most 150 MB of memory beside the
output itself; and sooner than nbconvert writes the cell. Each is measured in
a process of its own, so that the peak of memory is its own. Run with::

    python -m pytest benchmarks/bench_floods.py -s
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from floods import FLOODS

BUDGET_S = 3.0
BUDGET_BYTES = 150_000_000
PROGRAM = Path(__file__).parent / "floods.py"
# Those that nbconvert writes as text, too, and within half a minute.
WITH_PEER = ("log", "chinese", "one line", "20,000 displays")

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/clear_refs").exists(), reason="the peak of memory is read from /proc"
)


def measured(*arguments: str) -> dict[str, float]:
    """Run one flood in a process of its own and return its figures."""
    command = [sys.executable, str(PROGRAM), *arguments]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(ran.stdout.splitlines()[-1])


def told(figures: dict[str, float]) -> str:
    return f"{figures['seconds']:.2f} s, {figures['bytes'] / 1e6:.0f} MB beside the output"


@pytest.mark.parametrize("kind", ["step", "result"])
@pytest.mark.parametrize("flood", FLOODS)
def test_a_flood_is_composed_within_its_budget(flood, kind):
    ours = measured("compose", flood, kind)
    print(f"\n{kind} from {flood}: {told(ours)}")
    assert ours["seconds"] <= BUDGET_S
    assert ours["bytes"] <= BUDGET_BYTES


@pytest.mark.parametrize("flood", WITH_PEER)
def test_a_flood_is_composed_sooner_than_nbconvert_writes_it(flood):
    ours, peer = measured("compose", flood, "result"), measured("export", flood)
    ratio = peer["seconds"] / ours["seconds"]
    print(f"\nresult from {flood}: {told(ours)}; nbconvert: {told(peer)}; {ratio:.1f} times faster")
    assert ratio > 1
