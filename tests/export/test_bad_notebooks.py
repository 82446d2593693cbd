"""One bad cell costs one cell."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyterlab_journal.errors import ExportFailed
from jupyterlab_journal.export.exporters import JournalHTMLExporter
from jupyterlab_journal.export.model import Options
from jupyterlab_journal.export.notebook import read_notebook
from jupyterlab_journal.export.render import render

GOOD = {"cell_type": "markdown", "metadata": {}, "source": ["GOOD"]}
BAD_CELLS = [
    None,
    "text",
    {},
    {"cell_type": "heading", "source": "x"},
    {"cell_type": "markdown"},
    {"cell_type": "markdown", "source": 3},
    {"cell_type": "markdown", "source": [1]},
    {"cell_type": "code", "source": "x", "outputs": "y"},
]
BAD_OUTPUTS = [
    None,
    {},
    {"output_type": "stream"},
    {"output_type": "bad"},
    {"output_type": "error", "traceback": "x"},
    {"output_type": "display_data"},
    {"output_type": "display_data", "data": {"image/png": 7}},
]
ODD_CELLS = [
    {"cell_type": "code", "source": "ODD", "metadata": None, "outputs": [], "execution_count": "x"},
    {"cell_type": "code", "source": "ODD", "id": "!", "metadata": {"tags": 3, "collapsed": "x"}},
    {"cell_type": "markdown", "source": "ODD", "attachments": [1], "metadata": {"journal": 3}},
    {"cell_type": "markdown", "source": "ODD", "attachments": {"a.png": {"image/png": ["x", 1]}}},
    {"cell_type": "markdown", "source": "ODD", "attachments": {"a.png": {}}},
    {"cell_type": "raw", "source": "ODD", "metadata": {"raw_mimetype": 4}},
]
HTML = Options()


def export(cells, **more):
    text = json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells, **more})
    return render(text, "n", HTML, lambda _: None)


@pytest.mark.parametrize("bad", BAD_CELLS)
def test_a_bad_cell_becomes_a_line_that_says_so(bad):
    page = export([GOOD, bad, GOOD])
    assert page.text.count("GOOD") == 2
    assert "Cell 2 could not be exported" in page.text
    assert page.warnings[0].startswith("Cell 2 is left out: ")


@pytest.mark.parametrize("bad", BAD_OUTPUTS)
def test_a_bad_output_becomes_a_line_that_says_so(bad):
    fine = {"output_type": "stream", "name": "stdout", "text": "FINE"}
    page = export([{"cell_type": "code", "source": "SOURCE", "outputs": [fine, bad]}, GOOD])
    assert "SOURCE" in page.text
    assert "FINE" in page.text
    assert "output left out" in page.text
    assert page.warnings[0].startswith("Cell 1: one output is left out: ")


@pytest.mark.parametrize("odd", ODD_CELLS)
def test_odd_metadata_costs_nothing(odd):
    page = export([odd, GOOD])
    assert "ODD" in page.text
    assert page.warnings == ()


@pytest.mark.parametrize(
    "metadata",
    [
        None,
        [],
        {"language_info": 3},
        {"language_info": {}},
        {"widgets": {"x": {}}},
        {"title": 3},
        {"kernelspec": 1},
    ],
)
def test_odd_notebook_metadata_costs_nothing(metadata):
    assert "GOOD" in export([GOOD], metadata=metadata).text


def test_an_unknown_language_is_shown_plainly():
    page = export([{"cell_type": "code", "source": "CODE"}], metadata={"language_info": {"name": "klingon"}})
    assert "CODE" in page.text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "{",
        "3",
        "[]",
        "{}",
        '{"nbformat": "4"}',
        '{"nbformat": true}',
        '{"nbformat": 5}',
        "[" * 100_000,
        '{"nbformat": 4}',
        '{"nbformat": 4, "cells": {}}',
        '{"nbformat": 3, "worksheets": 3}',
        '{"nbformat": -1}',
    ],
)
def test_what_is_no_notebook_fails_with_a_reason_and_a_remedy(text):
    with pytest.raises(ExportFailed) as caught:
        read_notebook(text, [])
    assert caught.value.message
    assert caught.value.hint


def test_cells_on_which_the_converter_itself_fails_are_found_and_left_out(monkeypatch):
    markdown2html = JournalHTMLExporter.markdown2html

    def fails_on_some(self, context, source):
        if "POISON" in source:
            raise KeyError(source)
        return markdown2html(self, context, source)

    fails_on_some.__dict__.update(vars(markdown2html))  # the mark that jinja looks for
    monkeypatch.setattr(JournalHTMLExporter, "markdown2html", fails_on_some)
    # The exporters are kept between renderings with the filters they were built with.
    monkeypatch.setattr("jupyterlab_journal.export.render._exporter", lambda _: JournalHTMLExporter())
    poison = {"cell_type": "markdown", "metadata": {}, "source": "POISON"}
    page = export([GOOD, poison, GOOD, GOOD, poison])
    assert page.text.count("GOOD") == 3
    assert "POISON" not in page.text
    assert page.warnings == tuple(f"Cell {n} is left out: the converter fails on it." for n in (2, 5))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=8),
    lambda children: (
        st.lists(children, max_size=3) | st.dictionaries(st.text(max_size=8), children, max_size=3)
    ),
    max_leaves=6,
)
cells = st.fixed_dictionaries(
    {"cell_type": st.sampled_from(["code", "markdown", "raw"]), "source": json_values},
    optional={
        "metadata": json_values,
        "attachments": json_values,
        "id": json_values,
        "execution_count": json_values,
        "outputs": st.lists(
            st.fixed_dictionaries(
                {"output_type": st.sampled_from(["stream", "error", "display_data", "execute_result"])},
                optional={
                    "text": json_values,
                    "data": json_values,
                    "traceback": json_values,
                    "metadata": json_values,
                },
            )
            | json_values,
            max_size=2,
        ),
    },
)


@given(st.lists(cells | json_values, max_size=4), json_values)
def test_whatever_the_cells_are_there_is_a_page(content, metadata):
    for options in (HTML, Options(format="markdown")):
        text = json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": content})
        assert isinstance(render(text, "n", options, lambda _: None).text, str)
