"""Laws of every export, over our own notebooks and over foreign ones."""

from __future__ import annotations

import json
import re

import pytest

from jupyterlab_journal.errors import MalformedNotebook
from jupyterlab_journal.export.beside import write_beside
from jupyterlab_journal.export.formats import FORMATS
from jupyterlab_journal.export.model import Options
from jupyterlab_journal.export.render import render

LOADS = re.compile(
    r"<(?:script|link|iframe|object|embed|source|video|audio)\b[^>]*\b(?:src|href|data)\s*=|@import|\burl\(\s*[\"']?(?!data:|#)\w",
    re.IGNORECASE,
)
EVENT = re.compile(r"<[a-z][^>\"']*(?:\"[^\"]*\"[^>\"']*|'[^']*'[^>\"']*)*\son[a-z]+\s*=", re.IGNORECASE)


def render_file(path, kind="html", **options):
    """Return the page, None for a file that is said to be no notebook; any other error fails the test."""
    try:
        return render(
            path.read_text(encoding="utf-8"),
            path.stem,
            Options(format=FORMATS[kind], **options),
            lambda _: None,
        )
    except MalformedNotebook:
        return None


def test_every_notebook_becomes_a_page_that_loads_and_runs_nothing(corpus):
    pages = 0
    for path in corpus.files:
        page = render_file(path)
        if page is None:
            continue
        pages += 1
        body = page.text[page.text.index("<body") :]
        markup = re.sub(r"<pre.*?</pre>", "", body, flags=re.DOTALL)  # code may speak of anything
        scripts = re.findall(r"<script[^>]*>", page.text)
        assert scripts in ([], ["<script>"]), path  # the formulas, or nothing
        assert not LOADS.search(
            re.sub(r"<script>.*?</script>", "", page.text, flags=re.DOTALL).replace(body, "")
        ), path
        assert not LOADS.search(re.sub(r"<script>.*?</script>", "", markup, flags=re.DOTALL)), path
        assert not EVENT.search(markup), path
        assert "{{" not in page.text[: page.text.index("<body")], path
    assert pages >= corpus.readable


def test_markdown_holds_every_code_cell_and_its_pictures_lie_beside_it(corpus, tmp_path):
    for path in corpus.files:
        page = render_file(path, kind="markdown")
        if page is None:
            continue
        for cell in json.loads(path.read_text(encoding="utf-8")).get("cells", []):
            if cell.get("cell_type") == "code" and "source" in cell:
                assert "".join(cell["source"]).strip() in page.text or "[REDACTED:" in page.text, path
        write_beside(tmp_path / f"{path.stem}.md", page.content, page.files, overwrite=True)
        for name in page.files:
            assert (tmp_path / name).read_bytes() == page.files[name]
            assert name.rpartition("/")[2] in page.text


@pytest.mark.parametrize("options", [{"code": False}, {"journal_only": True}])
def test_every_notebook_survives_each_option(corpus, options):
    for path in corpus.files:
        for kind in ("html", "markdown"):
            render_file(path, kind=kind, **options)


def test_exporting_twice_gives_the_same_page(corpus):
    for path in corpus.files[:20]:
        assert render_file(path) == render_file(path)
