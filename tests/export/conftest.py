"""Notebooks to export."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest

from jupyterlab_journal.export.formats import FORMATS
from jupyterlab_journal.export.model import Options
from jupyterlab_journal.export.render import render

CORPUS = Path(__file__).parents[2].parent / "shared" / "data" / "notebooks"


def corpus_files():
    return sorted(CORPUS.rglob("*.ipynb"))


@pytest.fixture(scope="session")
def corpus():
    files = corpus_files()
    if not files:
        pytest.skip("no folder of real notebooks beside the checkout")
    return files


@pytest.fixture
def page():
    """Render cells and return the finished page."""

    def make(*cells, name="notebook", metadata=None, kind="html", **options):
        notebook = nbformat.v4.new_notebook(cells=list(cells), metadata=metadata or {})
        text = json.dumps(notebook)
        return render(text, name, Options(format=FORMATS[kind], **options), lambda _: None)

    return make
