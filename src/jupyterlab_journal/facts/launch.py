"""The command line of the server, without its secrets."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jupyterlab_journal.redact.engine import Redactor

_MAX_COMMAND_CHARACTERS = 2_000
_SECRET_OPTION = re.compile(
    r"^(?P<name>--?[\w.-]*(?:token|password|passwd|secret|key)[\w.-]*)(?:=(?P<value>.*))?$",
    re.IGNORECASE | re.DOTALL,
)
_NO_SECRET = frozenset(("", "False", "True"))
_HIDDEN = "[REDACTED:option]"


def launch_command(arguments: Sequence[str], redactor: Redactor) -> str:
    """Return a command line as it would be typed, without its secrets.

    Parameters
    ----------
    arguments : sequence of str
        The program and what it was given, as in `sys.argv`.
    redactor : Redactor
        Each argument passes it, and the finished command once more.

    Returns
    -------
    str
        Quoted as for a shell, at most 2,000 characters; empty without arguments.

    Examples
    --------
    >>> from jupyterlab_journal.redact import Redactor
    >>> launch_command(["/opt/lab/bin/jupyter-lab", "--IdentityProvider.token=abc"], Redactor())
    'jupyter lab --IdentityProvider.token=[REDACTED:option]'
    """
    program, *rest = arguments or [""]
    words = os.path.basename(program).replace("jupyter-", "jupyter ", 1).split(" ")  # noqa: PTH119
    # Each alone and beside the others before the shell's quotes come around them, and once more with these.
    searched = [redactor.redact(argument).text for argument in rest]
    beside = redactor.redact(" ".join(searched)).text
    shown = _without_secrets(argument if argument in beside else _HIDDEN for argument in searched)
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
