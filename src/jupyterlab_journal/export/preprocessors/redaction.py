"""The last look at every text before it leaves: exports carry what notebooks hold."""

from __future__ import annotations

import os
from base64 import b64decode, b64encode
from functools import cache

from nbformat import from_dict
from traitlets import Instance, default

from jupyterlab_journal.export.preprocessors.journal_preprocessor import (
    NotebookNode,
    Resources,
    Step,
    numbered,
)
from jupyterlab_journal.locale import Message
from jupyterlab_journal.redact import Redactor
from jupyterlab_journal.redact.gate import Gate
from jupyterlab_journal.redact.known import secret_values
from jupyterlab_journal.redact.stream_pieces import Piece

_SVG = "image/svg+xml"
_PLAIN = "text/plain"
_TEXT_TYPES = ("text/html", "text/markdown", "text/latex", "text/vnd.mermaid", _SVG)


@cache
def own_redactor() -> Redactor:
    """Return the redactor that knows the secrets in the environment of this process."""
    return Redactor(secret_values(os.environ))


class RedactionPreprocessor(Step):
    """Take recognised secrets out of sources and outputs, and list the removals by kind."""

    redactor = Instance(Redactor, help="What recognises secrets.")

    @default("redactor")
    def _default_redactor(self) -> Redactor:
        return own_redactor()

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Redact all that a page shows: title, language, sources, outputs, attached vectors."""
        gate = Gate(self.redactor)
        _redact_title(nb, resources, gate)
        self.report(gate, Message("place_title"), resources)
        gate = Gate(self.redactor)
        _redact_language(nb, gate)
        self.report(gate, Message("place_language"), resources)
        for number, cell in numbered(nb):
            gate = Gate(self.redactor)
            cell.source = gate.text(cell.source, "source")
            cell.metadata.pop("tags", None)  # the page would carry them as classes, for nobody
            if "id" in cell and gate.text(cell.id, "id") != cell.id:
                cell.id = f"cell-{number}"
            _redact_running_text(cell.get("outputs", []), gate)
            for output in cell.get("outputs", []):
                _redact_output(output, gate)
            for bundle in cell.get("attachments", {}).values():
                _redact_vector(bundle, gate)
            self.report(gate, Message("place_cell", number=number), resources)
        return nb, resources

    def report(self, gate: Gate, place: Message, resources: Resources) -> None:
        """Tell once what was removed from `place`."""
        for kind in dict.fromkeys(removed.kind for removed in gate.redactions):
            if kind == "withheld":
                self.warn(resources, Message("text_withheld", place=place))
            else:
                self.warn(resources, Message("secret_removed", place=place, kind=kind))


def _redact_title(nb: NotebookNode, resources: Resources, gate: Gate) -> None:
    """Redact the title, or the file's name where it stands for one."""
    name = str(resources.get("metadata", {}).get("name", ""))
    title = nb.metadata.get("title", name)
    clean = gate.text(title, "title")
    if "title" in nb.metadata or clean != name:
        nb.metadata["title"] = clean


def _redact_language(nb: NotebookNode, gate: Gate) -> None:
    """Leave out a language whose name holds a secret: a marker would be no language either."""
    language = nb.metadata.get("language_info", {})
    names = [language[key] for key in ("name", "pygments_lexer") if key in language]
    if [gate.text(name, "language") for name in names] != names:
        del nb.metadata["language_info"]


def _redact_running_text(outputs: list[NotebookNode], gate: Gate) -> None:
    """Redact what a reader sees as one text: messages come in pieces, cut anywhere."""
    holders: list[tuple[NotebookNode, str]] = []
    pieces: list[Piece] = []
    for output in outputs:
        if output.output_type == "stream":
            holders.append((output, "text"))
            pieces.append(Piece(text=output.text, stream=output.name))
        elif output.output_type != "error" and _PLAIN in output.data:
            holders.append((output.data, _PLAIN))
            pieces.append(Piece(text=output.data[_PLAIN]))
    for (holder, key), clean in zip(holders, gate.pieces(pieces, "output"), strict=True):
        holder[key] = clean


def _redact_output(output: NotebookNode, gate: Gate) -> None:
    if output.output_type == "error":
        output.ename = gate.text(output.ename, "error")
        output.evalue = gate.text(output.evalue, "error")
        # Joined first: a secret may run over the end of a frame.
        output.traceback = gate.text("\n".join(output.traceback), "error").split("\n")
    elif output.output_type != "stream":
        for mime in _TEXT_TYPES:
            if mime in output.data:
                output.data[mime] = gate.text(output.data[mime], "output")
        # Width and height of a picture are written as they are.
        output.metadata = from_dict(gate.json(output.metadata, "output"))


def _redact_vector(bundle: NotebookNode, gate: Gate) -> None:
    """Redact an attached SVG; drop one that cannot be read as text."""
    data = bundle.get(_SVG)
    if not isinstance(data, str):
        return
    try:
        text = b64decode("".join(data.split()), validate=True).decode()
    except ValueError:  # no base64, or no UTF-8
        del bundle[_SVG]
        return
    clean = gate.text(text, "output")
    if clean != text:
        bundle[_SVG] = b64encode(clean.encode()).decode()
