"""Notebooks to export."""

from __future__ import annotations

import json

import nbformat
import pytest
from notebooks.corpus import SETS, read_corpus

from jupyterlab_journal.export.formats import FORMATS
from jupyterlab_journal.export.model import Options
from jupyterlab_journal.export.render import render


@pytest.fixture(scope="session", params=SETS)
def corpus(request, tmp_path_factory):
    """One set of notebooks after the other."""
    return read_corpus(request.param, tmp_path_factory.mktemp("corpus"))


@pytest.fixture
def page():
    """Render cells and return the finished page."""

    def make(*cells, name="notebook", metadata=None, kind="html", **options):
        notebook = nbformat.v4.new_notebook(cells=list(cells), metadata=metadata or {})
        text = json.dumps(notebook)
        return render(text, name, Options(format=FORMATS[kind], **options), lambda _: None)

    return make
