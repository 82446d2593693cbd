"""One odd cell costs one cell; a part of the wrong type is named."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyterlab_journal.errors import MalformedNotebook
from jupyterlab_journal.export.formats import FORMATS
from jupyterlab_journal.export.formats.html import JournalHTMLExporter
from jupyterlab_journal.export.model import Options
from jupyterlab_journal.export.render import render

GOOD = {"cell_type": "markdown", "metadata": {}, "source": ["GOOD"]}
ODD_CELLS = [
    {"cell_type": "heading", "source": "x"},
    {"cell_type": "markdown"},
    {"cell_type": "markdown", "source": None},
]
ODD_OUTPUTS = [
    {"output_type": "stream"},
    {"output_type": "bad"},
    {"output_type": "error"},
    {"output_type": "display_data"},
    {"output_type": "display_data", "data": {"text/plain": None}},
]
ODD_METADATA = [
    {"cell_type": "code", "source": "ODD", "metadata": None, "outputs": None, "execution_count": None},
    {"cell_type": "code", "source": "ODD", "id": "!", "metadata": {"tags": 3, "collapsed": "x"}},
    {"cell_type": "code", "source": "ODD", "metadata": {"tags": ["a", 3], "jupyter": 3, "format": []}},
    {"cell_type": "markdown", "source": "ODD", "attachments": None, "metadata": {"journal": 3}},
    {"cell_type": "markdown", "source": "ODD", "attachments": {"a.png": {}}},
    {"cell_type": "raw", "source": "ODD", "metadata": {"raw_mimetype": 4}},
]
HTML = Options(format=FORMATS["html"])


def export(cells, **more):
    text = json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells, **more})
    return render(text, "n", HTML, lambda _: None)


@pytest.mark.parametrize("bad", ODD_CELLS)
def test_an_odd_cell_becomes_a_line_that_says_so(bad):
    page = export([GOOD, bad, GOOD])
    assert page.text.count("GOOD") == 2
    assert "Cell 2 could not be exported" in page.text
    assert page.warnings[0].startswith("Cell 2 is left out: ")


@pytest.mark.parametrize("bad", ODD_OUTPUTS)
def test_an_odd_output_becomes_a_line_that_says_so(bad):
    fine = {"output_type": "stream", "name": "stdout", "text": "FINE"}
    page = export([{"cell_type": "code", "source": "SOURCE", "outputs": [fine, bad]}, GOOD])
    assert "SOURCE" in page.text
    assert "FINE" in page.text
    assert "output left out" in page.text
    assert page.warnings[0].startswith("Cell 1: one output is left out: ")


@pytest.mark.parametrize("odd", ODD_METADATA)
def test_odd_metadata_costs_nothing(odd):
    page = export([odd, GOOD])
    assert "ODD" in page.text
    assert page.warnings == ()


@pytest.mark.parametrize(
    "metadata",
    [
        None,
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
def test_whatever_the_cells_are_there_is_a_page_or_the_place_of_the_fault(content, metadata):
    for options in (HTML, Options(format=FORMATS["markdown"])):
        text = json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": content})
        with contextlib.suppress(MalformedNotebook):
            assert isinstance(render(text, "n", options, lambda _: None).text, str)
