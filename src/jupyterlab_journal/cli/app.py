"""``jupyter journal``: finds the verb."""

from __future__ import annotations

import sys

from jupyterlab_journal.cli.check import CheckVerb
from jupyterlab_journal.cli.command import FAILED, Command
from jupyterlab_journal.cli.environment import EnvironmentVerb
from jupyterlab_journal.cli.list import ListVerb
from jupyterlab_journal.cli.redact import RedactVerb

_VERBS = (CheckVerb, EnvironmentVerb, ListVerb, RedactVerb)


class JournalCommand(Command):
    """The command without a verb."""

    name = "jupyter-journal"
    description = "The lab journal on the command line: look at entries, find secrets before they are shared."
    subcommands = {verb.name.rpartition("-")[2]: (verb, verb.summary) for verb in _VERBS}  # noqa: RUF012 (as traitlets)
    examples = "jupyter journal check study.ipynb\npython train.py 2>&1 | jupyter journal redact > train.log"

    def start(self) -> None:
        """Run the verb; say which there are when none, or an unknown one, is named."""
        super().start()
        verbs = ", ".join(sorted(self.subcommands))
        named = f"no verb '{self.extra_args[0]}'" if self.extra_args else "no verb named"
        print(f"{self.name}: {named}. There are: {verbs}.", file=sys.stderr)  # noqa: T201 (a command's own voice)
        sys.exit(FAILED)


def main() -> None:
    """Run the command; the entry point ``jupyter-journal``."""
    JournalCommand.launch_instance()
