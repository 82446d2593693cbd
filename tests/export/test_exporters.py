"""The exporters as nbconvert's own command finds and runs them."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.metadata import entry_points

import nbformat
import pytest
from nbconvert.filters.highlight import Highlight2HTML
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from jupyterlab_journal.export.cache import TextCache
from jupyterlab_journal.export.formats.html import JournalHTMLExporter
from jupyterlab_journal.export.formats.markdown import JournalMarkdownExporter
from jupyterlab_journal.export.highlight import highlight_code


@pytest.mark.parametrize(
    ("name", "exporter"),
    [("journal_html", JournalHTMLExporter), ("journal_markdown", JournalMarkdownExporter)],
)
def test_nbconvert_knows_the_exporters(name, exporter):
    (found,) = entry_points(group="nbconvert.exporters", name=name)
    assert found.load() is exporter


@pytest.mark.parametrize(("name", "ending"), [("journal_html", "html"), ("journal_markdown", "md")])
def test_nbconverts_command_line(tmp_path, name, ending):
    entry = new_markdown_cell("ENTRY", metadata={"journal": {"version": 1}})
    nbformat.write(new_notebook(cells=[entry, new_markdown_cell("PROSE")]), tmp_path / "n.ipynb")
    command = [
        sys.executable,
        "-m",
        "nbconvert",
        "--to",
        name,
        "--JournalOnlyPreprocessor.enabled=True",
        "n.ipynb",
    ]
    subprocess.run(command, cwd=tmp_path, capture_output=True, check=True)
    page = (tmp_path / f"n.{ending}").read_text()
    assert "ENTRY" in page
    assert "PROSE" not in page


async def test_a_server_lists_none_of_them_by_the_name_of_an_entry_point(jp_fetch):
    answer = await jp_fetch("api", "nbconvert")
    listed = json.loads(answer.body)
    assert "html" in listed
    assert [name for name in listed if name.startswith("journal")] == []


def test_one_exporter_renders_one_notebook_after_another():
    exporter = JournalHTMLExporter()
    first, second = (
        new_notebook(cells=[new_code_cell("select 1")], metadata={"language_info": {"name": name}})
        for name in ("sql", "python")
    )
    pages = [exporter.from_notebook_node(notebook)[0] for notebook in (first, second, first)]
    assert pages[0] == pages[2]
    assert "hl-sql" in pages[0]
    assert "hl-python" in pages[1]


@pytest.mark.parametrize(
    "source",
    [
        "x = 1",
        "",
        "%matplotlib inline\nx = y % z",
        "%%bash\necho $HOME",
        "!ls -l\na != b",
        "len?",
        "x = f'{a!r}' % 3",
        "files = !ls",
        "print('%d' % 3)",
        "def f(:\n  'broken",
        "# 注释?\n变量 = 'ok'",
    ],
)
@pytest.mark.parametrize("language", ["ipython3", "python", "ipython2", "bash", "no-such-language"])
@pytest.mark.filterwarnings("ignore:No lexer found")
def test_highlighting_is_what_nbconvert_gives(source, language):
    assert highlight_code(source, language) == Highlight2HTML(pygments_lexer=language)(source)
    metadata = {"magics_language": "bash"}
    assert highlight_code(source, language, "bash") == Highlight2HTML(pygments_lexer=language)(
        source, metadata=metadata
    )


def test_the_cache_stays_within_its_bound_and_keeps_what_is_used():
    made = []
    cache = TextCache(max_characters=100)

    def get(key, size=4):
        def make():
            made.append(key)
            return "x" * size

        return cache.get(key, make)

    get("keep-me")
    for number in range(50):
        assert get(f"entry-{number}") == "xxxx"
        get("keep-me")
    assert made.count("keep-me") == 1
    get("entry-0")
    assert made.count("entry-0") == 2
    get("too big", 50)
    get("too big", 50)
    assert made.count("too big") == 2
