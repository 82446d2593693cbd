"""Secrets in a notebook: which cell, where in it, what kind; never the value."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jupyterlab_journal.redact.gate import Gate
from jupyterlab_journal.redact.stream_pieces import Piece

if TYPE_CHECKING:
    from jupyterlab_journal.redact import Redactor

_BINARY = ("image/", "audio/", "video/", "application/pdf")


@dataclass(frozen=True, kw_only=True)
class Secret:
    """What a commit would publish: `cell` counts from 1 and is None for the notebook's own metadata."""

    cell: int | None
    place: str
    kind: str
    rule: str


class Scanner:
    """Looks through notebooks.

    Parameters
    ----------
    redactor : Redactor
        What recognises secrets.
    allowed : collection of (rule, place)
        What is known to be none.
    """

    def __init__(self, redactor: Redactor, allowed: Collection[tuple[str, str]] = ()) -> None:
        self._redactor = redactor
        self._allowed = allowed

    def scan(self, notebook: Mapping[str, Any]) -> Iterator[Secret]:
        """Yield what is found, in document order."""
        yield from self._scan_part(None, {"metadata": [notebook.get("metadata")]})
        for number, cell in enumerate(notebook["cells"], start=1):
            if isinstance(cell, Mapping):
                yield from self._scan_part(number, _texts_of(cell), _running_text(cell))

    def _scan_part(
        self, number: int | None, texts: Mapping[str, list[Any]], running: Sequence[Piece] = ()
    ) -> Iterator[Secret]:
        gate = Gate(self._redactor, self._allowed)
        for place, values in texts.items():
            if place == "output":
                gate.pieces(running, place)
            for value in values:
                gate.json(value, place)
        for removed in gate.redactions:
            yield Secret(cell=number, place=removed.field, kind=removed.kind, rule=removed.rule)


def _texts_of(cell: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Return what a cell holds, by place; texts that notebooks split into lines are whole."""
    found: dict[str, list[Any]] = {"source": [_joined(cell.get("source"))], "output": [], "error": []}
    for output in _outputs_of(cell):
        if output.get("output_type") == "error":
            found["error"] += [output.get("ename"), output.get("evalue"), _lines(output.get("traceback"))]
        elif output.get("output_type") != "stream":
            found["output"] += [
                {mime: _joined(value)}
                for mime, value in _data_of(output).items()
                if mime == "image/svg+xml" or not str(mime).startswith(_BINARY)
            ]
            found["output"].append(output.get("metadata"))
    attachments = cell.get("attachments")
    attached = attachments if isinstance(attachments, Mapping) else {}
    # A picture that an entry keeps was drawn by an output.
    found["output"] += _vectors(attached.values())
    found["metadata"] = [cell.get("metadata"), list(map(str, attached))]
    return found


def _running_text(cell: Mapping[str, Any]) -> list[Piece]:
    """Return what a reader sees as one text: a program's messages arrive in pieces, cut anywhere."""
    pieces = []
    for output in _outputs_of(cell):
        if output.get("output_type") == "stream":
            pieces.append(Piece(text=str(_joined(output.get("text"))), stream=str(output.get("name"))))
        elif isinstance(text := _joined(_data_of(output).get("text/plain")), str):
            pieces.append(Piece(text=text))
    return pieces


def _outputs_of(cell: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    outputs = cell.get("outputs")
    return [output for output in outputs if isinstance(output, Mapping)] if isinstance(outputs, list) else []


def _data_of(output: Mapping[str, Any]) -> Mapping[str, Any]:
    data = output.get("data")
    return data if isinstance(data, Mapping) else {}


def _joined(value: object) -> object:
    """Join what notebooks on disk split into lines; other JSON stays."""
    if isinstance(value, list) and all(isinstance(line, str) for line in value):
        return "".join(value)
    return value


def _lines(value: object) -> object:
    if isinstance(value, list) and all(isinstance(line, str) for line in value):
        return "\n".join(value)
    return value


def _vectors(bundles: Iterable[object]) -> Iterator[str]:
    """Yield the SVGs of attachments, as text as far as they can be read."""
    for bundle in bundles:
        data = bundle.get("image/svg+xml") if isinstance(bundle, Mapping) else None
        text = _joined(data)
        if isinstance(text, str):
            with suppress(ValueError):  # no base64: nothing shows it
                yield b64decode("".join(text.split()), validate=True).decode(errors="replace")
