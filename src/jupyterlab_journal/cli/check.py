"""``jupyter journal check``: whether entries are whole, and whether a commit would publish a secret."""

from __future__ import annotations

import os
import sys

from traitlets import List, Unicode

from jupyterlab_journal.cli.command import FAILED, FOUND, Command, Verb, read_notebook
from jupyterlab_journal.cli.evidence import faults
from jupyterlab_journal.cli.scan import Scanner, Secret
from jupyterlab_journal.errors import InvalidRequest
from jupyterlab_journal.redact import Redactor
from jupyterlab_journal.redact.known import secret_values


class CheckVerb(Verb):
    """The check before a commit."""

    name = "jupyter-journal-check"
    description = (
        "Check the entries of notebooks, and look for secrets that a commit would publish.\n\n"
        "Every entry must be readable, its pictures attached, the facts it refers to present. "
        "Sources, outputs and metadata of all cells are searched for secrets; their place and kind is told, "
        "never their value.\n\nExit codes: 0 nothing found, 1 something found, 2 a file could not be checked."
    )
    examples = "jupyter journal check *.ipynb\njupyter journal check --allow=entropy-label:output study.ipynb"
    aliases = {**Command.aliases, "allow": "CheckVerb.allowed"}  # noqa: RUF012 (as traitlets)

    allowed = List(
        Unicode(),
        help="What is no secret, as RULE:PLACE, both as a finding tells them; may be given several times.",
    ).tag(config=True)

    def run(self) -> int:
        """Report every fault and every secret, one a line."""
        scanner = Scanner(Redactor(secret_values(os.environ)), self._pairs())
        found, failed = 0, False
        for path in self.notebooks():
            try:
                lines = _checked(path, scanner)
            except InvalidRequest as error:
                self.complain(error.message, hint=error.hint)
                failed = True
                continue
            found += len(lines)
            print(*lines, sep="\n", end="\n" * bool(lines))  # noqa: T201 (the result)
        if found:
            print(f"{self.name}: {found} found", file=sys.stderr)  # noqa: T201 (a command's own voice)
        return FAILED if failed else FOUND if found else 0

    def _pairs(self) -> set[tuple[str, str]]:
        pairs = {tuple(pair.split(":")) for pair in self.allowed}
        wrong = next((pair for pair in pairs if len(pair) != 2 or not all(pair)), None)
        if wrong is not None:
            raise InvalidRequest(
                f"'{':'.join(wrong)}' is not RULE:PLACE", hint="Copy both from the finding that is wrong."
            )
        return {(rule, place) for rule, place in pairs}


def _checked(path: str, scanner: Scanner) -> list[str]:
    """Return one line for each fault and each secret in a notebook.

    Raises
    ------
    InvalidRequest
        When it cannot be read, or not be looked through to the end.
    """
    notebook = read_notebook(path)
    try:
        lines = [f"{path}: cell {fault.cell}: {fault.problem}" for fault in faults(notebook)]
        return [*lines, *(f"{path}: {_told(secret)}" for secret in scanner.scan(notebook))]
    except RecursionError:
        raise InvalidRequest(
            f"{path}: could not be checked: nested too deeply",
            hint="Look through its metadata and its outputs, and remove what is nested.",
        ) from None


def _told(secret: Secret) -> str:
    where = "the notebook" if secret.cell is None else f"cell {secret.cell}"
    if secret.kind == "withheld":
        return f"{where}, {secret.place}: could not be searched for secrets ({secret.rule})"
    return f"{where}, {secret.place}: a secret of kind {secret.kind} (rule {secret.rule})"
