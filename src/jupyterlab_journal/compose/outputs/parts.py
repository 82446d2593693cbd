"""Sort the outputs of a cell into texts, pictures and richer forms, in their order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from itertools import accumulate
from typing import Any

from jupyterlab_journal.compose.outputs.html_tables import (
    Grid,
    has_table,
    is_read_whole,
    read_tables,
    text_of,
    work_of,
)
from jupyterlab_journal.compose.outputs.interactive import library_of, title_of
from jupyterlab_journal.compose.outputs.svg import SVG_TYPE
from jupyterlab_journal.entry.logged import METRICS_MIME
from jupyterlab_journal.redact.stream_pieces import Piece

_MOST_AT_START, _MOST_AT_END = 4_000, 8_000  # tags of HTML read for their text, beside those of one output


@dataclass(frozen=True, kw_only=True)
class Text:
    """Text as the kernel sent it, in pieces; those of a stream have its name."""

    pieces: tuple[Piece, ...]


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A picture as the kernel sent it: base64 with or without line breaks, or the text of an SVG."""

    mime: str
    data: str


class Form(Enum):
    """The richer forms that have a block of Markdown."""

    TABLE = "table"  # HTML that holds one
    FORMULA = "formula"  # LaTeX
    PROSE = "prose"  # Markdown
    INTERACTIVE = "interactive"  # a figure that only its library can draw


@dataclass(frozen=True, kw_only=True)
class Rich:
    """An output that becomes a block of Markdown.

    Parameters
    ----------
    content : str
        In the language of its form; of an interactive figure, its title.
    plain : tuple of str
        What it says as text, in pieces; may be empty.
    library : str
        Of an interactive figure.
    """

    form: Form
    content: str
    plain: tuple[str, ...] = ()
    library: str = ""

    @cached_property
    def grids(self) -> list[Grid]:
        """The tables in it, read once."""
        return read_tables(self.content)


@dataclass(frozen=True, kw_only=True)
class Unknown:
    """An output in none of the forms that can be written."""

    mime: str


@dataclass(frozen=True, kw_only=True)
class Unread:
    """HTML between others, of which there is too much to read all of it for its text."""


@dataclass(frozen=True, kw_only=True)
class _HtmlText:
    """HTML that is to be read for its text."""

    html: str


Part = Text | Picture | Rich | Unknown | Unread

Bundle = Mapping[str, object]
_Convert = Callable[[Bundle], Part | _HtmlText | None]


def _text(*texts: str) -> Text:
    return Text(pieces=(Piece(text="".join(texts)),))


def _picture(mime: str) -> _Convert:
    return lambda bundle: Picture(mime=mime, data="".join(_pieces(bundle[mime])))


def _html(bundle: Bundle) -> Part | _HtmlText | None:
    html = "".join(_pieces(bundle["text/html"]))
    if has_table(html):
        return Rich(form=Form.TABLE, content=html, plain=_own_text(bundle))
    return None if _own_text(bundle) else _HtmlText(html=html)


def _latex(bundle: Bundle) -> Part | None:
    return Rich(form=Form.FORMULA, content="".join(_pieces(bundle["text/latex"])), plain=_own_text(bundle))


def _markdown(bundle: Bundle) -> Part | None:
    text = "".join(_pieces(bundle["text/markdown"]))
    return Rich(form=Form.PROSE, content=text, plain=(text, "\n"))


def _plain(bundle: Bundle) -> Part | None:
    return _text(*_pieces(bundle["text/plain"]), "\n")


CONVERTERS: Mapping[str, _Convert] = {
    "image/png": _picture("image/png"),
    "image/jpeg": _picture("image/jpeg"),
    SVG_TYPE: _picture(SVG_TYPE),
    "text/markdown": _markdown,
    "text/html": _html,
    "text/latex": _latex,
    "text/plain": _plain,
}
"""By MIME type, the richest first; one that answers None leaves the output to the next."""


def parts_of(outputs: Iterable[Mapping[str, Any]]) -> list[Part]:
    """Return the outputs in their forms; neighbouring texts are one."""
    parts: list[Part] = []
    pieces: list[Piece] = []

    def end_text() -> None:
        if any(piece.text for piece in pieces):
            parts.append(Text(pieces=tuple(pieces)))
        pieces.clear()

    for part in _with_html_read(list(_each(outputs))):
        if isinstance(part, Piece):
            pieces.append(part)
        elif isinstance(part, Text):
            pieces.extend(part.pieces)
        else:
            end_text()
            parts.append(part)
    end_text()
    return parts


def _with_html_read(parts: Sequence[Part | _HtmlText | Piece]) -> Iterator[Part | Piece]:
    """Yield the parts with the text of HTML: at both ends of an output, as far as reading it costs little."""
    work = [work_of(part.html) for part in parts if isinstance(part, _HtmlText)]
    before = [0, *accumulate(work)]
    total, number = before[-1], 0
    for part in parts:
        if not isinstance(part, _HtmlText):
            yield part
            continue
        is_read = before[number] < _MOST_AT_START or total - before[number + 1] < _MOST_AT_END
        number += 1
        text = text_of(part.html) if is_read else ""
        if text:
            yield _text(text, "\n")
        if not is_read or not is_read_whole(part.html):
            yield Unread()


def error_of(outputs: Iterable[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """Return the last error output."""
    errors = [output for output in outputs if output.get("output_type") == "error"]
    return errors[-1] if errors else None


def _each(outputs: Iterable[Mapping[str, Any]]) -> Iterator[Part | _HtmlText | Piece]:
    stream: str | None = None  # whose line is still open
    for output in outputs:
        kind = output.get("output_type")
        if kind == "stream":
            name = output.get("name") if isinstance(output.get("name"), str) else None
            # What another stream interrupts ends its line: a bar and a message are not one text.
            if stream not in {None, name}:
                yield Piece(text="\n")
            last = ""
            for last in _pieces(output.get("text")):
                yield Piece(text=last, stream=name)
            stream = None if last.endswith("\n") else name
            continue
        stream = None
        if kind == "error":
            yield _text(f"{output.get('ename', '')}: {output.get('evalue', '')}\n")
        elif kind in ("display_data", "execute_result"):  # no set: a list cannot be looked up in one
            yield from _richest(output.get("data"))


def _richest(bundle: object) -> Iterator[Part | _HtmlText]:
    if not isinstance(bundle, Mapping) or not bundle:
        return
    if METRICS_MIME in bundle:  # its numbers have tables of their own
        bundle = {"text/plain": bundle.get("text/plain", "")}
    library = library_of(bundle)
    if library is not None and not any(mime in bundle for mime in CONVERTERS if mime.startswith("image/")):
        yield Rich(form=Form.INTERACTIVE, content=title_of(bundle), library=library)
        return
    for mime, convert in CONVERTERS.items():
        part = convert(bundle) if mime in bundle else None
        if part is not None:
            yield part
            return
    if library is None and not _is_silent(bundle):
        yield Unknown(mime=str(next(iter(bundle)))[:100])


def _is_silent(bundle: Bundle) -> bool:
    """Whether an output shows nothing: it only loads a library."""
    return all(
        mime.endswith("_load.v0+json") or mime in {"text/html", "application/javascript", "text/plain"}
        for mime in bundle
    )


def _own_text(bundle: Bundle) -> tuple[str, ...]:
    """Return the ``text/plain`` of an output, unless it only names an object."""
    pieces = tuple(_pieces(bundle.get("text/plain")))
    text = "".join(pieces)[:200].strip()
    return () if not text or (text.startswith("<") and text.endswith(">")) else (*pieces, "\n")


def _pieces(value: object) -> Iterator[str]:
    """Yield a multi-line string of the notebook format: one string, or a list of them."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        try:
            yield "".join(value)  # as one: a flood comes in millions of lines
        except TypeError:
            yield from (piece for piece in value if isinstance(piece, str))
