"""What one page holds."""

from __future__ import annotations

import base64
import hashlib
import html
import re

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output, new_raw_cell

from jupyterlab_journal.entry.template import list_templates
from jupyterlab_journal.export.page_assets import formula_assets

PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
ENTRY = {
    "version": 1,
    "id": "01KDVJ9W000000000000000000",
    "kind": "step",
    "created": "2026-01-01T00:00:00+00:00",
}
needs_assets = pytest.mark.skipif(formula_assets() is None, reason="KaTeX is not built: npm run build:assets")


def entry(source, **more):
    return new_markdown_cell(source, metadata={"journal": ENTRY}, **more)


@needs_assets
def test_formulas_bring_their_script_and_only_that_one_may_run(page):
    text = page(new_markdown_cell("$x^2$")).text
    (script,) = re.findall(r"<script>(.*?)</script>", text, flags=re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = html.unescape(re.search(r'Content-Security-Policy" content="([^"]*)"', text)[1])
    assert f"script-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy


@pytest.mark.parametrize("source", ["plain", "`$x$` and `$y$`", "```\n$x$\n```"])
def test_without_formulas_there_is_no_script(page, source):
    text = page(new_markdown_cell(source)).text
    assert "<script" not in text
    assert "script-src 'none'" in text


@pytest.mark.parametrize(
    "source", ["$x$", "$$\nx\n$$", "\\\\(x\\\\)", "\\begin{align}x\\end{align}", "a\n\n```\nb\n```\n\n$x$"]
)
@needs_assets
def test_every_way_to_write_a_formula_is_seen(page, source):
    assert "renderMathInElement(document.body" in page(new_markdown_cell(source)).text


@pytest.mark.parametrize(
    ("source", "language"),
    [
        (
            "# 学习率太高\n\n$\\theta_{t+1} = \\mathrm{softmax}(W x)$ `torch.nn.Linear(in_features, out)`",
            "zh-CN",
        ),
        ("# The rate is too high (学习率)", "en"),
        ("# 学習率が高すぎるので下げます。これはテストです。", "en"),
        ("", "en"),
    ],
)
def test_the_language_of_the_prose_is_declared(page, source, language):
    assert f'<html lang="{language}">' in page(new_markdown_cell(source)).text


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    "[x](javascript:alert(1))",
    '<iframe src="https://example.org"></iframe>',
    '<form action="https://example.org"><button formaction="javascript:alert(1)">x</button></form>',
    '<button data-commandlinker-command="journal:export">x</button>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    '<link rel="stylesheet" href="https://example.org/x.css">',
    "<style>@import url(https://example.org/x.css)</style>",
    '<p style="background:url(https://example.org/x)">x</p>',
    '<meta http-equiv="refresh" content="0;url=https://example.org">',
    '<base href="https://example.org">',
    "<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>",
]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize(
    "place", ["markdown", "raw", "html", "output markdown", "stream", "error", "latex", "svg"]
)
def test_nothing_hostile_survives_anywhere(page, text, place):
    cell = {
        "markdown": lambda: new_markdown_cell(text),
        "raw": lambda: new_raw_cell(text, metadata={"raw_mimetype": "text/html"}),
        "html": lambda: _shows({"text/html": text}),
        "output markdown": lambda: _shows({"text/markdown": text}),
        "stream": lambda: new_code_cell(outputs=[new_output("stream", text=text)]),
        "error": lambda: new_code_cell(
            outputs=[new_output("error", ename=text, evalue=text, traceback=[text])]
        ),
        "latex": lambda: _shows({"text/latex": text}),
        "svg": lambda: _shows({"image/svg+xml": text}),
    }[place]()
    body = page(new_markdown_cell("plain"), cell, name=text.replace("/", "")).text
    assert "<meta http-equiv" in body[:400]
    body = body[body.index("<body") :].replace(_formula_script(), "")
    for forbidden in (
        "<script",
        "<iframe",
        "<form",
        "<button",
        "<link",
        "<style",
        "<meta",
        "<base",
        "<svg",
        "<math",
        'href="javascript:',
        'href="data:',
    ):
        assert forbidden not in body.lower()
    assert not re.search(r'<[a-z]+ [^<>]*style="[^"]*url', body)
    assert not re.search(r"<[a-z]+ [^<>]*(?:onerror|onload|data-commandlinker|formaction)", body)


def _formula_script():
    assets = formula_assets()
    return "no such thing" if assets is None else f"<script>\n{assets[1]}\n</script>"


def _shows(data):
    return new_code_cell(outputs=[new_output("display_data", data)])


@pytest.mark.parametrize("kind", ["html", "markdown"])
def test_a_secret_leaves_no_export_and_its_kind_is_told(page, kind):
    token = "ghp_" + "a1B2" * 9
    cells = [
        new_markdown_cell(f"see {token}"),
        new_code_cell(f"x = '{token}'", outputs=[new_output("stream", text=f"{token}\n")]),
        _shows({"text/html": f"<b>{token}</b>"}),
        new_code_cell(outputs=[new_output("error", ename="E", evalue=token, traceback=["a", token])]),
    ]
    result = page(*cells, kind=kind, metadata={"title": token})
    assert token not in result.text
    assert result.text.count("[REDACTED:github_token]") >= 5
    assert "Cell 2: a secret of kind github_token was removed." in result.warnings
    assert token not in "".join(result.warnings)


@pytest.mark.parametrize("locale", ["en", "zh-CN"])
@pytest.mark.parametrize("kind", ["html", "markdown"])
def test_sections_that_nobody_filled_disappear(page, locale, kind):
    for template in list_templates(locale):
        source = template.fill({"heading": "HEADING", next(iter(template.hints), ""): "FILLED"})
        text = page(entry(source), kind=kind).text
        assert "FILLED" in text
        for hint in list(template.hints.values())[1:]:
            assert hint not in text


def test_a_hint_that_somebody_answered_stays(page):
    text = page(entry("**Analysis.** *Why did this happen?* Because.")).text
    assert "Because." in text
    assert "Why did this happen?" in text


def test_a_cell_that_is_no_entry_keeps_its_words(page):
    assert "Why did this happen?" in page(new_markdown_cell("**Analysis.** *Why did this happen?*")).text


def test_journal_only_keeps_entries_also_unreadable_ones(page):
    broken = new_markdown_cell("UNREADABLE", metadata={"journal": {"version": "?"}})
    text = page(
        new_markdown_cell("PROSE"), entry("ENTRY"), broken, new_code_cell("CODE"), journal_only=True
    ).text
    assert "ENTRY" in text
    assert "UNREADABLE" in text
    assert "PROSE" not in text
    assert "CODE" not in text


@pytest.mark.parametrize("kind", ["html", "markdown"])
def test_no_code_keeps_what_the_code_put_out(page, kind):
    cell = new_code_cell("SOURCE", outputs=[new_output("stream", text="RESULT\n")])
    text = page(cell, code=False, kind=kind).text
    assert "RESULT" in text
    assert "SOURCE" not in text


@pytest.mark.parametrize("reference", ["![a](attachment:p.png)", '<img src="attachment:p.png" width="9">'])
def test_attachments_are_inside_the_page_and_beside_the_markdown(page, reference):
    cell = new_markdown_cell(reference, attachments={"p.png": {"image/png": PNG}})
    assert f'src="data:image/png;base64,{PNG}"' in page(cell).text
    result = page(cell, kind="markdown", name="图")
    assert result.files == {next(iter(result.files)): base64.b64decode(PNG)}
    assert "attachment:" not in result.text


def test_an_attachment_that_no_text_shows_is_not_written(page):
    other = base64.b64encode(base64.b64decode(PNG) + b"other").decode()
    attachments = {"p.png": {"image/png": PNG}, "unused.png": {"image/png": other}}
    result = page(new_markdown_cell("![a](attachment:p.png)", attachments=attachments), kind="markdown")
    assert list(result.files.values()) == [base64.b64decode(PNG)]


def test_a_picture_in_two_forms_is_exported_as_the_vector(page):
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    vector = base64.b64encode(svg).decode()
    bundle = {"image/png": PNG, "image/svg+xml": vector}
    cell = new_markdown_cell("![a](attachment:a.svg)", attachments={"a.svg": bundle})
    text = page(cell).text
    assert f'src="data:image/svg+xml;base64,{vector}"' in text
    assert PNG not in text
    ((name, content),) = page(cell, kind="markdown").files.items()
    assert (name[-4:], content) == (".svg", svg)


@pytest.mark.parametrize(
    "attachments",
    [
        {},
        {"p.png": {"image/png": "%%%"}},
        {"p.png": {"text/html": "PHNjcmlwdD4="}},
        {"p.png": {'text/html"><script>': PNG}},
        {"../../p.png": {"image/png": PNG}},
    ],
)
@pytest.mark.parametrize("kind", ["html", "markdown"])
def test_an_attachment_that_is_no_image_is_named_and_the_rest_goes_on(page, attachments, kind):
    cell = new_markdown_cell("before ![a](attachment:p.png) after")
    cell["attachments"] = attachments
    result = page(cell, new_markdown_cell("NEXT"), kind=kind)
    assert "picture missing: p.png" in result.text
    assert "NEXT" in result.text
    assert result.warnings == ("Cell 1: the picture 'p.png' is missing or is no image.",)
    assert all(re.fullmatch(r"notebook_files/[0-9a-f]{16}\.png", name) for name in result.files)


def test_keyboard_and_screen_reader_reach_inputs_outputs_and_pictures(page):
    cell = new_code_cell(
        "x", outputs=[new_output("stream", text="y"), new_output("display_data", {"image/png": PNG})]
    )
    text = page(new_markdown_cell('<img src="a.png">'), cell).text
    assert text.count('<div class="jp-Cell-inputWrapper" tabindex="0">') == 2
    assert len(re.findall(r'<div tabindex="0" class="[^"]*jp-OutputArea-output', text)) == 2
    assert len(re.findall(r"<img\b", text)) == len(re.findall(r"<img\b[^>]*\balt=", text)) == 2


def test_a_fence_inside_an_output_does_not_end_its_fence(page):
    text = page(
        new_code_cell(outputs=[new_output("stream", text="````\n# not a heading\n````\n")]), kind="markdown"
    ).text
    assert "`````\n````\n# not a heading\n````\n`````" in text
