"""What the code of a notebook names: seeds that are set, files that are read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jupyterlab_journal.capture.data_files import named_files
from jupyterlab_journal.capture.seed_calls import SeedCall, seed_calls
from jupyterlab_journal.reading.parser import BeyondBounds, parse_within_bounds

_MAX_CHARACTERS = 400_000  # of all cells together; reading them takes about a second


@dataclass(frozen=True, kw_only=True)
class Named:
    """Seeding calls and texts that could be paths, in the order of the code.

    ``unread`` is the number of cells that were too long, or nested too
    deeply, to be searched.
    """

    seeds: tuple[SeedCall, ...] = ()
    files: tuple[str, ...] = ()
    unread: int = 0


def named_in(sources: Sequence[str]) -> Named:
    """Search the code of cells; of too many, the last ones.

    Examples
    --------
    >>> named = named_in(["torch.manual_seed(3)", "rows = read('data/train.csv')", "x = " + "-" * 9999 + "1"])
    >>> named.seeds[0].seed, named.files, named.unread
    ('3', ('data/train.csv',), 1)
    """
    read: list[str] = []
    room = _MAX_CHARACTERS
    for source in reversed(sources):
        if len(source) <= room and _is_within_bounds(source):
            room -= len(source)
            read.append(source)
    read.reverse()
    return Named(
        seeds=tuple(call for source in read for call in seed_calls(source)),
        files=tuple(name for source in read for name in named_files(source)),
        unread=len(sources) - len(read),
    )


def _is_within_bounds(source: str) -> bool:
    try:
        parse_within_bounds(source)
    except BeyondBounds:
        return False
    return True
