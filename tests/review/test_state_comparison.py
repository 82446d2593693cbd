"""The law of a review: its diff turns one state into the other."""

from __future__ import annotations

import copy
import json
import random

import nbformat
import pytest
from nbdime import patch_notebook
from nbdime.diff_utils import to_diffentry_dicts
from nbdime.diffing.notebooks import notebook_differs
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from notebooks.corpus import SETS, read_corpus

from jupyterlab_journal.errors import MalformedNotebook
from jupyterlab_journal.notebook import parse_json
from jupyterlab_journal.review.comparable import comparable
from jupyterlab_journal.review.state_comparison import encode_review, review

LEAST = {"own": 43, "foreign": 45}


def without_ids(notebook):
    return {**notebook, "cells": [{k: v for k, v in cell.items() if k != "id"} for cell in notebook["cells"]]}


def law_holds(base, current):
    result = json.loads(json.dumps(encode_review(review(base, current), "label")))
    assert result["base"] == base
    patched = patch_notebook(nbformat.from_dict(base), to_diffentry_dicts(result["diff"]))
    assert without_ids(patched) == without_ids(current)
    return result


def shaken(notebook, seed):
    """Return a copy with cells edited, moved, removed and added."""
    random_ = random.Random(seed)
    cells = copy.deepcopy(notebook["cells"])
    for cell in random_.sample(cells, k=min(3, len(cells))):
        lines = cell["source"].splitlines(keepends=True)
        lines.insert(random_.randint(0, len(lines)), f"inserted {seed} 插入\n")
        cell["source"] = "".join(lines)
    if len(cells) > 3:
        cells.insert(random_.randrange(len(cells)), cells.pop(random_.randrange(len(cells))))
        del cells[random_.randrange(len(cells))]
    cells.insert(random_.randint(0, len(cells)), dict(new_markdown_cell("new")))
    return {**notebook, "cells": cells}


@pytest.mark.parametrize("name", SETS)
def test_applying_the_diff_gives_the_other_state_for_real_notebooks(name, tmp_path):
    compared = 0
    for seed, path in enumerate(read_corpus(name, tmp_path).files):
        try:
            base = comparable(parse_json(path.read_bytes(), "the file"), "the file")
        except MalformedNotebook:  # some are no notebooks
            continue
        compared += 1
        law_holds(base, shaken(base, seed))
        assert law_holds(base, base)["diff"] == []
    assert compared >= LEAST[name]


def test_what_a_run_or_a_view_leaves_is_no_change():
    cell = new_code_cell("x", execution_count=1, outputs=[new_output("stream", text="1")])
    base = new_notebook(cells=[cell], metadata={"widgets": {"a": 1}})
    current = copy.deepcopy(base)
    current.cells[0].update(execution_count=7, outputs=[], id="other")
    current.cells[0].metadata.update(trusted=True, collapsed=True, ExecuteTime={"a": 1})
    current.metadata.update(widgets={"b": 2}, signature="x")
    result = review(comparable(base, "the base"), comparable(current, "the notebook"))
    assert result.diff == []
    assert (result.added, result.removed, result.changed) == (0, 0, 0)


def test_cells_are_counted():
    cells = [new_code_cell(f"value = {n}\nprint(value)\nplot({n})") for n in range(9)]
    base = comparable(new_notebook(cells=cells), "the base")
    current = copy.deepcopy(base)
    current["cells"][4]["source"] += "\nmore = 1"
    del current["cells"][0]
    current["cells"].append(dict(new_markdown_cell("one")))
    current["cells"].append(dict(new_markdown_cell("two")))
    result = law_holds(base, current)
    assert result["cells"] == {"added": 2, "removed": 1, "changed": 1}


def test_states_of_different_format_versions_compare():
    old = new_notebook(cells=[new_code_cell("x")])
    old.nbformat_minor = 4
    del old.cells[0]["id"]
    new = new_notebook(cells=[new_code_cell("x")])
    assert law_holds(comparable(old, "the committed file"), comparable(new, "the notebook"))["diff"] == []
    third = nbformat.convert(nbformat.from_dict(new), 3)
    assert comparable(json.loads(json.dumps(third)), "the file")["cells"][0]["source"] == "x"


def test_nbdimes_own_settings_are_left_as_they_were():
    before = dict(notebook_differs)
    base = comparable(new_notebook(cells=[new_code_cell("x")]), "the base")
    review(base, shaken(base, 1))
    assert dict(notebook_differs) == before


def test_what_is_missing_or_unknown_is_compared_as_far_as_it_is_there():
    odd = [
        {"cell_type": "future", "key": 1},
        {"cell_type": "code"},
        {"cell_type": "raw", "source": ["a", "b"]},
    ]
    reduced = comparable({"nbformat": 4, "cells": odd}, "the saved file")
    assert [(cell["cell_type"], cell["source"]) for cell in reduced["cells"]] == [
        ("raw", ""),
        ("code", ""),
        ("raw", "ab"),
    ]
    assert law_holds(reduced, comparable({"nbformat": 4, "cells": odd[:2]}, "the notebook"))["cells"] == {
        "added": 0,
        "removed": 1,
        "changed": 0,
    }
