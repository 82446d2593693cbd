"""Sort the outputs of a cell into texts and pictures, in their order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Text:
    """Text as the kernel sent it, in pieces; ``language`` names its fence."""

    pieces: tuple[str, ...]
    language: str = "text"


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A picture as the kernel sent it: base64 with or without line breaks."""

    mime: str
    data: str


@dataclass(frozen=True, kw_only=True)
class Unknown:
    """An output in none of the forms that can be written."""

    mime: str


Part = Text | Picture | Unknown


def _plain_text(value: object) -> Part:
    return Text(pieces=(*_pieces(value), "\n"))


def _markdown(value: object) -> Part:
    # Quoted, not merged: an output must not write headings into the notebook.
    return Text(pieces=(*_pieces(value), "\n"), language="markdown")


def _png(value: object) -> Part:
    return Picture(mime="image/png", data="".join(_pieces(value)))


def _jpeg(value: object) -> Part:
    return Picture(mime="image/jpeg", data="".join(_pieces(value)))


CONVERTERS: Mapping[str, Callable[[object], Part]] = {
    "image/png": _png,
    "image/jpeg": _jpeg,
    "text/markdown": _markdown,
    "text/plain": _plain_text,
}
"""By MIME type, the richest first; what has none falls back to its ``text/plain``."""


def parts_of(outputs: Iterable[Mapping[str, Any]]) -> list[Part]:
    """Return the outputs as texts and pictures; neighbouring texts are one."""
    parts: list[Part] = []
    pieces: list[str] = []
    language = "text"

    def end_text() -> None:
        if any(pieces):
            parts.append(Text(pieces=tuple(pieces), language=language))
        pieces.clear()

    for part in _each(outputs):
        if isinstance(part, Text):
            if part.language != language:
                end_text()
                language = part.language
            pieces.extend(part.pieces)
        else:
            end_text()
            parts.append(part)
    end_text()
    return parts


def error_of(outputs: Iterable[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """Return the last error output."""
    errors = [output for output in outputs if output.get("output_type") == "error"]
    return errors[-1] if errors else None


def _each(outputs: Iterable[Mapping[str, Any]]) -> Iterator[Part]:
    for output in outputs:
        kind = output.get("output_type")
        if kind == "stream":
            yield Text(pieces=tuple(_pieces(output.get("text"))))
        elif kind == "error":
            yield _plain_text(f"{output.get('ename', '')}: {output.get('evalue', '')}")
        elif kind in {"display_data", "execute_result"}:
            yield from _richest(output.get("data"))


def _richest(bundle: object) -> Iterator[Part]:
    if not isinstance(bundle, Mapping) or not bundle:
        return
    for mime, convert in CONVERTERS.items():
        if mime in bundle:
            yield convert(bundle[mime])
            return
    yield Unknown(mime=str(next(iter(bundle)))[:100])


def _pieces(value: object) -> Iterator[str]:
    """Yield a multi-line string of the notebook format: one string, or a list of them."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        yield from (piece for piece in value if isinstance(piece, str))
