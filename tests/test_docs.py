"""What the documents point at exists, and what they name is there."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import tomli

from jupyterlab_journal.entry.cell import entries_of
from jupyterlab_journal.entry.model import Entry

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"(?:\]\(|^\[[^\]]+\]:\s+)(?!#)([^)#\s]+)", re.MULTILINE)
PICTURE = re.compile(r"!\[[^\]]*\]\(([^)\s]+)\)")
NAMED = re.compile(r"`((?:[\w.-]+/)*[\w-]+\.(?:py|tsx?|toml|json|yaml|mjs))`")
REPOSITORY = tomli.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["urls"]["Source Code"]
SHOWN = f"{REPOSITORY}/blob/main/"
RAW = SHOWN.replace("github.com", "raw.githubusercontent.com").replace("/blob/", "/")


def links(page: Path) -> list[str]:
    return LINK.findall(page.read_text("utf-8"))


def targets(page: Path) -> list[Path]:
    """Return the files of this repository that a page links to."""
    absolute = [ROOT / link.removeprefix(SHOWN).removeprefix(RAW) for link in links(page) if is_ours(link)]
    return absolute + [page.parent / link for link in links(page) if is_relative(link)]


def is_ours(link: str) -> bool:
    return link.startswith((SHOWN, RAW))


def is_relative(link: str) -> bool:
    return "://" not in link


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_to_a_file_leads_somewhere(page):
    assert [target for target in targets(page) if not target.exists()] == []


@pytest.mark.parametrize("page", [page for page in PAGES if page != README], ids=lambda page: page.name)
def test_links_between_pages_are_relative_so_that_each_branch_has_its_own(page):
    assert [link for link in links(page) if link.startswith((REPOSITORY, RAW))] == []


def test_the_readme_has_only_links_that_work_on_a_package_index():
    assert [link for link in links(README) if is_relative(link)] == []


def test_every_reference_of_the_readme_is_defined():
    text = README.read_text("utf-8")
    used = set(re.findall(r"\[([^\]]+)\](?![(:])", text))
    assert used
    assert used == set(re.findall(r"^\[([^\]]+)\]: ", text, re.MULTILINE))


def test_the_pictures_of_the_readme_are_files_and_not_pages_that_show_them():
    pictures = PICTURE.findall(README.read_text("utf-8"))
    assert pictures
    assert [link for link in pictures if not link.startswith(RAW)] == []


def test_every_page_is_reached_from_the_readme():
    reached, waiting = set(), [README]
    while waiting:
        page = waiting.pop()
        if page in reached or page.suffix != ".md":
            continue
        reached.add(page)
        waiting += [target.resolve() for target in targets(page)]
    assert set(PAGES) - reached == set()


@pytest.mark.parametrize("page", sorted((ROOT / "docs/developers").glob("*.md")), ids=lambda page: page.name)
def test_every_file_that_a_page_for_developers_names_is_there(page):
    folders = (
        "src",
        "labextension/src",
        "labextension/schema",
        "tests",
        "ui-tests/tests",
        "ui-tests/neighbours",
        "benchmarks",
    )
    files = [f"/{path.relative_to(ROOT)}" for folder in folders for path in (ROOT / folder).rglob("*.*")]
    files += [f"/{path.name}" for path in ROOT.iterdir()]
    named = set(NAMED.findall(page.read_text("utf-8")))
    assert {name for name in named if not any(file.endswith(f"/{name}") for file in files)} == set()


@pytest.mark.parametrize("target", ["lab", "test"])
def test_the_commands_of_the_readme_exist(target):
    assert f"make {target} " in README.read_text("utf-8")
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
