"""The last look at every text before it leaves: exports carry what notebooks hold."""

from __future__ import annotations

import os
from functools import cache

from traitlets import Instance, default

from jupyterlab_journal.export.preprocessors.step import NotebookNode, Resources, Step, numbered
from jupyterlab_journal.redact import Redactor
from jupyterlab_journal.redact.gate import Gate
from jupyterlab_journal.redact.known import secret_values

_TEXT_TYPES = ("text/plain", "text/html", "text/markdown", "text/latex", "text/vnd.mermaid", "image/svg+xml")


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
        """Redact title, sources, outputs."""
        if "title" in nb.metadata:
            nb.metadata["title"] = self._gate(nb.metadata["title"], "The title", resources)
        for number, cell in numbered(nb):
            gate = Gate(self.redactor)
            cell.source = gate.text(cell.source, "source")
            for output in cell.get("outputs", []):
                _redact_output(output, gate)
            self._report(gate, f"Cell {number}", resources)
        return nb, resources

    def _gate(self, text: str, place: str, resources: Resources) -> str:
        gate = Gate(self.redactor)
        clean = gate.text(text, "title")
        self._report(gate, place, resources)
        return clean

    def _report(self, gate: Gate, place: str, resources: Resources) -> None:
        for kind in dict.fromkeys(removed.kind for removed in gate.redactions):
            if kind == "withheld":
                self.warn(resources, f"{place}: a text is withheld, it could not be searched for secrets.")
            else:
                self.warn(resources, f"{place}: a secret of kind {kind} was removed.")


def _redact_output(output: NotebookNode, gate: Gate) -> None:
    if output.output_type == "stream":
        output.text = gate.text(output.text, "output")
    elif output.output_type == "error":
        output.ename = gate.text(output.ename, "error")
        output.evalue = gate.text(output.evalue, "error")
        # Joined first: a secret may run over the end of a frame.
        output.traceback = gate.text("\n".join(output.traceback), "error").split("\n")
    else:
        for mime in _TEXT_TYPES:
            if mime in output.data:
                output.data[mime] = gate.text(output.data[mime], "output")
