"""Training logs without a secret: hashes, tensors, pictures, paths, progress bars, program text."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

from redact_builders import fill

_LINES = [
    line.replace("\\r", "\r")
    for line in (Path(__file__).parent / "logs.txt").read_text(encoding="utf-8").splitlines()[1:]
]


def log_lines(seed: int) -> Iterator[str]:
    """Yield endless log lines with fresh random values."""
    chance = random.Random(seed)
    while True:
        yield fill(chance.choice(_LINES), chance)


def training_log(size: int, seed: int) -> str:
    """Return about `size` characters of log."""
    lines = []
    length = 0
    take: Callable[[], str] = log_lines(seed).__next__
    while length < size:
        lines.append(take())
        length += len(lines[-1]) + 1
    return "\n".join(lines)
