"""Secrets that one stream printed and a message of another, or a picture, cut in two.

An entry shows such a line as two, so that redaction of what it shows does not
see that they belong together. Of huge outputs only what may be shown is
searched: the two ends, and what each stream goes on with there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from jupyterlab_journal.compose.text.readable import END, MARGIN, NARROW, WINDOW
from jupyterlab_journal.redact.pieces import Piece

_MOST_TURNS = 1000

if TYPE_CHECKING:
    from jupyterlab_journal.redact.gate import Gate


def without_cut_secrets(
    pieces: Sequence[Piece], gate: Gate, field: str, *, only_end: bool = False
) -> Sequence[str]:
    """Return the texts of `pieces`, in order, without secrets that lie on both sides of another stream.

    Parameters
    ----------
    pieces : sequence of Piece
        All texts of an output.
    gate : Gate
        Removes the secrets.
    field : str
        Where the texts belong in the entry.
    only_end : bool
        Whether the beginning of a huge text is of no interest.
    """
    if len({piece.stream for piece in pieces}) < 2:
        return [piece.text for piece in pieces]
    window = NARROW if is_interleaved(pieces) else END if only_end else WINDOW
    if sum(len(piece.text) for piece in pieces) <= (window if only_end else 2 * window):
        return gate.interrupted(pieces, field)
    starts = [0] * len(pieces) if only_end else list(_reach(pieces, window))
    ends = list(_reach(reversed(pieces), window))[::-1]
    first, middle, last = [], [], []
    for piece, start, end in zip(pieces, starts, ends, strict=True):
        rest = piece.text[start:]
        cut = max(0, len(rest) - end)
        first.append(Piece(text=piece.text[:start], stream=piece.stream))
        middle.append(rest[:cut])
        last.append(Piece(text=rest[cut:], stream=piece.stream))
    clean = _clean(first, gate, field), middle, _clean(last, gate, field)
    return [text for texts in zip(*clean, strict=True) for text in texts if text]


def is_interleaved(pieces: Sequence[Piece]) -> bool:
    """Whether two streams take turns so often that less is read of them: each is searched alone, too."""
    if len(pieces) <= _MOST_TURNS:
        return False
    return sum(one.stream != other.stream for one, other in pairwise(pieces)) > _MOST_TURNS


def _clean(pieces: Sequence[Piece], gate: Gate, field: str) -> list[str]:
    """Return the texts of pieces, most of which may be empty, without cut secrets."""
    texts = iter(gate.interrupted([piece for piece in pieces if piece.text], field))
    return [next(texts) if piece.text else "" for piece in pieces]


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
