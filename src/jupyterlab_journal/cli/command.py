"""What all verbs share: Jupyter's conventions, exit codes, reading notebooks."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any, NoReturn

from jupyter_core.application import JupyterApp, base_aliases, base_flags

from jupyterlab_journal.errors import InvalidRequest, JournalError
from jupyterlab_journal.notebook import read_notebook
from jupyterlab_journal.redact import Redactor
from jupyterlab_journal.redact.known import secret_values

FOUND = 1
"""Exit code of a check that found something."""
FAILED = 2
"""Exit code of a command that could not do its work."""


class Command(JupyterApp):
    """Base of the command and of its verbs."""

    version = version("jupyterlab-journal")
    aliases = dict(base_aliases)  # noqa: RUF012 (as traitlets)
    flags = dict(base_flags)  # noqa: RUF012 (as traitlets)

    def exit(self, exit_status: int | str | None = 0) -> NoReturn:
        """Leave with 2 where traitlets would say 1: arguments or settings that cannot be used."""
        sys.exit(FAILED if exit_status else 0)


class Verb(Command):
    """Base of the verbs; ``extra_args`` are its operands."""

    def start(self) -> None:
        """Run the verb and leave with its exit code."""
        super().start()
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(errors="backslashreplace")  # a title may hold half a surrogate pair
        self.unread: list[str] = []  # the notebooks that `each_notebook` passed over
        try:
            code = self.run()
            sys.stdout.flush()
        except BrokenPipeError:  # the reader has seen enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            code = 0
        except JournalError as error:
            self.complain(error.message, hint=error.hint)
            code = FAILED
        except Exception as error:  # Python would leave with 1: something found
            # Not its text, which may quote what the verb was reading.
            self.complain(f"unexpected {type(error).__name__}", hint="Run it with --debug to see where.")
            self.log.debug("%s", self.name, exc_info=True)
            code = FAILED
        sys.exit(code)

    def run(self) -> int:
        """Do the work and return the exit code."""
        raise NotImplementedError

    def complain(self, message: str, *, hint: str = "") -> None:
        """Say on standard error what failed, and what to do; a place may quote a key of the notebook."""
        message = Redactor(secret_values(os.environ)).redact(message).text
        print(f"{self.name}: {message}. {hint}".rstrip(), file=sys.stderr)  # noqa: T201 (a command's own voice)

    def notebooks(self) -> list[str]:
        """Return the paths among the arguments.

        Raises
        ------
        InvalidRequest
            When there is none.
        """
        if not self.extra_args:
            raise InvalidRequest("no_notebook_named", command=self.name)
        return list(self.extra_args)

    def read(self, path: str) -> dict[str, Any]:
        """Return the notebook in a file; a verb may do more with the file.

        Raises
        ------
        JournalError
            When it cannot.
        """
        return read_file(path)

    def each_notebook(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield path and content of each notebook named; report those that cannot be read and go on.

        Raises
        ------
        InvalidRequest
            When none is named.
        """
        for path in self.notebooks():
            try:
                notebook = self.read(path)
            except JournalError as error:
                self.unread.append(path)
                self.complain(error.message, hint=error.hint)
            else:
                yield path, notebook


def read_file(path: str) -> dict[str, Any]:
    """Return the notebook in a file, in format 4.

    Raises
    ------
    InvalidRequest
        When it cannot be opened.
    MalformedNotebook
        When it is no notebook; names the place of the fault.
    """
    return read_notebook(read_bytes(path), path)


def read_bytes(path: str) -> bytes:
    """Return what a file holds.

    Raises
    ------
    InvalidRequest
        When it cannot be opened.
    """
    try:
        return Path(path).read_bytes()
    except (OSError, ValueError) as error:  # ValueError: a character that no path may have
        reason = error.strerror if isinstance(error, OSError) else "no name of a file"
        raise InvalidRequest("unreadable_file", path=path, reason=str(reason)) from None
