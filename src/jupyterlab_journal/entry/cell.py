"""Entries in notebook cells; the only module that knows the metadata key."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any

from msgspec import Meta

from jupyterlab_journal.entry.codec import decode_entry
from jupyterlab_journal.entry.kinds import Kind
from jupyterlab_journal.errors import InvalidEntry

if TYPE_CHECKING:
    from jupyterlab_journal.entry.model import Entry, Json

if sys.version_info >= (3, 11):
    from typing import NotRequired, TypedDict
else:
    from typing_extensions import NotRequired, TypedDict

METADATA_KEY = "journal"


class JournalCell(TypedDict):
    """A cell of nbformat that holds an entry."""

    cell_type: Annotated[str, Meta(extra_json_schema={"const": "markdown"})]
    source: str
    metadata: Annotated[dict[str, Any], Meta(extra_json_schema={"required": [METADATA_KEY]})]
    attachments: NotRequired[
        Annotated[
            dict[str, dict[str, str]],
            Meta(
                description="By name, as in nbformat; a picture that is there as `image/svg+xml` only"
                " is not shown by JupyterLab"
            ),
        ]
    ]


def journal_metadata(cell: Mapping[str, Any]) -> object | None:
    """Return what stands under ``metadata.journal``, readable or not; None when the cell is no entry.

    A cell turned into code or raw text keeps its metadata, and is no entry
    until it is Markdown again.
    """
    if cell.get("cell_type") != "markdown":
        return None
    metadata = cell.get("metadata")
    return metadata.get(METADATA_KEY) if isinstance(metadata, Mapping) else None


def entry_of(cell: Mapping[str, Any]) -> Entry | None:
    """Return the entry in a cell, or None when the cell holds none.

    Raises
    ------
    InvalidEntry
        When the cell claims to be an entry and is not readable as one.
    """
    metadata = journal_metadata(cell)
    return None if metadata is None else decode_entry(metadata)


def entries_of(notebook: Mapping[str, Any]) -> Iterator[tuple[int, Entry | InvalidEntry]]:
    """Yield the position and the entry of each journal cell, in document order.

    An unreadable one is yielded as its error, so that one bad cell never
    hides the others.
    """
    cells = notebook.get("cells")
    for position, cell in enumerate(cells if isinstance(cells, list) else []):
        if not isinstance(cell, Mapping):
            continue
        try:
            entry = entry_of(cell)
        except InvalidEntry as error:
            yield position, error
        else:
            if entry is not None:
                yield position, entry


def make_cell(
    entry: dict[str, Json], source: str, attachments: Mapping[str, Mapping[str, str]]
) -> JournalCell:
    """Return the nbformat Markdown cell of an entry.

    Parameters
    ----------
    entry : mapping
        The machine's half, as JSON.
    source : str
        The Markdown text, complete without the metadata.
    attachments : mapping
        By name: MIME type to base64 data.

    Returns
    -------
    JournalCell
        As JSON, with the slide type that suits the kind; ``attachments`` only where there are any.

    Notes
    -----
    The cell has no id: the notebook it is inserted into gives it one.
    """
    slide_type = Kind(str(entry["kind"])).traits.slide
    cell: JournalCell = {
        "cell_type": "markdown",
        "source": source,
        "metadata": {METADATA_KEY: entry, "slideshow": {"slide_type": slide_type}},
    }
    if attachments:
        cell["attachments"] = {name: dict(bundle) for name, bundle in attachments.items()}
    return cell
