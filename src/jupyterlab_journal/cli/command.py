"""What all verbs share: Jupyter's conventions, exit codes, reading notebooks."""

from __future__ import annotations

import json
import os
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any, NoReturn

from jupyter_core.application import JupyterApp, base_aliases, base_flags

from jupyterlab_journal.errors import InvalidRequest, JournalError

FOUND = 1
"""Exit code of a check that found something."""
FAILED = 2
"""Exit code of a command that could not do its work."""

_REPAIR = "Open the notebook in JupyterLab and save it, or restore it from a checkpoint."


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
        """Say on standard error what failed, and what to do."""
        print(f"{self.name}: {message}. {hint}".rstrip(), file=sys.stderr)  # noqa: T201 (a command's own voice)

    def notebooks(self) -> list[str]:
        """Return the paths among the arguments.

        Raises
        ------
        InvalidRequest
            When there is none.
        """
        if not self.extra_args:
            raise InvalidRequest("no notebook named", hint=f"Usage: {self.name} NOTEBOOK...")
        return list(self.extra_args)


def read_notebook(path: str) -> dict[str, Any]:
    """Return the notebook in a file.

    Raises
    ------
    InvalidRequest
        When it cannot be read, or is no notebook of format 4.
    """
    try:
        notebook = json.loads(Path(path).read_bytes())
    except OSError as error:
        raise InvalidRequest(
            f"{path}: cannot be read: {error.strerror}", hint="Check the name and the permissions."
        ) from None
    except (ValueError, RecursionError) as error:  # includes UnicodeDecodeError; its text quotes no content
        raise InvalidRequest(f"{path}: not a notebook: {_brief(error)}", hint=_REPAIR) from None
    if not isinstance(notebook, dict) or not isinstance(notebook.get("cells"), list):
        raise InvalidRequest(f"{path}: not a notebook of format 4: it has no list of cells", hint=_REPAIR)
    return notebook


def _brief(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg} (line {error.lineno})"
    return "not UTF-8" if isinstance(error, UnicodeDecodeError) else "nested too deeply"
