"""What `log` left in a notebook, on a page and in a review."""

from __future__ import annotations

import nbformat
import pytest

from jupyterlab_journal.entry.logged import METRICS_MIME
from jupyterlab_journal.kernel.display import bundle
from jupyterlab_journal.kernel.record import Record


def cell(*losses):
    record = Record()
    for loss in losses:
        record.add({"loss": loss})
    output = nbformat.v4.new_output("display_data", data=bundle(record))
    return nbformat.v4.new_code_cell("train()", outputs=[output], execution_count=1)


@pytest.mark.parametrize("form", ["html", "markdown"])
def test_an_export_shows_the_table_once_and_says_nothing_of_the_record(page, form):
    rendered = page(cell(0.5, 0.12345), kind=form)
    text = rendered.text
    assert text.count("0.12345") == 1
    assert METRICS_MIME not in text
    assert "started_at" not in text
    assert rendered.warnings == ()
