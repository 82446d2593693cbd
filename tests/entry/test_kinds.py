"""A new kind of entry is a row, its templates, and a function where the machine writes in it."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import jupyterlab_journal
from jupyterlab_journal.entry.kinds import Kind
from jupyterlab_journal.locale import LOCALES, words_in

PACKAGE = Path(jupyterlab_journal.__file__).parent
GENERATOR = Path(__file__).parents[2] / "labextension" / "scripts" / "generate_kinds.py"

ROW = """
    SURPRISE = (
        "surprise",
        KindTraits(label="Surprise", panel_rank=9, content="surprise:surprise", describes_run=True),
    )
"""

MODULE = """
from jupyterlab_journal.compose.draft.content import Content


def surprise(draft):
    code = draft.request.cell.source
    return lambda room: Content(values={"code": code}, title="something unexpected")
"""

TEMPLATE = """---
kind: surprise
title: {title}
locale: {locale}
numbered: yes
hint.why: Why is it surprising?
---
### {{{{ heading }}}}

{{{{ code }}}}

**Why.** {{{{ why }}}}
"""

INNER = """
import json

import pytest

from jupyterlab_journal.compose import ActiveCell, EntryRequest, compose_entry
from jupyterlab_journal.entry.cell import entry_of
from jupyterlab_journal.entry.kernel_facts import KernelFacts
from jupyterlab_journal.entry.kinds import Kind
from jupyterlab_journal.redact import Redactor
from jupyterlab_journal.server.openapi_document import openapi_document

pytest_plugins = ("pytest_jupyter.jupyter_server",)
API = ("jupyterlab-journal", "api")


@pytest.fixture
def jp_server_config(jp_template_dir):
    return {"ServerApp": {"jpserver_extensions": {"jupyterlab_journal": True}}}


def test_composed_without_a_server():
    request = EntryRequest(kind=Kind("surprise"), cell=ActiveCell(source="print(1)"))
    cell = compose_entry(request, KernelFacts(), Redactor()).cell
    assert cell["source"].startswith("### Surprise 1 · something unexpected\\n\\n")
    assert "print(1)" in cell["source"]
    assert entry_of(cell).kind is Kind("surprise")


async def test_listed_and_composed_through_the_door(jp_fetch, jp_root_dir):
    body = json.loads((await jp_fetch(*API, "templates")).body)
    found = [one for one in body["templates"] if one["kind"] == "surprise"]
    assert [(one["locale"], one["title"], one["numbered"]) for one in found] == [
        ("en", "Surprise", True), ("zh-CN", "意外", True)
    ]
    assert "surprise" in openapi_document()["components"]["schemas"]["Kind"]["enum"]
    (jp_root_dir / "a.ipynb").write_text("{}")
    first = {"version": 1, "id": "01JD9W7Z8X6M5K4H3G2F1E0D9C", "kind": "surprise"}
    request = {
        "kind": "surprise",
        "path": "a.ipynb",
        "locale": "zh-CN",
        "cell": {"id": "c", "source": "print(2)", "execution_count": 1, "outputs": []},
        "entries": [{**first, "created": "2026-11-20T12:00:00Z"}],
        "fields": {"why": "new"},
    }
    response = await jp_fetch(*API, "entries", method="POST", body=json.dumps(request))
    assert response.code == 201
    cell = json.loads(response.body)["cell"]
    assert cell["source"].startswith("### 意外 2 · something unexpected")
    assert cell["source"].rstrip().endswith("**Why.** new")
    assert cell["metadata"]["journal"]["kind"] == "surprise"
"""


@pytest.fixture
def with_new_kind(tmp_path):
    """Return a folder with a copy of the package to which a kind was added."""
    package = tmp_path / PACKAGE.name
    ignored = shutil.ignore_patterns("labextension", "assets", "__pycache__")
    shutil.copytree(PACKAGE, package, ignore=ignored)
    with (package / "entry" / "kinds.py").open("a", encoding="utf-8") as rows:
        rows.write(ROW)
    (package / "compose" / "kinds" / "surprise.py").write_text(MODULE, encoding="utf-8")
    for locale, title in {"en": "Surprise", "zh-CN": "意外"}.items():
        folder = package / "locale" / locale.replace("-", "_") / "templates"
        text = TEMPLATE.format(title=title, locale=locale)
        (folder / "surprise.md").write_text(text, encoding="utf-8")
    return tmp_path


def test_a_new_kind_needs_no_more_than_that(with_new_kind):
    test = with_new_kind / "test_inside.py"
    test.write_text(INNER, encoding="utf-8")
    options = (
        "-q",
        "--show-capture=no",
        "-p",
        "no:cacheprovider",
        "-c",
        os.devnull,
        f"--rootdir={with_new_kind}",
    )
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", *options, str(test)],
        cwd=with_new_kind,
        env={**os.environ, "PYTHONPATH": str(with_new_kind)},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_the_table_of_the_front_end_is_made_from_the_rows():
    spec = importlib.util.spec_from_file_location("generate_kinds", GENERATOR)
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    stale = "labextension/src/_kinds.ts is stale: run `npm run build:schema` and commit it."
    assert script.TARGET.read_text("utf-8") == script.generate(), stale


@pytest.mark.parametrize("locale", LOCALES)
def test_a_kind_that_may_not_be_repeated_has_the_words_for_it(locale):
    codes = {kind.traits.repeated for kind in Kind if kind.traits.repeated is not None}
    assert set(words_in(locale).elsewhere) == codes


def test_only_what_describes_a_run_is_compared_fails_or_is_drawn():
    for kind in Kind:
        traits = kind.traits
        assert traits.describes_run or not (
            traits.compares_runs or traits.records_error or traits.needs_picture or traits.repeated
        )


def test_every_kind_has_its_own_place_in_the_panel():
    assert sorted(kind.traits.panel_rank for kind in Kind) == [*range(len(Kind))]
