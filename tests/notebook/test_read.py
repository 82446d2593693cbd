"""Every file is a notebook of format 4, or has a fault with a place."""

from __future__ import annotations

import json

import nbformat
import pytest
from mutators import EITHER, MALFORMED, MUTATORS, SEEDS, spoiled, valid

from jupyterlab_journal.errors import MalformedNotebook
from jupyterlab_journal.notebook import read_code_cell, read_notebook

FORMAT_3 = {
    "nbformat": 3,
    "metadata": {"name": "n"},
    "worksheets": [
        {
            "cells": [
                {"cell_type": "heading", "level": 2, "source": ["A", "b"]},
                {"cell_type": "html", "source": "<b>"},
                {
                    "cell_type": "code",
                    "input": "x",
                    "prompt_number": 3,
                    "outputs": [
                        {"output_type": "pyout", "prompt_number": 3, "text": "7", "png": "eA=="},
                        {"output_type": "stream", "stream": "stderr", "text": "w"},
                        {"output_type": "pyerr", "ename": "E", "evalue": "v", "traceback": ["t"]},
                        {"output_type": "display_data", "json": '{"a": 1}'},
                    ],
                },
            ]
        },
        {"cells": [{"cell_type": "markdown", "source": "second sheet"}]},
    ],
}


def test_the_mutators_are_enough():
    assert len(MUTATORS) * len(SEEDS) >= 500
    assert len({content for _, content, _ in spoiled()}) >= 500


@pytest.mark.parametrize("seed", SEEDS)
def test_a_valid_notebook_is_read_as_it_is(seed):
    nbformat.validate(nbformat.from_dict(valid(seed)))
    assert read_notebook(json.dumps(valid(seed)), "n") == valid(seed)


@pytest.mark.parametrize("name", MUTATORS)
def test_a_spoiled_notebook_leads_to_what_it_must(name):
    for which, content, mutator in spoiled(name):
        if mutator.leads_to == EITHER:
            continue
        if mutator.leads_to == MALFORMED:
            with pytest.raises(MalformedNotebook) as caught:
                read_notebook(content, "the file")
            message = caught.value.message
            assert message.startswith("the file is malformed at "), which
            assert mutator.place in message, (which, message)
            assert caught.value.hint
            assert len(message) < 300
        else:
            assert read_notebook(content, "the file")["nbformat"] == 4


def test_format_3_becomes_what_nbformat_makes_of_it():
    ours = read_notebook(json.dumps(FORMAT_3), "n")
    theirs = nbformat.reads(json.dumps(FORMAT_3), as_version=4)
    assert [(cell["cell_type"], cell["source"]) for cell in ours["cells"]] == [
        ("markdown", "## Ab"),
        ("markdown", "<b>"),
        ("code", "x"),
        ("markdown", "second sheet"),
    ]
    assert [cell["cell_type"] for cell in ours["cells"]] == [cell.cell_type for cell in theirs.cells]
    for one, other in zip(ours["cells"][2]["outputs"], theirs.cells[2].outputs, strict=True):
        assert one["output_type"] == other["output_type"]
        for name in ("data", "name", "text", "traceback", "execution_count"):
            assert one.get(name) == other.get(name), name


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ({"nbformat": 1, "cells": "x"}, "cells: not a list"),
        ({"nbformat": 1, "cells": [{"cell_type": []}]}, "cells[0].cell_type"),
        ({"nbformat": 3, "worksheets": [{}, {"cells": [{}, 3]}]}, "worksheets[1].cells[1]: not an object"),
        (
            {"nbformat": 3, "worksheets": [{}, {"cells": [{"cell_type": "code", "outputs": [[]]}]}]},
            "worksheets[1].cells[0].outputs[0]",
        ),
    ],
)
def test_the_fault_of_an_old_format_is_named_where_it_stands(content, place):
    with pytest.raises(MalformedNotebook) as caught:
        read_notebook(json.dumps(content), "n")
    assert f"is malformed at {place}" in caught.value.message


def test_the_formats_before_3():
    cells = [{"cell_type": "text", "text": "words"}, {"cell_type": "code", "code": "x", "prompt_number": 1}]
    read = read_notebook(json.dumps({"nbformat": 1, "cells": cells}), "n")
    assert [(cell["cell_type"], cell["source"]) for cell in read["cells"]] == [
        ("markdown", "words"),
        ("code", "x"),
    ]
    sheet = {"cells": [{"cell_type": "code", "input": "x", "outputs": []}]}
    assert read_notebook(json.dumps({"nbformat": 2, "worksheets": [sheet]}), "n")["cells"][0]["source"] == "x"


@pytest.mark.parametrize(
    ("cell", "place"),
    [
        ({"source": "", "outputs": [{"output_type": []}]}, "cell.outputs[0].output_type"),
        (
            {"source": "", "earlier": [{"outputs": [{"output_type": "stream", "name": []}]}]},
            "cell.earlier[0]",
        ),
        ({"source": "", "metadata": []}, "cell.metadata"),
    ],
)
def test_the_fault_of_a_sent_cell_is_named(cell, place):
    with pytest.raises(MalformedNotebook, match="the active cell is malformed at ") as caught:
        read_code_cell(cell, "cell")
    assert place in caught.value.message
