"""The user's parameters as an entry stores them: safe, not too many, as the user spelled them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from jupyterlab_journal.compose.changes.parameter_values import MAX_CHARACTERS, flat_values
from jupyterlab_journal.compose.text.plain import plain
from jupyterlab_journal.reading.spelling import same_value

if TYPE_CHECKING:
    from jupyterlab_journal.entry.model import Entry
    from jupyterlab_journal.reading.other_cells import OtherCells
    from jupyterlab_journal.reading.variables import Assignments
    from jupyterlab_journal.redact.gate import Gate

MAX_BYTES = 12 * 1024
_READ_CHARACTERS = 4096  # a value is redacted before it is cut to what is kept

AS_WRITTEN = "as_written"
"""Field of the metadata: parameters as the user spelled them, where Python spells them otherwise."""


def bounded_parameters(parameters: Mapping[str, str], gate: Gate) -> dict[str, str]:
    """Return the parameters that fit, without secrets, in the order in which they came to be.

    Each value is redacted beside its name: a password is recognised by the
    name it is under.

    Parameters
    ----------
    parameters : mapping of str to str
        Scalars by name as Python writes them, in the order in which they came to be.
    gate : Gate
        Takes out the secrets before anything is cut off.

    Returns
    -------
    dict of str to str
        The first ones, as many as fit in `MAX_BYTES` of names and values (UTF-8).
    """
    kept: dict[str, str] = {}
    size = 0
    for name, value in _redacted(parameters, gate):
        size += len(name.encode()) + len(value.encode())
        if size > MAX_BYTES:
            break
        kept[name] = value
    return kept


def spellings(
    parameters: Mapping[str, str], cell: Assignments, other_cells: OtherCells, earlier: Entry | None
) -> dict[str, str]:
    """Return the values that the user wrote in another way than Python does: ``1e-3``.

    Parameters
    ----------
    cell : Assignments
        Literals in the source of the cell.
    other_cells : OtherCells
        Code of other cells.
    earlier : Entry, optional
        Its spellings hold as long as the values do.
    """
    parameters = flat_values(parameters)
    known = {
        **(spellings_in(earlier) if earlier else {}),
        **other_cells.spellings(parameters),
        **cell.written,
    }
    return {
        name: text[:MAX_CHARACTERS]
        for name, text in known.items()
        if name in parameters
        and text != parameters[name]
        and "\n" not in text
        and same_value(text, parameters[name])
    }


def spellings_in(entry: Entry) -> dict[str, str]:
    """Return the spellings that an earlier entry recorded."""
    recorded = entry.extra.get(AS_WRITTEN)
    if not isinstance(recorded, Mapping):
        return {}
    return {name: text for name, text in recorded.items() if isinstance(text, str)}


def _redacted(parameters: Mapping[str, str], gate: Gate) -> list[tuple[str, str]]:
    lines = [f"{_clean(name)} = {_clean(value)}" for name, value in parameters.items()]
    # One pass over all: a pass over each of 500 lines takes as long as the whole entry may take.
    safe = gate.text("\n".join(lines), "parameters").split("\n")
    if len(safe) != len(lines):  # something was removed across lines: each on its own
        safe = [gate.text(line, "parameters") for line in lines]
    pairs = [line.partition(" = ") for line in safe]
    return [(name, value[:MAX_CHARACTERS]) for name, _, value in pairs]


def _clean(text: str) -> str:
    return plain(text[:_READ_CHARACTERS]).text.replace("\n", " ")
