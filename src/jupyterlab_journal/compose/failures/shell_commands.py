"""The commands that a cell gives to the shell, as far as their ends say something of the run."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jupyterlab_journal.reading.shell import unbroken_lines

_LINE = re.compile(r"^\s*!(?!!)\s*(\S.*)$")
_SHELL_CELL = re.compile(r"\s*%%(?:bash|sh|zsh|script)\b[^\n]*(?:\n|$)")
_QUOTED = re.compile(r"'[^'\n]*'|\"(?:\\.|[^\"\\\n])*\"|\\.")
_COMMENT = re.compile(r"(?:^|(?<=\s))#.*$", re.MULTILINE)
_PIPE = re.compile(r"\|\|?|&&|;")
# These answer a question by status 1: nothing found, files differ.
_ASKING = frozenset({"grep", "egrep", "fgrep", "zgrep", "rg", "diff", "cmp", "test", "[", "pgrep", "which"})


def shell_commands(source: str) -> Iterator[str]:
    """Yield the commands of ``!`` lines, each on one line; of a cell in a shell's language, all of it."""
    whole = _SHELL_CELL.match(source)
    if whole is not None:
        yield source[whole.end() :]
        return
    for line in unbroken_lines(source):
        command = _LINE.match(line)
        if command is not None:
            yield command[1]


def without_quotes(command: str) -> str:
    """Return a command with blanks in place of what the shell takes as text, and without comments."""
    return _COMMENT.sub("", _QUOTED.sub("_", command))


def answers_by_status(source: str, status: int) -> bool:
    """Whether the status of a cell's last command is an answer, not a failure.

    Examples
    --------
    >>> answers_by_status("!cat log | grep loss", 1), answers_by_status("!python train.py", 1)
    (True, False)
    """
    commands = list(shell_commands(source))
    if status != 1 or not commands:
        return False
    last = _PIPE.split(without_quotes(commands[-1]).strip())[-1].split()
    return bool(last) and last[0] in _ASKING
