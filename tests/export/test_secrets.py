"""No secret leaves with a page, by whichever door; tokens are put together here, none is written out."""

from __future__ import annotations

import base64
import json

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from jupyterlab_journal.export.formats import FORMATS
from jupyterlab_journal.export.model import Options
from jupyterlab_journal.export.render import render

TOKEN = "ghp_" + "a1B2" * 9
REMOVED = "[REDACTED:github_token]"
PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="

each_format = pytest.mark.parametrize("kind", ["html", "markdown"])


def shows(data, **metadata):
    return new_code_cell(outputs=[new_output("display_data", data, metadata=metadata)])


BETWEEN = [
    "<x-y></x-y>",
    "<!-- -->",
    "</b>",
    "</h1>",
    "</td>",
    "<tbody>",
    "</>",
    "<?x?>",
    "\0",
    "<style>p{}</style>",
]


def test_a_secret_does_not_grow_together_when_tags_are_dropped(page):
    for between in BETWEEN:
        split = f"gh{between}{TOKEN[2:]}"
        cells = {
            "html": shows({"text/html": f"<p>{split}</p>"}),
            "table": shows({"text/html": f"<table><tr><td>{split}</td></tr></table>"}),
            "markdown": new_markdown_cell(f"see {split}"),
            "markdown output": shows({"text/markdown": f"see {split}"}),
            "svg": shows({"image/svg+xml": f"<svg><text>{split}</text></svg>"}),
        }
        for place, cell in cells.items():
            result = page(new_markdown_cell("first"), cell)
            assert TOKEN not in result.text, (between, place)
        assert TOKEN not in page(cells["html"], kind="markdown").text, between
    result = page(new_markdown_cell("first"), shows({"text/html": f"gh<x-y></x-y>{TOKEN[2:]}"}))
    assert REMOVED in result.text
    assert result.warnings == ("Cell 2: a secret of kind github_token was removed.",)


def test_a_secret_that_markdown_escapes_apart(page):
    escaped = TOKEN.replace("_", "\\_")
    result = page(new_markdown_cell(f"see {escaped}"))
    assert TOKEN not in result.text
    assert REMOVED in result.text


def test_pictures_inside_html_stay_whole_when_it_is_redacted_again(page):
    picture = f'<img src="data:image/png;base64,{PNG}">'
    text = page(shows({"text/html": f"<x-y></x-y>{picture}gh<x-y></x-y>{TOKEN[2:]}"})).text
    assert PNG in text
    assert TOKEN not in text


@each_format
@pytest.mark.parametrize(
    "cell",
    [
        new_markdown_cell("x", metadata={"tags": [TOKEN]}),
        new_code_cell("x", metadata={"tags": [TOKEN]}),
        new_code_cell("x", id=TOKEN),
        shows({"image/png": PNG}, **{"image/png": {"width": TOKEN}}),
        shows({f"x/{TOKEN}": "x"}),
    ],
    ids=["tag", "tag of code", "id", "width", "type"],
)
def test_what_stands_around_a_cell(page, cell, kind):
    result = page(cell, kind=kind)
    assert TOKEN not in result.text
    assert TOKEN not in "".join(result.warnings)


@each_format
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_the_words_of_an_attached_vector(page, kind, encoding):
    svg = f'<svg xmlns="http://www.w3.org/2000/svg"><text>{TOKEN} {TOKEN}</text></svg>'
    vector = base64.b64encode(svg.encode(encoding)).decode()
    cell = new_markdown_cell("![a](attachment:a.svg)", attachments={"a.svg": {"image/svg+xml": vector}})
    result = page(cell, kind=kind)
    assert vector not in result.text
    assert not any(TOKEN.encode(encoding)[2:] in content for content in result.files.values())
    removed = "Cell 1: a secret of kind github_token was removed."
    missing = "Cell 1: the picture 'a.svg' is missing or is no image."
    assert result.warnings == (removed if encoding == "utf-8" else missing,)


@each_format
@pytest.mark.parametrize("key", ["name", "pygments_lexer"])
def test_the_name_of_a_language(page, key, kind):
    language = {"name": "python"} | {key: TOKEN}
    result = page(new_code_cell("CODE"), kind=kind, metadata={"language_info": language})
    assert "CODE" in result.text
    assert TOKEN not in result.text
    assert result.warnings == ("The language: a secret of kind github_token was removed.",)


def test_the_title_and_the_file_name_that_stands_for_one(page):
    assert "<title>runs</title>" in page(name="runs").text
    for result in (page(name=TOKEN), page(name="runs", metadata={"title": TOKEN})):
        assert f"<title>{REMOVED}</title>" in result.text
        assert TOKEN not in result.text
        assert result.warnings == ("The title: a secret of kind github_token was removed.",)


@each_format
@pytest.mark.parametrize("lead", [0, 60])  # a name is quoted up to its 80th character
def test_the_name_of_a_picture_that_is_missing(page, kind, lead):
    result = page(new_markdown_cell(f"![a](attachment:{'n' * lead}-{TOKEN}.png)"), kind=kind)
    told = result.text + "".join(result.warnings)
    assert "picture missing: " in result.text
    assert TOKEN[:15] not in told


@each_format
@pytest.mark.parametrize("lead", [0, 50])
def test_the_type_of_a_cell_that_cannot_be_used(kind, lead):
    cell = {"cell_type": f"{'n' * lead}-{TOKEN}", "source": "x"}
    text = json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell]})
    result = render(text, "n", Options(format=FORMATS[kind]), lambda _: None)
    told = result.text + json.dumps(result.warnings)
    assert "Cell 1 is left out" in told
    assert TOKEN[:15] not in told


def streams(*pieces):
    return new_code_cell(outputs=[new_output("stream", name=name, text=text) for name, text in pieces])


@each_format
@pytest.mark.parametrize("at", range(1, len(TOKEN)))
def test_a_message_that_arrived_in_pieces(page, kind, at):
    head, tail = f"using {TOKEN[:at]}", f"{TOKEN[at:]}\n"
    at_once = page(streams(("stdout", head), ("stdout", tail)), kind=kind)
    interrupted = page(streams(("stdout", head), ("stderr", "slow\n"), ("stdout", tail)), kind=kind)
    for result in (at_once, interrupted):
        assert result.text.count("[REDACTED:") == 1
        assert TOKEN[:at] not in result.text or at < 4  # "gh" is in words of the page
        assert TOKEN[at:] not in result.text or at > len(TOKEN) - 3
        assert "Cell 1: a secret of kind github_token was removed." in result.warnings


@each_format
def test_a_name_in_a_message_and_its_value_in_a_result(page, kind):
    value = "k9#mQ2x" + "!vb"
    cell = streams(("stdout", "password: "))
    cell.outputs.append(new_output("execute_result", {"text/plain": f"'{value}'"}))
    assert value not in page(cell, kind=kind).text
