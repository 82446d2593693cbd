"""Small notebooks of what is seldom: odd outputs, old formats, broken formulas, malformed files."""

from __future__ import annotations

import base64
import json

PNG = base64.b64encode(
    bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c02"
        "0000000b4944415478da6364f80f00010501012718e3660000000049454e44ae426082"
    )
).decode()
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" onload="alert(1)"><script>alert(2)</script>'
    '<a href="javascript:alert(3)"><circle cx="4" cy="4" r="3"/></a><image href="https://x.example/a.png"/></svg>'
)
FRAME = (
    "<div><style scoped>.dataframe th {vertical-align: top;}</style>"
    '<table border="1" class="dataframe"><thead>'
    "<tr><th></th><th>年份</th><th>loss</th></tr></thead><tbody><tr><th>0</th><td>2026</td><td>0.31</td></tr>"
    "</tbody></table></div>"
)
FORMULAS = r"""## 损失函数 $\mathcal{L}$

$$\mathcal{L} = -\sum_{i=1}^{N} y_i \log \hat y_i + \lambda \lVert w \rVert_2^2$$

Inline $a_b*c*d_e$, money \$5 and $6, code `$x$`, \(y\) and \[z\].

\begin{align} a &= b \\ c &= d \end{align}

Broken: $\frac{1}{$, $$\unknown{x}$$, \begin{matrix} 1 & 2, $\text{未闭合
"""
MARKDOWN = """# Title <script>alert(1)</script> 标题

| a | b |
| --- | :-: |
| `|` | 1 |

- [ ] task
  1. nested ~~gone~~ **bold *both***

> quote
> > deeper

```python
for x in y:
    pass
```

<details open ontoggle="alert(1)"><summary>more</summary><img src=x onerror=alert(1)></details>

[link](javascript:alert(1)) ![far](https://x.example/a.png) ![near](attachment:图%20a.png)
![none](attachment:b.png)
<iframe src="https://x.example"></iframe><style>@import url(x.css);</style> https://x.example/?a=1&b=2 :smile:
[^1]: a footnote
"""


def markdown(source, **more):
    return {"cell_type": "markdown", "metadata": {}, "source": source, **more}


def code(source, *outputs, count=1, **metadata):
    return {
        "cell_type": "code",
        "metadata": metadata,
        "source": source,
        "execution_count": count,
        "outputs": list(outputs),
    }


def stream(text, name="stdout"):
    return {"output_type": "stream", "name": name, "text": text}


def display(metadata=None, **data):
    types = {"plain": "text/plain", "html": "text/html", "svg": "image/svg+xml", "png": "image/png"}
    bundle = {types.get(name, name): value for name, value in data.items()}
    return {"output_type": "display_data", "metadata": metadata or {}, "data": bundle}


def result(value, count=1, **data):
    return {**display(plain=value, **data), "output_type": "execute_result", "execution_count": count}


def error(name, message, *lines):
    return {"output_type": "error", "ename": name, "evalue": message, "traceback": list(lines)}


def notebook(*cells, minor=5, ids=True, **metadata):
    named = [{**cell, "id": f"cell-{at}"} if ids else cell for at, cell in enumerate(cells)]
    language = {
        "language_info": {"name": "python"},
        "kernelspec": {"name": "python3", "display_name": "Python 3"},
    }
    return {"nbformat": 4, "nbformat_minor": minor, "metadata": {**language, **metadata}, "cells": named}


def _odd_outputs():
    ansi = "\x1b[0;31mRuntimeError\x1b[0m: \x1b[38;5;208msize\x1b[39m <b>&amp;</b> 出错"
    bar = "".join(
        f"\r{n:3d}%|{'█' * (n // 10):<10}| {n}/100 [00:0{n // 20}<00:0{5 - n // 20}]"
        for n in range(0, 101, 5)
    )
    plot = {
        "data": [{"type": "scatter", "x": [1, 2], "y": [0.5, None]}],
        "layout": {"title": {"text": "</script>"}},
    }
    return {
        "huge": notebook(
            code("train()", stream("".join(f"step {n} loss {1 / (n + 1):.5f}\n" for n in range(20_000))))
        ),
        "long line": notebook(code("print(x)", stream("0.125 " * 40_000))),
        "interleaved": notebook(
            code(
                "run()", *(stream(f"{n} {name}\n", name) for n in range(40) for name in ("stdout", "stderr"))
            )
        ),
        "error": notebook(
            code("train()", error("RuntimeError", ansi, "-" * 75, ansi, f"----> 1 train()\n{ansi}"))
        ),
        "error without text": notebook(code("raise X", error("", ""))),
        "JSON only": notebook(
            code("j", display(**{"application/json": {"a": [1, {"b": None}], "中": "<i>"}}))
        ),
        "SVG": notebook(code("fig", display(svg=SVG, plain="<Figure>"))),
        "script": notebook(
            code("h", display(html="<p onclick='a()'>x</p><script>alert(1)</script>", plain="x"))
        ),
        "unknown type": notebook(
            code("u", display(**{"application/x-lab+json": {"a": 1}, "chemical/x-pdb": "ATOM"}))
        ),
        "frame": notebook(code("df", result("   年份  loss\n0  2026  0.31", html=FRAME))),
        "progress": notebook(code("fit()", stream(bar, "stderr"), stream("done\b\b\b\bok  \n"))),
        "plot": notebook(
            code(
                "fig.show()",
                display(**{"application/vnd.plotly.v1+json": plot, "text/html": "<div id='p'></div>"}),
            )
        ),
        "picture": notebook(
            code("plt", display({"image/png": {"width": 10, "height": "x"}}, png=[PNG, "\n"]))
        ),
        "broken picture": notebook(
            code("plt", display(png="no base64 !", **{"image/jpeg": "", "image/gif": PNG}))
        ),
        "latex": notebook(
            code("s", display(**{"text/latex": r"$\displaystyle \frac{a}{b}$", "text/markdown": "**b**"}))
        ),
        "javascript": notebook(
            code("js", display(**{"application/javascript": "alert(1)", "text/plain": "js"}))
        ),
        "widget": notebook(
            code(
                "w",
                display(
                    **{"application/vnd.jupyter.widget-view+json": {"model_id": "a"}}, plain="IntSlider(7)"
                ),
            ),
            widgets={
                "application/vnd.jupyter.widget-state+json": {
                    "state": {"a": {"state": {}}},
                    "version_major": 2,
                }
            },
        ),
        "empty outputs": notebook(code("x", stream(""), display(), result("")), code("", count=None)),
        "text in lists": notebook(code(["a = 1\n", "a"], stream(["one\n", "two"]), result(["1", "2"]))),
    }


def _texts():
    picture = {
        "图 a.png": {"image/png": PNG},
        "b.svg": {"image/svg+xml": base64.b64encode(SVG.encode()).decode()},
    }
    hidden = {
        "tags": ["hide-input", "remove-cell", "a,b", ""],
        "jupyter": {"source_hidden": True},
        "collapsed": True,
    }
    return {
        "Chinese": notebook(
            markdown("# 实验一 · 手写数字识别\n\n**目的**：准确率 ≥ 97 %。"),
            code("学习率 = 0.01\n训练(学习率)", stream("第 1 轮，损失：0.31，准确率：92.0%\n")),
            markdown("结论：“学习率”过高……\u3000全角！"),
        ),
        "formulas": notebook(markdown(FORMULAS), markdown("$$\n\\begin{cases} 1 \\\\ 2\n$$")),
        "Markdown": notebook(markdown(MARKDOWN, attachments=picture), markdown("")),
        "attachments": notebook(
            markdown("![a](attachment:b.svg)", attachments=picture), markdown("x", attachments={})
        ),
        "raw": notebook(
            {"cell_type": "raw", "metadata": {"format": "text/html"}, "source": "<b onclick='a()'>x</b>"},
            {"cell_type": "raw", "metadata": {"raw_mimetype": "text/latex"}, "source": "\\alpha"},
        ),
        "metadata": notebook(
            code("x = 1", **hidden), markdown("m", metadata={"slideshow": {"slide_type": "slide"}})
        ),
        "R": notebook(
            code("x <- 1\nprint(x)", stream("[1] 1\n")),
            language_info={"name": "R"},
            kernelspec={"name": "ir"},
        ),
        "ends of lines": notebook(
            code("a = 1\r\nb = 2\r", stream("x\u2028y\x0bz\x00\n")), markdown("a\u2029b \U0001f600")
        ),
    }


def _formats():
    cells = [markdown("# Old"), code("x = 1\nx", result("1"), stream("warned\n", "stderr"))]
    third = {
        "cell_type": "code",
        "language": "python",
        "input": ["print 1\n", "2"],
        "prompt_number": 1,
        "outputs": [
            {"output_type": "stream", "stream": "stdout", "text": ["1\n"]},
            {"output_type": "pyout", "prompt_number": 1, "text": "2", "png": PNG},
            {"output_type": "pyerr", "ename": "E", "evalue": "v", "traceback": ["t"]},
        ],
    }
    heading = {"cell_type": "heading", "level": 2, "source": ["Old ", "heading"]}
    return {
        **{f"format 4.{minor}": notebook(*cells, minor=minor, ids=False) for minor in range(5)},
        "format 4.9": notebook(*cells, minor=9),
        "format 3": {"nbformat": 3, "metadata": {"name": "n"}, "worksheets": [{"cells": [heading, third]}]},
        "format 2": {"nbformat": 2, "metadata": {}, "worksheets": [{"cells": [third]}]},
        "no ids": notebook(*cells, ids=False),
        "equal ids": {**notebook(*cells), "cells": [{**cell, "id": "same"} for cell in cells]},
        "no cells": notebook(),
        "one empty cell": notebook(code("", count=None)),
        "no metadata": {"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": cells},
    }


def malformed():
    """Return the contents of files that are no notebooks, by name."""
    good = json.dumps(notebook(code("x = 1"))).encode()
    return {
        "empty file": b"",
        "cut off": good[: len(good) // 2],
        "a list": b"[]",
        "no list of cells": json.dumps({"nbformat": 4, "metadata": {}, "cells": {"a": 1}}).encode(),
        "conflict": b"<<<<<<< HEAD\n" + good + b"\n=======\n",
    }


def hand_made():
    """Return the contents of files, by name."""
    readable = {**_odd_outputs(), **_texts(), **_formats()}
    encoded = {name: json.dumps(content, ensure_ascii=False, indent=1) for name, content in readable.items()}
    return {**{name: text.encode() for name, text in encoded.items()}, **malformed()}
