"""Redaction of training logs, beside detect-secrets in the same run.

Budget: 30 times as fast for what a trainer prints, some 5 MB/s on one core.
The catalogue, where every line is a look-alike of a secret (a hash, a token
count, a picture, a path), is the other extreme: 8 times. Floods of look-alikes
(a name, a prefix, a quote, again and again) may take a second of processor
time for a megabyte, and three where numbers or chance vary them. Processor
time is measured, so that other programs on the machine do not count. Run with::

    python -m pytest benchmarks/bench_redact.py -s
"""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path

import pytest
from detect_secrets.core.scan import scan_line
from detect_secrets.settings import default_settings

from jupyterlab_journal.redact import Redactor

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "redact"))

from redact_floods import FAMILIES, REPEATED, flood
from redact_logs import training_log

TIMES_AS_FAST = {"trainer": 30, "catalogue": 8}
FLOOD_SECONDS_PER_MB = {"repeated": 1.0, "varied": 3.0}
FLOOD_SIZE = 300_000
ROUNDS = 5
SIZE = 1_000_000


def plain_log(size: int) -> str:
    """Return what a trainer prints, without pictures, listings and hashes of tools."""
    chance = random.Random(1)
    lines, length = [], 0
    for step in range(size):
        lines.append(
            f"[2026-11-20 12:{step % 60:02d}:00,123] INFO epoch {step // 500} step {step}: "
            f"loss={chance.random():.5f} acc={chance.random():.4f} lr=1.0e-04 "
            f"tokens/s={chance.random() * 1e4:.1f} mem 12.3GB "
            f"ckpt=/data/run_{chance.getrandbits(64):016x}/m.pt"
        )
        length += len(lines[-1]) + 1
        if length >= size:
            break
    return "\n".join(lines)


LOGS = {"trainer": plain_log(SIZE), "catalogue": training_log(SIZE, seed=1)}


def best_seconds(work, *, rounds: int = ROUNDS) -> float:
    """Return the least processor time of some rounds."""
    times = []
    for _ in range(rounds):
        started = time.process_time()
        work()
        times.append(time.process_time() - started)
    return min(times)


def detect_secrets_seconds(text: str) -> float:
    sample = text[: SIZE // 20].splitlines()
    with default_settings():
        started = time.process_time()
        for line in sample:
            list(scan_line(line))
        return (time.process_time() - started) * len(text) / sum(len(line) + 1 for line in sample)


@pytest.mark.parametrize("name", LOGS)
def test_a_training_log_is_redacted_fast_enough(name):
    text = LOGS[name]
    redactor = Redactor()
    assert redactor.redact(text).text == text
    took = best_seconds(lambda: redactor.redact(text))
    size = len(text.encode())
    other = detect_secrets_seconds(text)
    print(
        f"\n{name}: {size / took / 1e6:.1f} MB/s; detect-secrets by line {size / other / 1e6:.2f} MB/s, "
        f"{other / took:.0f} times slower"
    )
    assert other / took >= TIMES_AS_FAST[name]


def test_a_short_text_costs_little():
    texts = [f"step {number}: loss=0.{number} 'resnet50' /data/run_{number}" for number in range(2000)]
    redactor = Redactor([f"known-value-{number}-k9mQ2xvb" for number in range(10)])
    took = best_seconds(lambda: [redactor.redact(text) for text in texts]) / len(texts)
    print(f"\none line of {len(texts[0])} characters: {took * 1e6:.0f} µs")
    assert took < 0.001


@pytest.mark.timeout(600)
@pytest.mark.parametrize("kind", FLOOD_SECONDS_PER_MB)
def test_a_flood_of_look_alikes_does_not_take_long(kind):
    redactor = Redactor()
    rows = []
    for name in REPEATED if kind == "repeated" else FAMILIES:
        text = flood(name, FLOOD_SIZE, numbered=kind == "varied")
        found = redactor.redact(text).removals
        assert all(removal.kind != "withheld" for removal in found), name
        seconds = best_seconds(lambda text=text: redactor.redact(text), rounds=2)
        rows.append((seconds / (len(text.encode()) / 1e6), name, len(found)))
    rows.sort(reverse=True)
    over = sum(cost > 1.0 for cost, _, _ in rows)
    print(f"\n{kind}: {len(rows)} families, {over} over 1 s/MB, the slowest:")
    for cost, name, removals in rows[:8]:
        print(f"  {cost:.2f} s/MB  {name}" + (f" ({removals} removals)" if removals else ""))
    assert rows[0][0] <= FLOOD_SECONDS_PER_MB[kind]
