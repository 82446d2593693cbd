"""Facts that the server adds to a kernel's: how it was launched, what the notebook's code names."""

from __future__ import annotations

import os
import re
import shlex
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from jupyterlab_journal.facts.data_files import DataFiles, named_in_text
from jupyterlab_journal.facts.environment_files import environment_files
from jupyterlab_journal.facts.findings import find, in_language
from jupyterlab_journal.facts.seed_calls import with_seed_calls
from jupyterlab_journal.watch.process import process_id

if TYPE_CHECKING:
    from jupyter_client.multikernelmanager import MultiKernelManager

    from jupyterlab_journal.entry.kernel_facts import EnvironmentFile
    from jupyterlab_journal.entry.model import Snapshot
    from jupyterlab_journal.facts.code_mentions import CodeMentions
    from jupyterlab_journal.redact.engine import Redactor

_MAX_COMMAND_CHARACTERS = 2_000
_ELSEWHERE = "the kernel may run on another machine: files of these names here need not be those it reads"
_SECRET_OPTION = re.compile(
    r"^(?P<name>--?[\w.-]*(?:token|password|passwd|secret|key)[\w.-]*)(?:=(?P<value>.*))?$",
    re.IGNORECASE | re.DOTALL,
)
_NO_SECRET = frozenset(("", "False", "True"))
_HIDDEN = "[REDACTED:option]"


class ServerFacts:
    """Completes the snapshots of one server.

    Parameters
    ----------
    root : str
        Folder of the notebooks; data outside it is not looked at.
    redactor : Redactor
        For the command line.
    arguments : sequence of str, optional
        That the server was launched with.
    """

    def __init__(self, root: str, redactor: Redactor, arguments: Sequence[str] | None = None) -> None:
        self._root = os.path.abspath(root)  # noqa: PTH100 (compared as text)
        self._data = DataFiles(root)
        self._launch = launch_command(sys.argv if arguments is None else arguments, redactor)

    def complete(self, snapshot: Snapshot) -> Snapshot:
        """Add the command line."""
        return replace(snapshot, facts={**snapshot.facts, "launch": {"command": self._launch}})

    def with_code(
        self, snapshot: Snapshot, path: str, mentions: CodeMentions, text: str = "", *, local: bool
    ) -> Snapshot:
        """Add what code and text name; looks at files, so call it in a worker thread.

        Parameters
        ----------
        snapshot : Snapshot
            Of the kernel.
        path : str
            The notebook, relative to the root: names of files are relative
            to its folder, or to the kernel's.
        mentions : CodeMentions
            What the code of the notebook's cells names.
        text : str
            In which the user may have named files.
        local : bool
            Whether the kernel runs on this machine; one elsewhere may read
            other files of the same names, so those here are not looked at.
        """
        facts: dict[str, Any] = dict(self.complete(snapshot).facts)
        seeds = facts.get("seeds")
        facts["seeds"] = with_seed_calls(seeds if isinstance(seeds, Mapping) else {}, list(mentions.seeds))
        names = [*named_in_text(text), *mentions.files]
        if local:
            data = self._data.describe(names, self._folders(path, facts.get("host")))
            if data:
                facts["data"] = data
        elif names:
            facts["absent"] = {**(facts.get("absent") or {}), "data": _ELSEWHERE}
        return replace(snapshot, facts=facts, findings=find(facts))

    def _folders(self, path: str, host: object) -> list[str]:
        """Return what relative names are tried against."""
        folders = [os.path.join(self._root, os.path.dirname(path))]  # noqa: PTH118, PTH120 (as text)
        if isinstance(host, Mapping) and isinstance(host.get("folder"), str):
            folders.append(host["folder"])
        return folders

    def close(self) -> None:
        """Stop hashing; safe to call twice."""
        self._data.close()


def is_local(kernels: MultiKernelManager, kernel_id: str) -> bool:
    """Whether a kernel is known to run on this machine."""
    return kernel_id in kernels and process_id(kernels.get_kernel(kernel_id)) is not None


def files_of(snapshot: Snapshot) -> tuple[EnvironmentFile, ...]:
    """Return the files of the kernel's environment; reads its folders, so call it in a worker thread."""
    return environment_files(snapshot.facts)


def in_locale(snapshot: Snapshot, locale: str) -> Snapshot:
    """Return the snapshot with its findings in a language."""
    findings = []
    for finding in snapshot.findings:
        message, remedy = in_language(finding, snapshot.facts, locale)
        findings.append(replace(finding, message=message, remedy=remedy))
    return replace(snapshot, findings=tuple(findings))


def launch_command(arguments: Sequence[str], redactor: Redactor) -> str:
    """Return a command line as it would be typed, without its secrets.

    Examples
    --------
    >>> from jupyterlab_journal.redact import Redactor
    >>> launch_command(["/opt/lab/bin/jupyter-lab", "--IdentityProvider.token=abc"], Redactor())
    'jupyter lab --IdentityProvider.token=[REDACTED:option]'
    """
    program, *rest = arguments or [""]
    words = os.path.basename(program).replace("jupyter-", "jupyter ", 1).split(" ")  # noqa: PTH119
    # Before the shell's quotes come around them, and once more beside each other.
    shown = _without_secrets(redactor.redact(argument).text for argument in rest)
    command = " ".join([*words, *shown])
    return redactor.redact(command).text[:_MAX_COMMAND_CHARACTERS]


def _without_secrets(arguments: Iterable[str]) -> Iterator[str]:
    """Yield arguments as a shell takes them; a secret stands behind its option's sign or is the next one."""
    awaited = False
    for argument in arguments:
        option = _SECRET_OPTION.match(argument)
        if awaited and argument not in _NO_SECRET:
            yield _HIDDEN
            awaited = argument.startswith("-")  # an option as well, or a secret that looks like one
        elif option is None or option["value"] is None or option["value"] in _NO_SECRET:
            yield shlex.quote(argument)
            awaited = option is not None and option["value"] is None
        else:
            yield f"{option['name']}={_HIDDEN}"
            awaited = False
