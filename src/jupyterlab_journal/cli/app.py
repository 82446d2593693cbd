"""``jupyter journal``: finds the verb."""

from __future__ import annotations

import sys

from jupyterlab_journal.cli.command import FAILED, Command

_VERBS = {
    "check": "Check the entries of notebooks, and look for secrets that a commit would publish.",
    "environment": "Write the facts of this interpreter, as an environment entry has them.",
    "list": "List the entries of notebooks.",
    "redact": "Take secrets out of a text: standard input to standard output.",
}
"""Each has its module, imported when it is named: a filter should not load a kernel client."""


class JournalCommand(Command):
    """The command without a verb."""

    name = "jupyter-journal"
    description = "The lab journal on the command line: look at entries, find secrets before they are shared."
    subcommands = {  # noqa: RUF012 (as traitlets)
        verb: (f"jupyterlab_journal.cli.{verb}.{verb.title()}Verb", summary)
        for verb, summary in _VERBS.items()
    }
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
