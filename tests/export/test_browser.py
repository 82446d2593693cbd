"""The page in a real browser, with the network off."""

from __future__ import annotations

import os
import re
import shutil
import subprocess

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from jupyterlab_journal.export.page_assets import formula_assets

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
    pytest.mark.skipif(formula_assets() is None, reason="KaTeX is not built: npm run build:assets"),
]

FORMULAS = r"""# 损失函数

$L(\theta)$ 与 $$\begin{aligned} a &= \begin{bmatrix}1\\2\end{bmatrix} \tag{7}\end{aligned}$$

\begin{equation}\label{x} \text{中文} = x\end{equation}

`$code$` costs
"""


def drawn(page, tmp_path):
    """Return the page's elements after its scripts ran."""
    file = tmp_path / "page.html"
    file.write_bytes(page.content)
    options = [
        *("--headless", "--disable-gpu", "--no-first-run", f"--user-data-dir={tmp_path / 'profile'}"),
        *("--host-resolver-rules=MAP * ~NOTFOUND", "--virtual-time-budget=5000"),
        *(["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []),
    ]
    command = [CHROMIUM, *options, "--dump-dom", file.as_uri()]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=100).stdout


def test_formulas_are_drawn_and_nothing_else_runs(page, tmp_path):
    probe = "document.title = 'pwned'"
    dom = drawn(
        page(
            new_markdown_cell(FORMULAS),
            new_markdown_cell(f'<script>{probe}</script><img src=x onerror="{probe}"><svg onload="{probe}">'),
            new_code_cell("x = 1", outputs=[new_output("display_data", {"text/latex": "$\\frac{1}{2}$"})]),
            name="标题",
        ),
        tmp_path,
    )
    assert "<title>标题</title>" in dom
    body = re.sub(r"<script>.*?</script>", "", dom, flags=re.DOTALL)
    assert body.count('<span class="katex">') == 4
    assert body.count('class="katex-display"') == 2
    assert "katex-error" not in body
    assert "cjk_fallback" in body  # how KaTeX sets Chinese inside a formula
    assert "<code>$code$</code>" in body


def test_even_a_script_that_got_past_the_cleaning_does_not_run(page, tmp_path):
    finished = page(new_markdown_cell("$x$"), name="safe")
    hostile = (
        b"<script>document.title = 'pwned'</script><img src=x onerror=\"document.title = 'pwned'\"></main>"
    )
    dom = drawn(type(finished)(content=finished.content.replace(b"</main>", hostile)), tmp_path)
    assert "<title>safe</title>" in dom
    assert '<span class="katex">' in dom


def test_numbers_of_long_sessions_fit_beside_their_cells(page, tmp_path):
    cell = new_code_cell("1", execution_count=1234)
    cell["outputs"] = [new_output("execute_result", {"text/plain": "1"}, execution_count=1234)]
    finished = page(cell)
    measure = (
        "for (const e of document.querySelectorAll('.jp-InputPrompt, .jp-OutputPrompt'))"
        " document.title += e.scrollWidth > e.clientWidth ? ' cut' : ' whole'"
    )
    content = re.sub(rb'<meta http-equiv="Content-Security-Policy"[^>]*>', b"", finished.content)
    content = content.replace(b"</body>", f"<script>{measure}</script></body>".encode())
    dom = drawn(type(finished)(content=content), tmp_path)
    assert re.findall(r" (cut|whole)", dom.split("</title>")[0]) == ["whole", "whole"]
