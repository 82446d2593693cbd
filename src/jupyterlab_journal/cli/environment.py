"""``jupyter journal environment``: the facts of the interpreter it runs in."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

from traitlets import Bool, Enum

from jupyterlab_journal.capture.planted import Planted
from jupyterlab_journal.cli.command import Command, Verb
from jupyterlab_journal.compose import EntryRequest, compose_entry
from jupyterlab_journal.entry.kernel_facts import KernelFacts
from jupyterlab_journal.entry.model import Kind, Snapshot
from jupyterlab_journal.facts.git_probe import read_git
from jupyterlab_journal.facts.observation import KernelReading, Observation
from jupyterlab_journal.facts.snapshot import make_snapshot, redacted_json
from jupyterlab_journal.locale import LOCALES
from jupyterlab_journal.redact import Redactor
from jupyterlab_journal.redact.gate import Gate
from jupyterlab_journal.redact.known import secret_values
from jupyterlab_journal.watch.probe_answer import read_reply


class EnvironmentVerb(Verb):
    """What an environment entry would say."""

    name = "jupyter-journal-environment"
    description = (
        "Write the facts of this interpreter, as an environment entry has them.\n\n"
        "Imports no framework and creates no CUDA context."
    )
    examples = "jupyter journal environment > ENVIRONMENT.md\njupyter journal environment --json"
    flags = {  # noqa: RUF012 (as traitlets)
        **Command.flags,
        "json": ({"EnvironmentVerb": {"as_json": True}}, "Write the snapshot as JSON."),
    }
    aliases = {**Command.aliases, "locale": "EnvironmentVerb.locale"}  # noqa: RUF012 (as traitlets)

    as_json = Bool(False, help="Write the snapshot as JSON.").tag(config=True)
    locale = Enum(LOCALES, LOCALES[0], help="Language of the Markdown.").tag(config=True)

    def run(self) -> int:
        """Write the facts."""
        redactor = Redactor(secret_values(os.environ))
        snapshot = own_snapshot()
        if self.as_json:
            facts = redacted_json(snapshot, Gate(redactor))
            print(json.dumps(facts, ensure_ascii=False, indent=2))  # noqa: T201 (the result)
        else:
            request = EntryRequest(kind=Kind.ENVIRONMENT, locale=self.locale)
            composed = compose_entry(request, KernelFacts(snapshot=snapshot), redactor)
            print(composed.cell["source"])  # noqa: T201 (the result)
        return 0


def own_snapshot() -> Snapshot:
    """Return what the probes read in this process."""
    shell = SimpleNamespace(user_ns={}, user_ns_hidden={})
    answer = read_reply(Planted(shell)._repr_mimebundle_())
    # Its generators have just begun, and tell nothing about anybody's run.
    facts = {name: value for name, value in answer.facts.items() if name not in {"seeds", "parameters"}}
    observed = Observation(
        language="python",
        busy=False,
        kernel=KernelReading(answer=replace(answer, facts=facts)),
        git=read_git(str(Path.cwd())),
    )
    return make_snapshot(observed)
