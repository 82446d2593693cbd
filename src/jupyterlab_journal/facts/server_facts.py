"""What a server adds to the facts of its kernels: how it was launched, what the notebook's code names."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jupyterlab_journal.facts.data_files import DataFiles, named_in_text
from jupyterlab_journal.facts.server_root import ServerRoot
from jupyterlab_journal.facts.snapshot import CodeFacts, make_snapshot

if TYPE_CHECKING:
    from jupyterlab_journal.entry.model import Snapshot
    from jupyterlab_journal.facts.code_mentions import CodeMentions
    from jupyterlab_journal.facts.observation import Observation

_ELSEWHERE = "the kernel may run on another machine: files of these names here need not be those it reads"


@dataclass(frozen=True, kw_only=True)
class NotebookCode:
    """What a notebook names, and how to look for it.

    Parameters
    ----------
    path : str
        Of the notebook, relative to the root: names of files are relative
        to its folder, or to the kernel's.
    mentions : CodeMentions
        What the code of its cells names.
    text : str
        In which the user may have named files.
    local : bool
        Whether the kernel runs on this machine; one on another machine may read
        other files of the same names, so those here are not looked at.
    """

    path: str
    mentions: CodeMentions
    text: str = ""
    local: bool


class ServerFacts:
    """Makes the snapshots of one server.

    Parameters
    ----------
    root : str
        Folder of the notebooks; data outside it is not looked at.
    launch : str
        The command that the server was launched with.
    """

    def __init__(self, root: str, *, launch: str) -> None:
        self._root = ServerRoot(root)
        self._data = DataFiles(self._root)
        self._launch = launch

    def snapshot(
        self, observed: Observation, notebook: NotebookCode | None = None, *, locale: str = "en"
    ) -> Snapshot:
        """Return the snapshot of a kernel; looks at files, so call it in a worker thread.

        Parameters
        ----------
        observed : Observation
            Of the kernel.
        notebook : NotebookCode, optional
            Whose code is searched for seeds and files of data.
        locale : str
            Language of the findings.
        """
        code = (
            None if notebook is None else self._code_facts(notebook, observed.kernel.answer.facts.get("host"))
        )
        return make_snapshot(observed, launch=self._launch, code=code, locale=locale)

    def close(self) -> None:
        """Stop hashing; safe to call twice."""
        self._data.close()

    def _code_facts(self, notebook: NotebookCode, host: object) -> CodeFacts:
        seeds = notebook.mentions.seeds
        names = [*named_in_text(notebook.text), *notebook.mentions.files]
        if not notebook.local:
            return CodeFacts(seeds=seeds, data_absent=_ELSEWHERE if names else None)
        return CodeFacts(seeds=seeds, data=self._data.describe(names, self._folders(notebook.path, host)))

    def _folders(self, path: str, host: object) -> list[str]:
        """Return what relative names are tried against."""
        folders = [os.path.join(self._root.folder, os.path.dirname(path))]  # noqa: PTH118, PTH120 (as text)
        if isinstance(host, Mapping) and isinstance(host.get("folder"), str):
            folders.append(host["folder"])
        return folders
