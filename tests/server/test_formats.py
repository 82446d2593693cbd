"""The list of formats; and a format of somebody's own, from its row to its file."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys

import nbformat
import pytest
from nbformat.v4 import new_markdown_cell, new_notebook
from shapes import validator
from tornado.httpclient import HTTPClientError

from jupyterlab_journal.export.formats import FORMATS
from jupyterlab_journal.export.model import Format
from jupyterlab_journal.locale import LOCALES, FormatWords, words_in
from jupyterlab_journal.server.openapi_document import openapi_document

API = ("jupyterlab-journal", "api")

EXPORTER = '''
from traitlets import default

from jupyterlab_journal.export.formats.markdown import JournalMarkdownExporter


class OutlineExporter(JournalMarkdownExporter):
    """The headings of a notebook alone."""

    def convert(self, notebook, resources=None, **kw):
        page, resources = super().convert(notebook, resources, **kw)
        return "".join(line + "\\n" for line in page.splitlines() if line.startswith("#")), resources
'''


async def formats(jp_fetch, **query):
    body = json.loads((await jp_fetch(*API, "formats", params=query)).body)
    validator("Formats").validate(body)
    return body["formats"]


async def test_the_formats_are_listed_with_the_words_of_a_language(jp_fetch):
    listed = await formats(jp_fetch)
    assert [(row["name"], row["ending"], row["label"]) for row in listed] == [
        ("html", ".html", "Export HTML"),
        ("markdown", ".md", "Export Markdown"),
    ]
    chinese = await formats(jp_fetch, locale="zh-CN")
    assert [row["menu_label"] for row in chinese] == ["日志页面（HTML）", "日志页面（Markdown）"]


async def test_a_language_that_is_missing_is_refused(jp_fetch):
    with pytest.raises(HTTPClientError) as caught:
        await jp_fetch(*API, "formats", params={"locale": "xx"})
    assert caught.value.code == 400


@pytest.fixture
def outline(monkeypatch, tmp_path):
    """Add a format: a row, the module of its exporter, and its words."""
    package = tmp_path / "modules"
    package.mkdir()
    (package / "outline_exporter.py").write_text(EXPORTER)
    monkeypatch.syspath_prepend(str(package))
    row = Format(
        name="outline",
        ending=".outline.md",
        mime_type="text/markdown",
        exporter="outline_exporter:OutlineExporter",
    )
    words = FormatWords(label="Export Outline", menu_label="Journal Outline", caption="Write the headings")
    monkeypatch.setitem(FORMATS, row.name, row)
    for locale in LOCALES:
        monkeypatch.setitem(words_in(locale).formats, row.name, words)
    forget_document()
    yield row, package
    forget_document()


def forget_document():
    openapi_document.cache_clear()
    validator.cache_clear()


async def test_a_new_format_is_listed_described_and_exported(jp_fetch, jp_root_dir, outline):
    assert [row["label"] for row in await formats(jp_fetch)][-1] == "Export Outline"
    document = json.loads((await jp_fetch(*API, "openapi.json")).body)
    assert document["components"]["schemas"]["FormatName"]["enum"] == ["html", "markdown", "outline"]
    cells = [new_markdown_cell("# Why\n\nBecause."), new_markdown_cell("## How")]
    nbformat.write(new_notebook(cells=cells), jp_root_dir / "study.ipynb")
    request = json.dumps({"path": "study.ipynb", "format": "outline"})
    job = json.loads((await jp_fetch(*API, "exports", method="POST", body=request)).body)
    while job["stage"] not in {"done", "failed", "cancelled"}:
        await asyncio.sleep(0.05)
        job = json.loads((await jp_fetch(*API, "exports", job["id"])).body)
    assert (job["error"], job["format"], job["result"]["path"]) == (None, "outline", "study.outline.md")
    assert (jp_root_dir / "study.outline.md").read_text("utf-8") == "# Why\n## How\n"


async def test_a_format_without_a_row_is_refused(jp_fetch):
    request = json.dumps({"path": "study.ipynb", "format": "outline"})
    with pytest.raises(HTTPClientError) as caught:
        await jp_fetch(*API, "exports", method="POST", body=request)
    assert caught.value.code == 400
    assert "format" in json.loads(caught.value.response.body)["message"]


def test_the_command_line_takes_the_exporter_of_a_row(tmp_path, outline):
    row, package = outline
    nbformat.write(new_notebook(cells=[new_markdown_cell("# Why\n\nBecause.")]), tmp_path / "study.ipynb")
    find_package = f"import sys; sys.path.insert(0, {str(package)!r})"
    program = f"{find_package}; from nbconvert.nbconvertapp import main; main()"
    exporter = row.exporter.replace(":", ".")
    command = [sys.executable, "-c", program, "study.ipynb", "--to", exporter, "--stdout"]
    page = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True, timeout=60)
    assert page.stdout == "# Why\n"
