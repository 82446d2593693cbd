"""``jupyter nbconvert --to journal_*`` reads what the extension's own export reads."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from jupyterlab_journal.errors import MalformedNotebook
from jupyterlab_journal.export.formats import FORMATS
from jupyterlab_journal.export.formats.html import JournalHTMLExporter
from jupyterlab_journal.export.formats.markdown import JournalMarkdownExporter
from jupyterlab_journal.export.model import Options
from jupyterlab_journal.export.render import render

ROUTES = [("html", JournalHTMLExporter), ("markdown", JournalMarkdownExporter)]
ODD = {
    "no source": {"cell_type": "markdown", "metadata": {}},
    "unknown type": {"cell_type": "future", "metadata": {}, "key": 1},
    "odd metadata": {"cell_type": "code", "source": "", "outputs": [], "metadata": {"collapsed": "x"}},
    "no text": {"cell_type": "code", "source": "", "outputs": [{"output_type": "stream"}], "metadata": {}},
}


@pytest.fixture
def save(tmp_path):
    def save(*cells, name="study.ipynb", **more):
        content = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [*cells], **more}
        path = tmp_path / name
        path.write_text(json.dumps(content), encoding="utf-8")
        return path

    return save


@pytest.mark.parametrize(("kind", "exporter"), ROUTES)
def test_both_routes_read_every_notebook_or_name_its_fault(corpus, kind, exporter):
    for path in corpus.files:
        try:
            text = path.read_text(encoding="utf-8")
            assert render(text, path.stem, Options(format=FORMATS[kind]), lambda _: None)
        except MalformedNotebook:
            with pytest.raises(MalformedNotebook):
                exporter().from_filename(str(path))
        else:
            assert isinstance(exporter().from_filename(str(path))[0], str)


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize(("_kind", "exporter"), ROUTES)
def test_an_odd_cell_costs_one_cell(_kind, exporter, odd, save):
    good = {"cell_type": "markdown", "metadata": {"tags": ["kept"]}, "source": "GOOD"}
    path = save(ODD[odd], good, metadata={"kernelspec": {}, "widgets": {"x": {}}})
    assert "GOOD" in exporter().from_filename(str(path))[0]


def test_a_program_gets_the_place_of_the_fault(save):
    path = save({"cell_type": "code", "metadata": {}, "source": "", "outputs": [{"output_type": []}]})
    with pytest.raises(MalformedNotebook, match=r"study\.ipynb is malformed at cells\[0\]\.outputs\[0\]"):
        JournalHTMLExporter().from_filename(str(path))


def test_a_file_that_is_no_text_has_a_place_too(tmp_path):
    (tmp_path / "study.ipynb").write_bytes(b"{\n\xff}")
    with pytest.raises(MalformedNotebook, match="line 2: byte 3 of the file is not UTF-8"):
        JournalHTMLExporter().from_filename(str(tmp_path / "study.ipynb"))


def test_the_command_says_the_fault_in_one_line(save, tmp_path):
    path = save({"cell_type": [], "metadata": {}, "source": ""})
    done = subprocess.run(
        [sys.executable, "-m", "nbconvert", "--to", "journal_html", str(path)],
        capture_output=True,
        cwd=tmp_path,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert "study.ipynb is malformed at cells[0].cell_type: a list where a text belongs" in done.stderr
    assert "Traceback" not in done.stderr
    assert [file.name for file in tmp_path.iterdir()] == ["study.ipynb"]
