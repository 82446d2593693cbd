"""What the documents point at exists, and what they name is there."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from jupyterlab_journal.entry.cell import entries_of
from jupyterlab_journal.entry.model import Entry

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_relative_link_leads_somewhere(page):
    links = LINK.findall(page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_page_is_reached_from_the_readme():
    reached, waiting = set(), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in reached or page.suffix != ".md":
            continue
        reached.add(page)
        waiting += [(page.parent / link).resolve() for link in LINK.findall(page.read_text("utf-8"))]
    assert set(PAGES) - reached == set()


@pytest.mark.parametrize("target", ["lab", "test"])
def test_the_commands_of_the_readme_exist(target):
    assert f"make {target} " in (ROOT / "README.md").read_text("utf-8")
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)


def test_continuous_integration_runs_what_the_readme_tells_everyone_to_run():
    assert (ROOT / ".ci" / "run").read_text("utf-8").rstrip().endswith("exec make test")


def test_the_example_holds_a_whole_journal_that_names_no_other_machine():
    text = (ROOT / "examples" / "digits.ipynb").read_text("utf-8")
    entries = [entry for _, entry in entries_of(json.loads(text))]
    assert all(isinstance(entry, Entry) for entry in entries)
    kinds = [entry.kind.value for entry in entries]
    assert {"goal", "environment", "hypothesis", "step", "error", "result", "conclusion"} <= set(kinds)
    cure = next(entry for entry in reversed(entries) if entry.kind.value == "step")
    assert [(change.name, change.before, change.after) for change in cure.changes] == [("lr", "1.0", "0.05")]
    assert str(ROOT) not in text
