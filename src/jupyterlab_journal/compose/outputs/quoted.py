"""Markdown of an output, written anew as a quotation.

It is read into its parts and every part is written by us: headings become
bold lines, links and pictures their text and address, HTML its text. So it
looks as it was meant, and cannot pose as a part of the journal.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

import mistune

from jupyterlab_journal.compose.outputs.formula import formula, safe_latex
from jupyterlab_journal.compose.outputs.html_tables import text_of
from jupyterlab_journal.compose.text.markdown_blocks import code, fence, inline, table

MAX_CHARACTERS = 8 * 1024
MAX_SIGNS = 1_500  # that may begin or end something: the parser takes each by itself, and this text twice

Token = Mapping[str, Any]

_read = mistune.create_markdown(renderer="ast", plugins=["table", "math", "strikethrough"])
_ACTIVE = frozenset(("heading", "link", "image", "inline_html", "block_html"))
_BLOCK_START = re.compile(r"(?:[#>+=:-]|\d{1,9}(?=[.)]))")
_SIGN = re.compile(r"[*_~`\[\]()<>$\\!&]")
_LANGUAGE = re.compile(r"[A-Za-z0-9+#-]{1,20}")


def quoted(markdown: str) -> str | None:
    r"""Return Markdown as a block quotation; None when it is too long, dense or deep to be read.

    Parameters
    ----------
    markdown : str
        Without invisible characters and secrets.

    Examples
    --------
    >>> quoted("# Loss\n\nsee ![plot](https://e.org/p.png)")
    '> **Loss**\n>\n> see plot (`https://e.org/p.png`)'
    """
    if len(markdown) > MAX_CHARACTERS or len(_SIGN.findall(markdown)) > MAX_SIGNS:
        return None
    try:
        written = _blocks(_tokens(markdown))
        is_inert = _is_inert(_tokens(written))
    except RecursionError:
        return None
    return _prefixed(written, "> ", "> ") if written and is_inert else None


def _tokens(markdown: str) -> list[Token]:
    return cast("list[Token]", _read(markdown))


def _is_inert(tokens: Sequence[Token]) -> bool:
    return all(token["type"] not in _ACTIVE and _is_inert(token.get("children", ())) for token in tokens)


def _blocks(tokens: Sequence[Token]) -> str:
    return "\n\n".join(filter(None, map(_block, tokens)))


def _block(token: Token) -> str:
    write = _BLOCKS.get(token["type"])
    return write(token) if write is not None else _paragraph(token)


def _paragraph(token: Token) -> str:
    text = _inlines(token.get("children", ())).strip()
    start = _BLOCK_START.match(text)
    if start is None:
        return text
    # The character before which a block would begin: "#", or the point after a number.
    at = start.end() if start[0][-1].isdigit() else 0
    return f"{text[:at]}\\{text[at:]}"


def _heading(token: Token) -> str:
    text = _inlines(token["children"]).strip()
    # Bold inside bold would end it.
    return f"**{text}**" if text and "**" not in text else text


def _list(token: Token) -> str:
    attributes = token["attrs"]
    number = attributes.get("start", 1)
    items = []
    for item in token["children"]:
        mark = f"{number}. " if attributes["ordered"] else "- "
        body = _blocks(item.get("children", ()))
        items.append(_prefixed(body, mark, " " * len(mark)) if body else mark.strip())
        number += 1
    return "\n".join(items)


def _table(token: Token) -> str:
    head, *bodies = token["children"]
    header = [_cell(cell) for cell in head["children"]]
    rows = [[_cell(cell) for cell in row["children"]] for body in bodies for row in body["children"]]
    return table(header, rows)


def _cell(token: Token) -> str:
    text = _inlines(token.get("children", ())).strip()
    return re.sub(r"(?<!\\)((?:\\\\)*)\|", r"\1\\|", text)


def _fence(token: Token) -> str:
    info = _LANGUAGE.match(token.get("attrs", {}).get("info") or "")
    return fence(token["raw"], info[0] if info else "text")


def _html(token: Token) -> str:
    return inline(text_of(token["raw"]))


_BLOCKS: Mapping[str, Callable[[Token], str]] = {
    "heading": _heading,
    "list": _list,
    "table": _table,
    "block_code": _fence,
    "block_html": _html,
    "block_quote": lambda token: _prefixed(_blocks(token["children"]), "> ", "> "),
    "block_math": lambda token: formula(token["raw"]) or fence(token["raw"], "latex"),
    "thematic_break": lambda token: "---",  # noqa: ARG005 (as all of them)
    "blank_line": lambda token: "",  # noqa: ARG005
}


def _inlines(tokens: Sequence[Token]) -> str:
    return "".join(map(_inline, tokens))


def _inline(token: Token) -> str:  # noqa: PLR0911 (one answer per type)
    kind = token["type"]
    if kind == "text":
        return _text(token["raw"])
    if kind in {"softbreak", "linebreak"}:
        return " "
    if kind == "codespan":
        return code(token["raw"])
    if kind == "inline_math":
        latex = safe_latex(token["raw"])
        return code(token["raw"]) if latex is None else f"${latex}$"
    if kind in {"link", "image"}:
        return _address(token)
    if kind == "inline_html":
        return ""
    mark = {"emphasis": "*", "strong": "**", "strikethrough": "~~"}.get(kind, "")
    text = _inlines(token.get("children", ())).strip()
    return f"{mark}{text}{mark}" if text else ""


def _address(token: Token) -> str:
    """Return the text of a link or picture, and where it leads as code: nothing is loaded or clicked."""
    text = _inlines(token.get("children", ())).strip()
    url = str(token["attrs"].get("url", ""))
    if not url.lower().startswith(("http://", "https://", "mailto:")) or inline(url) == text:
        return text
    return f"{text} ({code(url)})" if text else code(url)


def _text(raw: str) -> str:
    """Return escaped text; spaces at its ends separate it from its neighbours."""
    shown = inline(raw)
    if not shown:
        return " " if raw else ""
    return f"{' ' if raw[0].isspace() else ''}{shown}{' ' if raw[-1].isspace() else ''}"


def _prefixed(text: str, first: str, other: str) -> str:
    head, *lines = text.split("\n")
    return "\n".join([first + head, *(f"{other}{line}".rstrip() for line in lines)])
