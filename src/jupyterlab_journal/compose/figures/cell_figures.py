"""Pictures of a cell's output as attachments of the entry."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

from jupyterlab_journal.compose.figures.captions import read_captions
from jupyterlab_journal.compose.outputs.parts import Picture, Unknown
from jupyterlab_journal.compose.outputs.picture import MAX_BYTES, BrokenPicture, TooLarge, clean_picture
from jupyterlab_journal.compose.outputs.svg import MAX_WORK, SVG_TYPE, BrokenSVG, clean_svg, work_of
from jupyterlab_journal.compose.text.markdown_blocks import inline
from jupyterlab_journal.entry.model import Figure
from jupyterlab_journal.locale import counted

if TYPE_CHECKING:
    from jupyterlab_journal.compose.draft.draft import Draft

MAX_FIGURES = 6
_MAX_UNKNOWN = 20  # types that are named; nobody reads a longer list

_SUFFIX = {"image/png": "png", "image/jpeg": "jpg", SVG_TYPE: "svg"}

Attachments = dict[str, dict[str, str]]


def collect_figures(draft: Draft) -> tuple[tuple[Figure, ...], Attachments]:
    """Return the last pictures of the output and their data; unusable ones are left out, with a notice."""
    pictures = [part for part in draft.parts if isinstance(part, Picture)]
    if len(pictures) > MAX_FIGURES:
        count = len(pictures) - MAX_FIGURES
        draft.notice("images_left_out", counted(draft.words.images_left_out, count))
    figures: list[Figure] = []
    attachments: Attachments = {}
    captions = _captions(draft, len(pictures))
    first = max(0, len(pictures) - MAX_FIGURES) + 1
    too_large = _too_large(pictures[-MAX_FIGURES:])
    for number, picture in enumerate(pictures[-MAX_FIGURES:], first):
        if number - first in too_large:
            draft.notice("image_too_detailed", draft.words.image_too_detailed.format(number=number))
            continue
        try:
            data = _clean(picture, draft)
        except (BrokenPicture, BrokenSVG):
            draft.notice("image_broken", draft.words.image_broken.format(number=number))
            continue
        except TooLarge:
            limit = MAX_BYTES // 2**20
            draft.notice("image_too_large", draft.words.image_too_large.format(number=number, limit=limit))
            continue
        # Cells are merged with their attachments: a name must be unique in the notebook.
        name = f"{draft.entry_id.lower()}-{number}.{_SUFFIX[picture.mime]}"
        attachments[name] = {picture.mime: data}
        figures.append(Figure(attachment=name, alt=captions.get(number) or _alt(draft, len(figures) + 1)))
    unknown = dict.fromkeys(part.mime for part in draft.parts if isinstance(part, Unknown))
    for name in list(unknown)[:_MAX_UNKNOWN]:
        mime = draft.gate.text(name, "output")
        draft.notice("output_unknown", draft.words.output_unknown.format(type=mime))
    return tuple(figures), attachments


def _too_large(pictures: list[Picture]) -> set[int]:
    """Return which pictures are SVGs that take too long to be checked, after those behind them."""
    found: set[int] = set()
    room = MAX_WORK
    for index in reversed(range(len(pictures))):
        work = work_of(pictures[index].data) if pictures[index].mime == SVG_TYPE else 0
        if work > room:
            found.add(index)
        else:
            room -= work
    return found


def figure_links(figures: tuple[Figure, ...]) -> str:
    """Return the Markdown that shows the attachments."""
    return "\n\n".join(f"![{inline(figure.alt)}](attachment:{figure.attachment})" for figure in figures)


def _clean(picture: Picture, draft: Draft) -> str:
    """Return the data of an attachment: base64."""
    if picture.mime != SVG_TYPE:
        return clean_picture(picture.mime, picture.data)
    draft.notice("image_svg", draft.words.image_svg)
    clean = clean_svg(picture.data)
    safe = draft.gate.text(clean, "output")  # its texts are searched for secrets as it is stored
    return b64encode((clean if safe == clean else clean_svg(safe)).encode()).decode()


def _captions(draft: Draft, pictures: int) -> dict[int, str]:
    """Return the caption of each picture from the code, where it is certain which one is meant."""
    captions = read_captions(draft.code)
    if len(captions) != pictures:
        return {}
    return {number: caption.text(draft.words) for number, caption in enumerate(captions, 1)}


def _alt(draft: Draft, number: int) -> str:
    name = draft.words.figure_alt.format(number=number)
    return f"{name} · {draft.title}" if draft.title else name
