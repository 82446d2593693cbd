"""An entry in its cell, beside cells that are not entries."""

import nbformat
import pytest

from jupyterlab_journal.entry.cell import entries_of, entry_of, make_cell
from jupyterlab_journal.entry.codec import decode_entry, encode_entry
from jupyterlab_journal.errors import InvalidEntry

METADATA = {
    "version": 1,
    "id": "01KAG4X2M8ZQ3YB6T5R7W9V0CD",
    "kind": "goal",
    "created": "2026-11-20T12:00:00+08:00",
    "x_later": [1],
}
ENTRY = decode_entry(METADATA)


def test_an_entry_comes_back_from_its_cell():
    assert entry_of(make_cell(encode_entry(ENTRY), "## Goal\n", {})) == ENTRY


def test_the_cell_is_valid_in_a_notebook_and_splits_slides():
    attachments = {"figure.png": {"image/png": "aGk="}}
    cell = nbformat.from_dict(make_cell(encode_entry(ENTRY), "## Goal\n", attachments))
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_markdown_cell(**{k: v for k, v in cell.items() if k != "cell_type"})]
    )
    nbformat.validate(notebook)
    assert notebook.cells[0].metadata.slideshow.slide_type == "slide"
    assert notebook.cells[0].attachments == attachments


def test_one_unreadable_entry_does_not_hide_the_others():
    cells = [
        {"cell_type": "markdown", "metadata": {}},
        {"cell_type": "markdown", "metadata": {"journal": {"version": 1}}},
        {"cell_type": "markdown", "metadata": {"journal": METADATA}},
        "no cell",
        {},
    ]
    (first, bad), (second, good) = entries_of({"cells": cells})
    assert (first, second) == (1, 2)
    assert isinstance(bad, InvalidEntry)
    assert bad.field == "id"
    assert good == ENTRY


@pytest.mark.parametrize("cell", [{}, {"metadata": None}, {"metadata": {"tags": []}}])
def test_a_cell_without_our_metadata_is_no_entry(cell):
    assert entry_of({"cell_type": "markdown", **cell}) is None


@pytest.mark.parametrize("kind", ["code", "raw", None, [], "heading"])
def test_an_entry_turned_into_another_cell_is_none_until_it_is_markdown_again(kind):
    cell = {"cell_type": kind, "metadata": {"journal": METADATA}}
    assert entry_of(cell) is None
    assert list(entries_of({"cells": [cell]})) == []
    assert entry_of({**cell, "cell_type": "markdown"}) == ENTRY


@pytest.mark.parametrize("notebook", [{}, {"cells": None}, {"cells": {}}, {"worksheets": []}])
def test_a_notebook_without_cells_has_no_entries(notebook):
    assert list(entries_of(notebook)) == []
