"""Write text into Markdown so that it stays text.

Nothing that comes from an output, a kernel or a file name may become a
heading, a link, a picture, HTML or a formula.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from jupyterlab_journal.compose.text.plain import one_line, plain

# The marker of a removed secret stays as it is: escaped, it would no longer be recognised as one.
_MARKER = re.compile(r"(\[REDACTED:[a-z0-9_-]+\])(?=[^(:\[]|$)")
_SPECIAL = re.compile(r"([\\`*\[<|~$&]|(?<!\w)_+|_+(?!\w)|#+$|:(?=//)|(?<=www)\.|(?<=[\w.+-])@(?=\w))")
_BACKTICKS = re.compile("`+")


def inline(text: str) -> str:
    r"""Return `text` as one line of Markdown that shows exactly it.

    Examples
    --------
    >>> inline("a|b <img> val_loss ![x](http://e)")
    'a\\|b \\<img> val_loss !\\[x](http\\://e)'
    """
    parts = _MARKER.split(one_line(text))
    return "".join(part if index % 2 else _SPECIAL.sub(_escaped, part) for index, part in enumerate(parts))


def _escaped(sign: re.Match[str]) -> str:
    # Of "__init__", each underscore: those that are left could be emphasis by themselves.
    return sign[0].replace("_", r"\_") if "_" in sign[0] else f"\\{sign[0]}"


def heading_text(text: str) -> str:
    """Return a user's title for a heading: their Markdown, on one line, without HTML."""
    # After an odd number of backslashes the user has escaped it already.
    return re.sub(r"(?<!\\)((?:\\\\)*)<(?=[A-Za-z/!?])", r"\1\\<", one_line(text))


def code(text: str) -> str:
    """Return `text` as a code span, on one line.

    In a table only for what holds no ``|``: a name, a commit.
    """
    shown = one_line(text)
    if not shown:
        return ""
    ticks = "`" * (_longest_run(shown) + 1)
    pad = " " if shown[0] == "`" or shown[-1] == "`" else ""
    return f"{ticks}{pad}{shown}{pad}{ticks}"


def fence(text: str, language: str = "text") -> str:
    """Return `text` as a fenced block whose fence is longer than any inside.

    What invisible characters there are disappear; see `plain`.

    Parameters
    ----------
    text : str
        Without secrets; may hold fences of its own.
    language : str
        Info string of the fence: a name that highlighters know.
    """
    shown = plain(text).text.rstrip("\n")
    ticks = "`" * max(3, _longest_run(shown) + 1)
    return f"{ticks}{language}\n{shown}\n{ticks}"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; the cells are Markdown already.

    Parameters
    ----------
    header : sequence of str
        One Markdown cell per column.
    rows : iterable of sequence of str
        As many Markdown cells each as `header`, without line ends or bare ``|``.
    """
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def folded(summary: str, body: str) -> str:
    """Return `body` behind a summary that opens on a click; the summary is plain text.

    Parameters
    ----------
    summary : str
        One line, which is escaped here.
    body : str
        Markdown, shown as it is.
    """
    escaped = summary.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<details><summary>{escaped}</summary>\n\n{body}\n\n</details>"


def _longest_run(text: str) -> int:
    return max(map(len, _BACKTICKS.findall(text)), default=0)
