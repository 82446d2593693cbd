"""What an exported page carries besides the notebook: styles, formulas, its security policy."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nbformat import NotebookNode

_FENCED = re.compile(r"^(`{3,}|~{3,}).*?^\1", re.DOTALL | re.MULTILINE)
_INLINE_CODE = re.compile(r"`[^`\n]*`")
_FORMULA = re.compile(r"\$[^$\n]|\$\$|\\\(|\\\[|\\begin\{")


def has_formulas(notebook: NotebookNode) -> bool:
    """Whether anything on the page may be a formula; code does not count."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            if _mentions_formula(cell.source):
                return True
            continue
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if "text/latex" in data or any(
                _mentions_formula(data.get(mime, "")) for mime in ("text/markdown", "text/html")
            ):
                return True
    return False


def _mentions_formula(text: str) -> bool:
    if "$" not in text and "\\" not in text:
        return False
    return _FORMULA.search(_INLINE_CODE.sub("", _FENCED.sub("", text))) is not None


@cache
def page_style() -> str:
    """Return the styles of the page, print included."""
    return _own("page.css")


@cache
def formula_assets() -> tuple[str, str] | None:
    """Return style and script that draw formulas; None in a checkout whose assets are not built."""
    assets = resources.files("jupyterlab_journal.export") / "assets"
    style, script = assets / "katex.css", assets / "katex.js"
    if not (style.is_file() and script.is_file()):
        return None
    return style.read_text(encoding="utf-8"), f"{script.read_text(encoding='utf-8')}\n{_own('formulas.js')}"


@cache
def security_policy(*, formulas: bool) -> str:
    """Return the page's content security policy: the formula script runs, images load, nothing else.

    The second line of defence behind the cleaning of every text.
    """
    script = "'none'"
    if formulas and (assets := formula_assets()) is not None:
        digest = hashlib.sha256(_as_in_page(assets[1]).encode()).digest()
        script = f"'sha256-{base64.b64encode(digest).decode()}'"
    return (
        f"default-src 'none'; script-src {script}; style-src 'unsafe-inline'; font-src data:; "
        "img-src 'self' data: file: http: https:; base-uri 'none'; form-action 'none'"
    )


def _as_in_page(script: str) -> str:
    """Return the script as a parser sees it between the tags, as the template writes it."""
    return f"\n{script}\n"


def _own(name: str) -> str:
    folder = resources.files("jupyterlab_journal.export") / "templates" / "journal_html"
    return (folder / name).read_text(encoding="utf-8")
