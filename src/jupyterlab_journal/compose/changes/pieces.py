"""What of a cell's source is compared: its settings and its calls, as an entry keeps them.

The source itself is not kept: it lies in the notebook, and only what may turn
out to be a parameter is wanted of an earlier run.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jupyterlab_journal.entry.model import Entry, Json

CODE = "code"
"""Field of the metadata: the pieces of the cell's source."""

MAX_TEXT = 200  # characters of one value
_MAX_BYTES = 6 * 1024
_MAX_PIECES = 150


@dataclass(frozen=True, kw_only=True)
class Setting:
    """A name bound to something written down: ``lr = 1e-3``.

    Parameters
    ----------
    where : str
        Function or class it stands in, dotted; empty in the cell itself.
    name : str
        ``lr``, ``config.lr``; a class is part of the name of its attribute.
    value : str
        As the user wrote it.
    """

    where: str
    name: str
    value: str


@dataclass(frozen=True, kw_only=True)
class Call:
    """One call.

    Parameters
    ----------
    owner : str
        Variable that its result is bound to; empty when it is part of something larger.
    within : str
        Variable that the larger whole is bound to.
    callee : str
        As written: ``nn.Linear``; ``.batch`` behind another call.
    arguments : str
        The positional ones, as written.
    keywords : mapping of str to str
        By name.
    stands_alone : bool
        Whether adding or removing it is worth telling: it is no part of a computation.
    """

    where: str
    owner: str = ""
    within: str = ""
    callee: str
    arguments: str = ""
    keywords: Mapping[str, str] = field(default_factory=dict)
    stands_alone: bool = False

    @property
    def name(self) -> str:
        """What a reader calls it."""
        return self.callee.lstrip(".")

    @property
    def text(self) -> str:
        """The call as written, on one line."""
        if self.callee.startswith("@") and not self.arguments and not self.keywords and not self.owner:
            return self.callee
        keywords = [f"{name}={value}" for name, value in self.keywords.items()]
        return f"{self.name}({', '.join(filter(None, [self.arguments, *keywords]))})"


Piece = Setting | Call


def encode_pieces(pieces: Iterable[Piece]) -> list[Json]:
    """Return the pieces that fit, as JSON."""
    encoded: list[Json] = []
    size = 0
    for piece in pieces:
        record: dict[str, Json] = (
            {"set": piece.name, "to": piece.value} if isinstance(piece, Setting) else _encode_call(piece)
        )
        if piece.where:
            record["in"] = piece.where
        size += sum(len(str(key)) + len(str(value).encode()) + 8 for key, value in record.items())
        if size > _MAX_BYTES or len(encoded) >= _MAX_PIECES:
            break
        encoded.append(record)
    return encoded


def _encode_call(call: Call) -> dict[str, Json]:
    record: dict[str, Json] = {
        "call": call.callee,
        "as": call.owner,
        "of": call.within,
        "with": call.arguments,
        "keywords": dict(call.keywords),
        "alone": call.stands_alone,
    }
    return {name: value for name, value in record.items() if value}


def pieces_in(entry: Entry) -> tuple[Piece, ...]:
    """Return the pieces that an earlier entry recorded; what is damaged is passed over."""
    recorded = entry.extra.get(CODE)
    if not isinstance(recorded, list):
        return ()
    decoded = map(_decode, recorded)
    return tuple(piece for piece in decoded if piece is not None)


def _decode(record: Json) -> Piece | None:
    if not isinstance(record, Mapping):
        return None

    def text(name: str) -> str:
        value = record.get(name)
        return value[:MAX_TEXT] if isinstance(value, str) else ""

    if text("set"):
        return Setting(where=text("in"), name=text("set"), value=text("to"))
    if not text("call"):
        return None
    keywords = record.get("keywords")
    return Call(
        where=text("in"),
        owner=text("as"),
        within=text("of"),
        callee=text("call"),
        arguments=text("with"),
        keywords={name: value for name, value in keywords.items() if isinstance(value, str)}
        if isinstance(keywords, Mapping)
        else {},
        stands_alone=record.get("alone") is True,
    )
