"""Settings in a text: YAML, TOML, INI or JSON that stands in the cell."""

from __future__ import annotations

import re

_LINE = re.compile(
    r"""^(?P<indent>\s*)(?:-\s+)?["']?(?P<key>[A-Za-z_][\w.\-/]*)["']?\s*[:=]\s*(?P<value>.*?),?\s*$"""
)
_SECTION = re.compile(r"^\s*\[+\s*([\w.\-/ ]+?)\s*\]+\s*$")
_COMMENT = re.compile(r"(^|\s)[#;].*$")
_BRACKETS = re.compile(r"^[\s{}\[\],]*$")
_PLAIN = re.compile(r"""^(["'].*["']|\[.*\]|\{\s*\}?|[^\s{}<>?]*)$""")
_TELLING = re.compile(r"^([-+.]?\d.*|true|false|null|none|yes|no|on|off)$", re.IGNORECASE)
_SHARE = 0.8  # of the lines have to be settings


def settings_in(text: str) -> list[tuple[str, str]]:
    r"""Return path and value of each setting of a configuration; none when the text is something else.

    Examples
    --------
    >>> settings_in("optim:\n  lr: 1e-3  # slow\n  name: adam\n")
    [('optim.lr', '1e-3'), ('optim.name', 'adam')]
    >>> settings_in("Question: what is that?\nAnswer: a prompt")
    []
    """
    lines = [
        line for line in (_COMMENT.sub("", line) for line in text.splitlines()) if not _BRACKETS.match(line)
    ]
    found: list[tuple[str, str]] = []
    parents: list[tuple[int, str]] = []
    section = ""
    fitting = 0
    for line in lines:
        header = _SECTION.match(line)
        match = _LINE.match(line)
        if header:
            section, parents, fitting = header[1], [], fitting + 1
        elif match and _PLAIN.match(match["value"]):
            fitting += 1
            indent = len(match["indent"])
            while parents and parents[-1][0] >= indent:
                parents.pop()
            path = ".".join(filter(None, [section, *(name for _, name in parents), match["key"]]))
            if match["value"] in {"", "{"}:
                parents.append((indent, match["key"]))
            else:
                found.append((path, match["value"]))
    enough = len(lines) > 1 and fitting >= _SHARE * len(lines)
    return found if enough and any(_TELLING.match(value) for _, value in found) else []
