"""The exit status of the command that a cell gave to the shell.

IPython leaves the status of a `!` line in the user's namespace, where that of
an earlier cell stays: a status belongs to a cell when it has changed, or when
a child process ended while a cell with such a line ran.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any

_usage: Callable[[], Any] | None
try:
    from resource import RUSAGE_CHILDREN, getrusage

    _usage = partial(getrusage, RUSAGE_CHILDREN)
except ImportError:  # Windows: only a change of the status tells
    _usage = None

_STATUS = "_exit_code"
_MAX_STATUS = 1 << 32  # Windows writes 32 bits
# The shell is asked in another way by `!!` and by `name = !command`, which leave no status.
_ASKS_SHELL = re.compile(r"^[ \t]*!(?!!)|\bsystem(?:_raw|_piped)?\(", re.MULTILINE)


class ShellStatus:
    """What is known of the shell before a cell runs.

    Parameters
    ----------
    namespace : dict
        The user's variables.
    code : str
        Of the cell.
    """

    def __init__(self, namespace: dict[str, Any], code: str) -> None:
        self._before = namespace.get(_STATUS)
        self._asks = ("!" in code or "system" in code) and _ASKS_SHELL.search(code) is not None
        self._children = _ended_children() if self._asks else 0

    def after(self, namespace: dict[str, Any]) -> int | None:
        """Return the status of the last command of the cell; None without one, or when it is not known."""
        status = namespace.get(_STATUS)
        if type(status) is not int or abs(status) >= _MAX_STATUS:
            return None
        if status is not self._before:
            return status
        return status if self._asks and _ended_children() != self._children else None


def _ended_children() -> int:
    """Return the page faults of all child processes that have ended: each process has some."""
    if _usage is None:
        return 0
    use = _usage()
    return int(use.ru_minflt + use.ru_majflt)
