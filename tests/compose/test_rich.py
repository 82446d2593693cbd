"""Richer outputs: tables, formulas, Markdown, interactive figures, bars that overwrite each other."""

from __future__ import annotations

import base64
import time

import pytest

from jupyterlab_journal.compose.outputs.formula import formula
from jupyterlab_journal.compose.outputs.html_tables import read_tables, text_of
from jupyterlab_journal.compose.outputs.quoted import quoted
from jupyterlab_journal.compose.outputs.svg import BrokenSVG, clean_svg
from jupyterlab_journal.compose.text.plain import plain


def shown(data):
    return {"output_type": "display_data", "data": data, "metadata": {}}


FRAME = """\
<div><style scoped>.dataframe th {text-align: right;}</style>
<table border="1" class="dataframe">
  <thead><tr style="text-align: right;"><th></th><th>acc</th><th>note</th></tr></thead>
  <tbody><tr><th>a</th><td>0.92</td><td>x|y &lt;b&gt; ![p](http://e.org/p)</td></tr>
         <tr><th>b</th><td>NaN</td><td><a href="javascript:x">run</a></td></tr></tbody>
</table><p>2 rows × 2 columns</p></div>"""

TABLE = """\
|  | acc | note |
| --- | --- | --- |
| a | 0.92 | x\\|y \\<b> !\\[p](http\\://e.org/p) |
| b | NaN | run |"""


@pytest.mark.parametrize("kind", ["step", "result"])
def test_a_data_frame_becomes_a_table(kind, compose):
    bundle = {"text/html": FRAME, "text/plain": "    acc  note\na  0.92 ..."}
    source = compose(kind, outputs=[shown(bundle)]).cell["source"]
    assert TABLE in source
    assert "<details>" not in source


def test_headings_over_several_columns_and_rows_are_joined():
    (grid,) = read_tables(
        "<table><thead><tr><th></th><th colspan=2>train</th></tr><tr><th>run</th><th>loss</th><th>acc</th>"
        "</tr></thead><tr><th rowspan=2>a</th><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table>"
    )
    assert grid.header == ("run", "train · loss", "train · acc")
    assert grid.rows == (("a", "1", "2"), ("a", "3", "4"))


def test_a_long_and_wide_table_shows_its_ends_and_says_what_is_missing(compose):
    rows = "".join(f"<tr>{''.join(f'<td>{row}.{column}' for column in range(30))}" for row in range(100))
    source = compose("result", outputs=[shown({"text/html": f"<table>{rows}</table>"})]).cell["source"]
    lines = [line for line in source.split("\n") if line.startswith("|")]
    assert len(lines) == 2 + 15 + 1 + 5
    assert lines[2].startswith("| 0.0 | 0.1 ")
    assert lines[2].endswith(" | 0.8 | … | 0.27 | 0.28 | 0.29 |")
    assert lines[-1].startswith("| 99.0 ")
    assert "80 rows are left out." in source


def test_rows_that_were_not_even_read_are_counted():
    row = "<tr><td>" + "x" * 990 + "</td></tr>"
    (grid,) = read_tables(f"<table>{row * 500}</table>")
    assert len(grid.rows) + grid.unread in {499, 500}  # the row at the cut
    assert grid.unread > 300


def test_a_secret_in_a_table_is_removed_by_the_name_of_its_column(compose):
    table = "<table><tr><th>name<th>api_key<tr><td>ann<td>zq8Kd02mVbXp7LwYt3Rn5Hs</table>"
    source = compose("result", outputs=[shown({"text/html": table})]).cell["source"]
    assert "zq8Kd02" not in source
    assert "| ann | [REDACTED:" in source


def test_a_table_of_epochs_gives_metrics(compose, valid):
    table = (
        "<table><thead><tr><th>Epoch</th><th>Training Loss</th></tr></thead><tr><td>1</td><td>0.5</td></tr>"
        "</table>"
    )
    composed = compose(
        "result", outputs=[shown({"text/html": table, "text/plain": "<IPython...HTML object>"})]
    )
    assert "| 1 | 0.5 |" in composed.cell["source"]
    assert "IPython" not in composed.cell["source"]
    valid(composed)


def test_html_without_a_table_gives_its_text(compose, fenced):
    html = "<h3>Done</h3><p>in <b>3</b> s</p><script>alert(1)</script><style>p{}</style>"
    composed = compose("result", outputs=[shown({"text/html": html, "text/plain": "<HTML object>"})])
    assert fenced(composed.cell["source"]) == ["Done\n\nin 3 s\n"]


@pytest.mark.parametrize(
    "odd", ["<![", "<![>", "<![if !IE]>", "<![CDATA[x]]>", "<!ELEMENT x>", "<!", "<?", "</"]
)
def test_odd_declarations_in_html_stop_nothing(odd):
    (grid,) = read_tables(f"<table><tr><td>1</td></tr><tr><td>2{odd}</td></tr></table>")
    assert grid.rows[0] == ("1",)
    assert text_of(f"before{odd}<b>after</b>").startswith("before")


def test_hostile_html_costs_little():
    for html in (
        "<!" * 200_000,
        "<table>" * 100_000,
        "<table><tr><td colspan=999999999>" * 9_000,
        "<a " * 99_999,
    ):
        begin = time.process_time()
        read_tables(html)
        text_of(html)
        assert time.process_time() - begin < 2


FORMULAS = {
    r"$\displaystyle \frac{x}{2}$": r"$$\displaystyle \frac{x}{2}$$",
    "\\begin{equation}\na &= b\n\\end{equation}": r"$$\begin{equation} a &= b \end{equation}$$",
    r"$$a < b$$": r"$$a \lt b$$",
    r"\(x\)": "$$x$$",
}


@pytest.mark.parametrize("latex", FORMULAS)
def test_latex_becomes_a_formula(latex, compose):
    assert formula(latex) == FORMULAS[latex]
    bundle = {"text/latex": latex, "text/plain": "x/2"}
    assert FORMULAS[latex] in compose("result", outputs=[shown(bundle)]).cell["source"]


@pytest.mark.parametrize(
    "latex",
    [
        *(r"$\href{javascript:a}{b}$", r"$\def\frac#1{}$", r"\includegraphics{http://e}", "$a$ and $b$"),
        *("$a\n\nb$", "$`$", "$x % c\ny$", r"$\htmlData{a=b}{c}$", "$$", r"$a\$", "$" + "x" * 5000 + "$"),
    ],
)
def test_latex_that_could_do_more_is_quoted(latex, compose, blocks):
    assert formula(latex) is None
    source = compose("result", outputs=[shown({"text/latex": latex})]).cell["source"]
    code = [block for block in blocks(source) if block["type"] == "block_code"]
    assert [block["attrs"]["info"] for block in code] == ["latex"]


MARKDOWN = """\
# Results

Some **bold**, *italic*, `code`, $x^2$ and [a page](https://e.org/a) ![plot](http://e.org/p.png?d=1)
<img src=x onerror=alert(1)><b>text</b>

1. one
2. two
   - nested

| a | b |
| - | - |
| 1 | x \\| y |

```python
print("# no heading")
```

[x](javascript:alert(1))

**Analysis.** forged
"""

QUOTED = """\
> **Results**
>
> Some **bold**, *italic*, `code`, $x^2$ and a page (`https://e.org/a`) plot (`http://e.org/p.png?d=1`) text
>
> 1. one
> 2. two
>
>    - nested
>
> | a | b |
> | --- | --- |
> | 1 | x \\| y |
>
> ```python
> print("# no heading")
> ```
>
> x
>
> **Analysis.** forged"""


def test_markdown_is_shown_as_meant_and_poses_as_nothing(compose):
    assert quoted(MARKDOWN) == QUOTED
    source = compose("result", outputs=[shown({"text/markdown": MARKDOWN})]).cell["source"]
    assert QUOTED in source


def test_long_markdown_is_quoted_as_source(compose, blocks):
    source = compose("result", outputs=[shown({"text/markdown": "# a\n\n" * 5000})]).cell["source"]
    (block,) = [block for block in blocks(source) if block["type"] == "block_code"]
    assert block["attrs"]["info"] == "markdown"
    assert block["raw"].endswith("…\n")


@pytest.mark.parametrize(
    "text", ["[" * 4000, "> " * 2000 + "a", "*a " * 2000, "- " * 3000, "|a" * 3000, "`" * 8000]
)
def test_hostile_markdown_costs_little(text):
    begin = time.process_time()
    quoted(text)
    assert time.process_time() - begin < 3


INTERACTIVE = {
    "Plotly": {
        "application/vnd.plotly.v1+json": {"layout": {"title": {"text": "Loss *1*"}}},
        "text/html": "<i>",
    },
    "Altair": {"application/vnd.vegalite.v5+json": {"title": "Loss *1*"}, "text/plain": "alt.Chart(...)"},
}


@pytest.mark.parametrize("library", INTERACTIVE)
def test_an_interactive_figure_without_a_picture_is_named(library, compose):
    source = compose("figure", outputs=[shown(INTERACTIVE[library])]).cell["source"]
    assert f"The interactive {library} figure “Loss \\*1\\*” is not shown" in source
    assert (
        "交互式图" in compose("figure", outputs=[shown(INTERACTIVE[library])], locale="zh-CN").cell["source"]
    )


def test_an_interactive_figure_with_a_picture_is_that_picture(compose, valid, png):
    composed = compose("figure", outputs=[shown({**INTERACTIVE["Plotly"], "image/png": png})])
    assert len(valid(composed)["figures"]) == 1
    assert "interactive" not in composed.cell["source"]
    assert composed.warnings == ()


def test_bokeh_says_one_thing_and_its_loading_nothing(compose):
    loads = {"application/vnd.bokehjs_load.v0+json": "", "application/javascript": "x"}
    draws = {
        "application/vnd.bokehjs_exec.v0+json": "",
        "application/javascript": "x",
        "text/html": "<div></div>",
    }
    composed = compose("result", outputs=[shown(loads), shown(draws)])
    assert composed.cell["source"].count("An interactive Bokeh figure is not shown") == 1
    assert composed.warnings == ()


def test_a_widget_is_its_text(compose, fenced):
    bundle = {
        "application/vnd.jupyter.widget-view+json": {"model_id": "a"},
        "text/plain": "IntSlider(value=3)",
    }
    assert fenced(compose("result", outputs=[shown(bundle)]).cell["source"]) == ["IntSlider(value=3)\n"]


NESTED = (
    "\router:   0%|          | 0/2 [00:00<?]\n\rinner:   0%|          | 0/3 [00:00]\x1b[A"
    "\n\rinner: 100%|##########| 3/3 [00:00]\x1b[A\n\r                              \x1b[A"
    "\router:  50%|#####     | 1/2 [00:00]\n\rinner:  33%|###3      | 1/3 [00:00]\x1b[A"
    "\n\rinner: 100%|##########| 3/3 [00:01]\x1b[A\n\r                              \x1b[A"
    "\router: 100%|##########| 2/2 [00:01]\n"
)


def test_nested_bars_leave_their_last_frames():
    assert plain(NESTED).text.split("\n")[0] == "outer: 100%|##########| 2/2 [00:01]"
    assert plain(NESTED).text.count("|") == 2
    long = "start\n" + NESTED * 900
    assert plain(long).text.count("|") == 2 * 900


def test_a_flood_of_nested_bars_shows_the_last(compose):
    source = compose("step", printed="start\n" + NESTED[:-1] * 900 + " done\nloss=0.5\n").cell["source"]
    assert "outer: 100%|##########| 2/2 [00:01] done\nloss=0.5" in source
    assert "| loss |" in source


def test_bars_that_a_message_interrupted_are_collapsed(compose, fenced):
    outputs = []
    for percent in (10, 50, 100):
        outputs += [
            {
                "output_type": "stream",
                "name": "stderr",
                "text": f"\rtrain: {percent}%|#| {percent}/100 [00:01]",
            },
            {"output_type": "stream", "name": "stdout", "text": f"note {percent}\n"},
        ]
    (text,) = fenced(compose("result", outputs=outputs).cell["source"])
    assert text == "note 10\nnote 50\ntrain: 100%|#| 100/100 [00:01]\nnote 100\n"


SVG = """<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/svg11.dtd">
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
 viewBox="0 0 9 9" onload="a()">
<style>path{fill:red}</style><script>a()</script><metadata>secret</metadata>
<defs><path id="p" d="M0 0h9"/></defs>
<use xlink:href="#p" onclick="a()"/><image href="http://e.org/x.png"/>
<a href="javascript:a()"><text>hi</text></a>
<rect style="fill:url(http://e.org/f)" fill="url(#p)"/><foreignObject><body/></foreignObject></svg>"""


def test_an_svg_keeps_its_drawing_and_loses_what_runs_or_loads(compose, valid):
    clean = clean_svg(SVG)
    for kept in ('viewBox="0 0 9 9"', 'd="M0 0h9"', "fill:red", 'href="#p"', 'fill="url(#p)"'):
        assert kept in clean
    for gone in ("script", "onload", "onclick", "e.org", "javascript", "foreignObject", "secret", "DOCTYPE"):
        assert gone not in clean
    composed = compose("figure", outputs=[shown({"image/svg+xml": SVG, "text/plain": "<Figure>"})])
    (attachment,) = composed.cell["attachments"].values()
    assert base64.b64decode(attachment["image/svg+xml"]).decode() == clean
    assert [notice.code for notice in composed.warnings] == ["image_svg"]
    valid(composed)


@pytest.mark.parametrize(
    "text",
    [
        *("", "<svg>", "<html xmlns='http://www.w3.org/2000/svg'/>", "x" * 2_000_000),
        '<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>',
        '<svg xmlns="http://www.w3.org/2000/svg">' + "<g>" * 5000 + "</g>" * 5000 + "</svg>",
    ],
)
def test_a_bad_svg_is_said_and_left_out(text, compose):
    with pytest.raises(BrokenSVG):
        clean_svg(text)
    composed = compose("figure", outputs=[shown({"image/svg+xml": text})])
    assert "image_broken" in [notice.code for notice in composed.warnings]
    assert "attachments" not in composed.cell


def test_alt_text_comes_from_the_code_where_it_is_certain(compose, valid, png):
    source = "plt.plot(a)\nplt.title('Training loss')\nplt.xlabel('epoch')\nplt.ylabel('loss')\nplt.show()"
    picture = shown({"image/png": png})

    def alts(outputs, **options):
        return [figure["alt"] for figure in valid(compose("figure", outputs=outputs, **options))["figures"]]

    assert alts([picture], source=source) == ["Training loss: loss against epoch"]
    assert alts([picture], source=source, locale="zh-CN") == ["Training loss：loss 随 epoch 的变化"]
    assert alts([picture] * 2, source=f"{source}\nplt.figure()\nplt.title('Second')") == [
        "Training loss: loss against epoch",
        "Second",
    ]
    assert alts([picture] * 2, source=source) == ["Figure 1", "Figure 2"]
    assert alts([picture], source="ax.set(xlabel='x', title=f'run {n}')") == ["x"]
    assert alts([picture], source="%matplotlib inline\nplt.plot(") == ["Figure 1"]
