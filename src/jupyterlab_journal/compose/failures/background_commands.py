"""What a cell starts and does not wait for: the end of the cell says nothing of its end."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from jupyterlab_journal.compose.failures.shell_commands import shell_commands, without_quotes
from jupyterlab_journal.reading.parser import nodes_of, parse_cell

_MAX_CHARACTERS = 50_000  # of a cell whose syntax tree is searched: that takes 0.1 s
_CELL_OPTION = re.compile(r"\s*%%\w+\b[^\n]*\s--bg\b")
_AMPERSAND = re.compile(r"(?<![&><|])&(?![&>])")
_WAIT = re.compile(r"(?:^|[;&\n])\s*wait\b")
_SUBMITTING = re.compile(
    r"(?:^|[;&|\n])\s*(?:(?:sbatch|qsub|bsub)\b|screen\s[^;&|\n]*(?<=\s)-\w*d|tmux\s+new[^;&|\n]*\s-d\b)"
)
_TAKES_A_COMMAND = frozenset({"system", "system_raw", "run", "call", "check_call", "Popen"})
_STARTING = {  # what starts beside the cell: the methods or attributes by which the cell waits for its end
    "Popen": frozenset({"wait", "communicate", "poll", "stdout"}),
    "Process": frozenset({"join"}),
    "Thread": frozenset({"join"}),
}


def started_in_background(source: str) -> str | None:
    """Return what a cell starts in the background, on one line; None when it waits for all it starts.

    Examples
    --------
    >>> started_in_background("get_ipython().system_raw('nohup python train.py > log 2>&1 &')")
    'nohup python train.py > log 2>&1 &'
    >>> started_in_background("!python train.py > log 2>&1 && echo done") is None
    True
    """
    if _CELL_OPTION.match(source):
        return _one_line(source)
    for command in shell_commands(source):
        if _goes_on(command):
            return _one_line(_background_line(command))
    is_read = len(source) <= _MAX_CHARACTERS and any(name in source for name in (*_STARTING, "&"))
    parsed = parse_cell(source) if is_read else None
    return None if parsed is None else next(_started(parsed[0], parsed[1]), None)


def _goes_on(command: str) -> bool:
    plain = without_quotes(command)
    return bool(_AMPERSAND.search(plain) or _SUBMITTING.search(plain)) and not _WAIT.search(plain)


def _background_line(command: str) -> str:
    """Return the first line of a script that starts something."""
    return next((line for line in command.splitlines() if _goes_on(line)), command)


def _started(tree: ast.Module, text: str) -> Iterator[str]:
    calls: list[ast.Call] = []
    used: set[str] = set()  # attributes, by which a cell waits among others
    awaited: set[int] = set()  # calls that a "with" statement waits for
    for node in nodes_of(tree):
        if isinstance(node, ast.Call):
            calls.append(node)
        elif isinstance(node, ast.Attribute) and not isinstance(node.value, ast.Constant):
            used.add(node.attr)
        elif isinstance(node, ast.With):
            awaited |= {id(item.context_expr) for item in node.items}
    for call in calls:
        name = _last_name(call.func)
        command = _command(call) if name in _TAKES_A_COMMAND else ""
        if command and _goes_on(command):
            yield _one_line(command)
        elif name in _STARTING and id(call) not in awaited and _is_left_alone(name, used):
            yield _one_line(ast.get_source_segment(text, call) or name)


def _is_left_alone(name: str, used: set[str]) -> bool:
    """Whether a process or thread begins, and nothing in the cell waits for its end."""
    return not _STARTING[name] & used and (name == "Popen" or "start" in used)


def _last_name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _command(call: ast.Call) -> str:
    """Return the command that a call gives to the shell, as far as it is written down."""
    first = call.args[0] if call.args else None
    parts = first.values if isinstance(first, ast.JoinedStr) else [first]
    texts = [part.value if isinstance(part, ast.Constant) else "…" for part in parts]
    return "".join(text for text in texts if isinstance(text, str)) if first is not None else ""


def _one_line(text: str) -> str:
    return " ".join(text.split())
