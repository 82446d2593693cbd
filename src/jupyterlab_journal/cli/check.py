"""``jupyter journal check``: whether entries are whole, and whether a commit would publish a secret."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from traitlets import Bool, List, Unicode

from jupyterlab_journal.cli.command import FAILED, FOUND, Command, Verb
from jupyterlab_journal.cli.evidence import faults
from jupyterlab_journal.cli.repair import repair_file
from jupyterlab_journal.cli.scan import Scanner, Secret
from jupyterlab_journal.errors import InvalidRequest
from jupyterlab_journal.redact import Redactor
from jupyterlab_journal.redact.known import secret_values


class CheckVerb(Verb):
    """The check before a commit."""

    name = "jupyter-journal-check"
    description = (
        "Check the entries of notebooks, and look for secrets that a commit would publish.\n\n"
        "Every entry must be readable, its id its own, its pictures attached, the facts it refers to "
        "present. Sources, outputs and metadata of all cells are searched for secrets; their place and kind "
        "is told, never their value.\n\n"
        "With --repair, what other tools did to the entries is healed first: of several with one id, all but "
        "one get an id of their own, and references to facts that are not there are removed.\n\n"
        "Exit codes: 0 nothing found, 1 something found, 2 a file could not be checked."
    )
    examples = (
        "jupyter journal check *.ipynb\njupyter journal check --allow=entropy-label:output study.ipynb\n"
        "jupyter journal check --repair study.ipynb"
    )
    flags = {  # noqa: RUF012 (as traitlets)
        **Command.flags,
        "repair": ({"CheckVerb": {"repair": True}}, "Heal what other tools did to entries, in the files."),
    }
    aliases = {**Command.aliases, "allow": "CheckVerb.allowed"}  # noqa: RUF012 (as traitlets)

    allowed = List(
        Unicode(),
        help="What is no secret, as RULE:PLACE, both as a finding tells them; may be given several times.",
    ).tag(config=True)

    repair = Bool(False, help="Heal what other tools did to entries, in the files.").tag(config=True)

    def read(self, path: str) -> dict[str, Any]:
        """Return the notebook in a file, repaired when that is asked for."""
        if not self.repair:
            return super().read(path)
        notebook, repairs = repair_file(path)
        for one in repairs:
            print(f"{path}: cell {one.cell}: repaired: it {one.done}")  # noqa: T201 (the result)
        return notebook

    def run(self) -> int:
        """Report every problem of every notebook, one a line."""
        scanner = Scanner(Redactor(secret_values(os.environ)), self._pairs())
        found = 0
        for path, notebook in self.each_notebook():
            lines = list(problems(notebook, scanner))
            print(*(f"{path}: {problem}\n" for problem in lines), sep="", end="")  # noqa: T201 (the result)
            found += len(lines)
        if found:
            print(f"{self.name}: {found} found", file=sys.stderr)  # noqa: T201 (a command's own voice)
        return FAILED if self.unread else FOUND if found else 0

    def _pairs(self) -> set[tuple[str, str]]:
        pairs = {tuple(pair.split(":")) for pair in self.allowed}
        wrong = next((pair for pair in pairs if len(pair) != 2 or not all(pair)), None)
        if wrong is not None:
            raise InvalidRequest("wrong_exception", text=":".join(wrong))
        return {(rule, place) for rule, place in pairs}


def problems(notebook: Mapping[str, Any], scanner: Scanner) -> Iterator[str]:
    """Yield what is wrong with a notebook: its entries first, then the secrets in it."""
    for fault in faults(notebook):
        yield f"cell {fault.cell}: {fault.problem}"
    for secret in scanner.scan(notebook):
        yield _described(secret)


def _described(secret: Secret) -> str:
    where = "the notebook" if secret.cell is None else f"cell {secret.cell}"
    if secret.kind == "withheld":
        return f"{where}, {secret.place}: could not be searched for secrets ({secret.rule})"
    return f"{where}, {secret.place}: a secret of kind {secret.kind} (rule {secret.rule})"
