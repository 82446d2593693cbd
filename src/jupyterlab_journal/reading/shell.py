"""What a cell says to the shell and to IPython: versions, options of programs, environment variables."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator

from .names import word_set
from .pieces import MAX_TEXT, Call

_LINE = re.compile(r"^\s*[!%]\s*(\S.*)$")
_CONTINUED = re.compile(r"\\\n\s*")
_VARIABLE = re.compile(r"^([A-Za-z_]\w*)=(.*)$")
_PINNED = re.compile(r"^([A-Za-z0-9][\w.\-]*(?:\[[\w,\-]+\])?)\s*[=~<>!]=\s*([\w.*+!\-]+)$")
_OVERRIDE = re.compile(r"^\+{0,2}([A-Za-z_][\w.@/]*)=(.*)$")
_NUMBER = re.compile(r"^-\.?\d")
_PROGRAMS = word_set("python python3 torchrun accelerate deepspeed run colossalai composer uv poetry")
_SHELLS = re.compile(r"^\s*%%(bash|sh|script\b.*|cmd)\s*$")


def read_shell(source: str) -> Iterator[Call]:
    """Yield what magic and shell lines set, each as a call with its options as keywords.

    Examples
    --------
    >>> [call] = read_shell("!python train.py --lr 1e-3 --amp")
    >>> call.callee, call.arguments, call.keywords
    ('!python', 'train.py', {'--lr': '1e-3', '--amp': '--amp'})
    """
    lines = unbroken_lines(source)
    if lines and _SHELLS.match(lines[0]):
        lines = [f"!{line}" for line in lines[1:] if line.strip()]
    for line in lines:
        match = _LINE.match(line)
        words = _words(match[1].rstrip()) if match and not match[1].startswith("%") else []
        if words:
            yield from _command(words)


def unbroken_lines(source: str) -> list[str]:
    r"""Return the lines of a source, each with those that a backslash continues it with.

    Examples
    --------
    >>> unbroken_lines("!python train.py \\\n    --lr 1e-3\nprint()")
    ['!python train.py  --lr 1e-3', 'print()']
    """
    return _CONTINUED.sub(" ", source).splitlines()


def _words(text: str) -> list[str]:
    try:
        return [word[:MAX_TEXT] for word in shlex.split(text, comments=True)]
    except ValueError:  # an open quote
        return []


def _command(words: list[str]) -> Iterator[Call]:
    if words[0] in {"env", "set_env"} and len(words) > 1:
        name, _, value = " ".join(words[1:]).replace("=", " ", 1).partition(" ")
        if value:
            yield Call(where="", callee="%env", keywords={name: value})
        return
    if words[0] == "export":
        words = words[1:]
    variables = {}
    while words and (match := _VARIABLE.match(words[0])):
        variables[match[1]] = match[2]
        words = words[1:]
    if variables:
        yield Call(where="", callee="%env", keywords=variables)
    if len(words) > 1 and "install" in words:
        pins = [match for word in words if (match := _PINNED.match(word))]
        yield Call(where="", callee="!install", keywords={match[1]: match[2] for match in pins})
    elif words and words[0] in _PROGRAMS:
        yield _program(words)


def options_of(words: list[str]) -> dict[str, str] | None:
    """Return the options in a list of words; None when they are no command line.

    Examples
    --------
    >>> options_of(["--lr", "0.1"]), options_of(["optim.lr=0.1"]), options_of(["cat", "dog"])
    ({'--lr': '0.1'}, {'optim.lr': '0.1'}, None)
    """
    arguments, keywords = _read_options(words)
    return None if arguments else keywords


def _program(words: list[str]) -> Call:
    arguments, keywords = _read_options(words[1:])
    return Call(where="", callee=f"!{words[0]}", arguments=", ".join(arguments), keywords=keywords)


def _read_options(words: list[str]) -> tuple[list[str], dict[str, str]]:
    arguments: list[str] = []
    keywords: dict[str, str] = {}
    option = ""
    for word in words:
        override = _OVERRIDE.match(word)
        if word.startswith("-") and not _NUMBER.match(word):
            name, equals, value = word.partition("=")
            option = "" if equals else name
            keywords[name] = value if equals else name
        elif option:
            keywords[option] = word if keywords[option] == option else f"{keywords[option]} {word}"
        elif override:
            keywords[override[1]] = override[2]
        else:
            arguments.append(word)
    return arguments, keywords
