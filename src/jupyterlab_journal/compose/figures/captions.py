"""Captions of a cell's pictures from its code: titles and axes."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jupyterlab_journal.locale import named
from jupyterlab_journal.reading.parser import nodes_of, parse_cell

if TYPE_CHECKING:
    from jupyterlab_journal.locale import Words

_TITLES = frozenset(("title", "set_title", "suptitle"))
_X, _Y = frozenset(("xlabel", "set_xlabel")), frozenset(("ylabel", "set_ylabel"))
_KEYWORDS = {"title": "title", "xlabel": "x", "ylabel": "y", "x_label": "x", "y_label": "y"}
_TAKES_KEYWORDS = frozenset(
    ("set", "plot", "hist", "bar", "barh", "scatter", "line", "imshow", "update_layout")
)
_NEW_FIGURE = frozenset(("figure", "subplots", "subplot_mosaic"))
_SHOWN = frozenset(("show", "close"))
_MAX_TITLES = 4


@dataclass
class Caption:
    """Texts of one figure that stand in the code as literals."""

    titles: list[str] = field(default_factory=list)
    x: str = ""
    y: str = ""

    def text(self, words: Words) -> str:
        """Return such as ``Training: loss against epoch``; empty when nothing is known."""
        axes = named(words.axes, x=self.x, y=self.y) if self.x and self.y else self.y or self.x
        return words.colon.join(filter(None, [words.comma.join(self.titles[:_MAX_TITLES]), axes]))


def read_captions(source: str) -> list[Caption]:
    r"""Return a caption for each figure that a cell draws, in the order of the code.

    What is computed, such as an f-string, is not known and left out; so is
    a figure of which nothing is known.

    Examples
    --------
    >>> read_captions("plt.plot(x)\nplt.title('Loss')\nplt.xlabel('epoch')\nplt.show()")
    [Caption(titles=['Loss'], x='epoch', y='')]
    """
    parsed = parse_cell(source)
    if parsed is None:
        return []
    calls = [node for node in nodes_of(parsed[0]) if isinstance(node, ast.Call)]
    calls.sort(key=lambda call: (call.end_lineno or 0, call.end_col_offset or 0))
    captions = [Caption()]
    for call in calls:
        name = _name(call)
        if name in _NEW_FIGURE or name in _SHOWN:
            captions.append(Caption())
        else:
            _read(name, call, captions[-1])
    return [caption for caption in captions if caption != Caption()]


def _name(call: ast.Call) -> str:
    function = call.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _read(name: str, call: ast.Call, caption: Caption) -> None:
    first = _literal(call.args[0]) if call.args else ""
    if name in _TITLES and first:
        caption.titles.append(first)
    elif name in _X:
        caption.x = caption.x or first
    elif name in _Y:
        caption.y = caption.y or first
    elif name in _TAKES_KEYWORDS:
        for keyword in call.keywords:
            _read_keyword(_KEYWORDS.get(keyword.arg or "", ""), _literal(keyword.value), caption)


def _read_keyword(meaning: str, text: str, caption: Caption) -> None:
    if not text:
        return
    if meaning == "title":
        caption.titles.append(text)
    elif meaning == "x":
        caption.x = caption.x or text
    elif meaning == "y":
        caption.y = caption.y or text


def _literal(node: ast.expr) -> str:
    """Return a text that stands in the code, on one line."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return " ".join(node.value.split())[:200]
    return ""
