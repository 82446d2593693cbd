"""Secrets that one stream printed and a message of another, or a picture, cut in two.

An entry shows such a line as two, so that redaction of what it shows does not
see that they belong together. Of huge outputs only the two ends are searched,
as far as they may be shown, with what each stream goes on with there; and no
more is read of them than was searched.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise
from typing import TYPE_CHECKING, NamedTuple

from jupyterlab_journal.compose.text.readable import MARGIN, NARROW, Limits
from jupyterlab_journal.redact.stream_pieces import Piece

_MOST_TURNS = 1000
_INTERLEAVED = Limits(0, NARROW)

if TYPE_CHECKING:
    from jupyterlab_journal.redact.gate import Gate


class Searched(NamedTuple):
    """Texts without cut secrets, and how much of them may be read."""

    texts: Sequence[str]
    limits: Limits


def without_cut_secrets(pieces: Sequence[Piece], gate: Gate, field: str, limits: Limits) -> Searched:
    """Remove the secrets that lie on both sides of another stream's text.

    Parameters
    ----------
    pieces : sequence of Piece
        All texts of an output.
    gate : Gate
        Removes the secrets.
    field : str
        Where the texts belong in the entry.
    limits : Limits
        What may be read of huge texts.

    Returns
    -------
    Searched
        The texts of `pieces`, in order, and `limits`, or less where less was searched.
    """
    if len({piece.stream for piece in pieces}) < 2:
        return Searched([piece.text for piece in pieces], limits)
    limits = _INTERLEAVED if _is_interleaved(pieces) else limits
    if sum(len(piece.text) for piece in pieces) <= sum(limits):
        return Searched(gate.interrupted(pieces, field), limits)
    first, rest = _taken(pieces, limits.start)
    last, rest = _taken(rest, limits.end, from_end=True)
    start, end = gate.interrupted(first, field), gate.interrupted(last, field)
    searched = Limits(min(limits.start, sum(map(len, start))), min(limits.end, sum(map(len, end))))
    return Searched([*start, *(piece.text for piece in rest), *end], searched)


def _taken(
    pieces: Sequence[Piece], size: int, *, from_end: bool = False
) -> tuple[Sequence[Piece], Sequence[Piece]]:
    """Take of one end what may be shown, and what each stream goes on with there; return it and the rest."""
    if not size:
        return (), pieces
    ordered = pieces[::-1] if from_end else pieces
    taken, rest = [], []
    for piece, reached in zip(ordered, _reach(ordered, size - MARGIN), strict=True):
        if not reached:
            rest.append(piece)
            continue
        cut = len(piece.text) - reached if from_end else reached
        near, far = piece.text[:cut], piece.text[cut:]
        near, far = (far, near) if from_end else (near, far)
        taken.append(Piece(text=near, stream=piece.stream))
        rest += [Piece(text=far, stream=piece.stream)] if far else []
    return (taken[::-1], rest[::-1]) if from_end else (taken, rest)


def _is_interleaved(pieces: Sequence[Piece]) -> bool:
    """Whether two streams take turns so often that less is read of them: each is searched alone, too."""
    if len(pieces) <= _MOST_TURNS:
        return False
    return sum(one.stream != other.stream for one, other in pairwise(pieces)) > _MOST_TURNS


def without_secrets_across_gaps(
    texts: Sequence[Sequence[Piece]], gate: Gate, field: str
) -> list[Sequence[Piece]]:
    """Return `texts`, in order, without secrets that begin in one of them and end in the next.

    A picture or a table between two messages of one stream cuts the line in two, and an entry shows the
    texts on both sides of it. Of each text only the two ends are searched.

    Parameters
    ----------
    texts : sequence of sequences of Piece
        What stands between two other outputs, each.
    gate : Gate
        Removes the secrets.
    field : str
        Where the texts belong in the entry.

    Returns
    -------
    list of sequences of Piece
        As many as `texts`, each with as many pieces as before.
    """
    if len(texts) < 2:
        return list(texts)
    pieces: list[Piece] = []
    parts: Counter[str | None] = Counter()  # of each stream: what is not searched ends one
    for text in texts:
        starts = _reach(text, MARGIN)
        ends = list(_reach(reversed(text), MARGIN))[::-1]
        for piece, start, end in zip(text, starts, ends, strict=True):
            cut = max(start, len(piece.text) - end)
            pieces.append(_part(piece, parts, piece.text[:start]))
            parts[piece.stream] += cut > start
            pieces += [Piece(text=piece.text[start:cut]), _part(piece, parts, piece.text[cut:])]
        pieces.append(Piece(text=""))  # the gap
    clean = iter(gate.interrupted(pieces, field))
    found: list[Sequence[Piece]] = []
    for text in texts:
        found.append([Piece(text="".join(islice(clean, 3)), stream=piece.stream) for piece in text])
        next(clean)
    return found


def _part(piece: Piece, parts: Counter[str | None], text: str) -> Piece:
    return Piece(text=text, stream=None if piece.stream is None else f"{piece.stream} {parts[piece.stream]}")


def _reach(pieces: Iterable[Piece], window: int) -> Iterator[int]:
    """Yield how many characters of each piece may be shown or end a secret that is shown.

    That are the first `window` of all, and what follows them in each stream.
    """
    more: dict[str | None, int] = {}
    for piece in pieces:
        shown = min(len(piece.text), window)
        window -= shown
        left = more.get(piece.stream, MARGIN)
        beyond = min(len(piece.text) - shown, left)
        more[piece.stream] = left - beyond
        yield shown + beyond
