"""What the code of a notebook names: seeds that are set, files that are read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jupyterlab_journal.facts.data_files import named_files
from jupyterlab_journal.facts.seed_calls import SeedCall, seed_calls
from jupyterlab_journal.reading.parser import BeyondBounds, parse_within_bounds

_MAX_CHARACTERS = 400_000  # of all cells together; reading them takes about a second


@dataclass(frozen=True, kw_only=True)
class CodeMentions:
    """Seeding calls and texts that could be paths, in the order of the code.

    ``unread`` is the number of cells that were too long, or nested too
    deeply, to be searched.
    """

    seeds: tuple[SeedCall, ...] = ()
    files: tuple[str, ...] = ()
    unread: int = 0


def mentions_in(sources: Sequence[str]) -> CodeMentions:
    """Search the code of cells; of too many, the last ones.

    Parameters
    ----------
    sources : sequence of str
        Code of the notebook's cells, in document order.

    Returns
    -------
    CodeMentions
        Of at most 400,000 characters of code.

    Examples
    --------
    >>> too_deep = "x = " + "-" * 9999 + "1"
    >>> found = mentions_in(["torch.manual_seed(3)", "rows = read('data/train.csv')", too_deep])
    >>> found.seeds[0].seed, found.files, found.unread
    ('3', ('data/train.csv',), 1)
    """
    read: list[str] = []
    room = _MAX_CHARACTERS
    for source in reversed(sources):
        if len(source) <= room and _is_within_bounds(source):
            room -= len(source)
            read.append(source)
    read.reverse()
    return CodeMentions(
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
