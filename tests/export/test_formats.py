"""The registry of formats: what else names them agrees with it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import tomli

from jupyterlab_journal.export.formats import FORMATS
from jupyterlab_journal.locale import LOCALES, words_in

ROOT = Path(__file__).parents[2]


def test_nbconvert_finds_the_exporter_of_every_format():
    project = tomli.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["entry-points"]["nbconvert.exporters"] == {
        f"journal_{name}": row.exporter for name, row in FORMATS.items()
    }


def test_the_menu_of_jupyterlabs_exports_offers_every_format():
    schema = json.loads((ROOT / "labextension" / "schema" / "export.json").read_text("utf-8"))
    (menu,) = schema["jupyter.lab.menus"]["main"]
    (exports,) = menu["items"]
    assert [item["args"]["format"] for item in exports["submenu"]["items"]] == [*FORMATS]


@pytest.mark.parametrize("row", FORMATS.values(), ids=lambda row: row.name)
def test_a_row_describes_its_exporter(row):
    exporter = row.load_exporter()()
    assert (exporter.file_extension, exporter.output_mimetype) == (row.ending, row.mime_type)
    assert exporter.template_name == f"journal_{row.name}"


@pytest.mark.parametrize("locale", LOCALES)
def test_every_format_has_words_in_every_language(locale):
    assert [*words_in(locale).formats] == [*FORMATS]


def test_no_two_formats_write_the_same_file():
    endings = [row.ending for row in FORMATS.values()]
    assert len(set(endings)) == len(endings)
