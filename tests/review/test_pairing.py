"""Entries keep their identity, whatever happens around them."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from jupyterlab_journal.entry.cell import make_cell
from jupyterlab_journal.entry.codec import encode_entry
from jupyterlab_journal.entry.model import Entry, Kind
from jupyterlab_journal.entry.ulid import new_ulid
from jupyterlab_journal.review.pairing import EntryChange, pair_entries

START = datetime(2026, 1, 1, tzinfo=timezone.utc)
ADDED, REMOVED, EDITED, MOVED = EntryChange.ADDED, EntryChange.REMOVED, EntryChange.EDITED, EntryChange.MOVED


def cell(number, text="text"):
    moment = START + timedelta(seconds=number)
    entry = Entry(id=new_ulid(moment), kind=Kind.STEP, created=moment, title=f"entry {number}")
    return make_cell(encode_entry(entry), f"### Step\n\n{text}", {})


def notebook(*cells):
    return {"cells": [{"cell_type": "code", "source": "x", "metadata": {}}, *cells]}


def changes(base, current):
    return [(entry.title, entry.change) for entry in pair_entries(base, current)]


A, B, C, D = (cell(number) for number in range(4))


def test_nothing_changed():
    assert changes(notebook(A, B), notebook(A, B)) == []


def test_added_removed_edited():
    edited = {**B, "source": "### Step\n\nother"}
    assert changes(notebook(A, B), notebook(edited, C)) == [
        ("entry 1", EDITED),
        ("entry 2", ADDED),
        ("entry 0", REMOVED),
    ]


def test_one_entry_dragged_over_many_is_the_one_that_moved():
    assert changes(notebook(A, B, C, D), notebook(B, C, D, A)) == [("entry 0", MOVED)]
    assert changes(notebook(A, B, C, D), notebook(D, A, B, C)) == [("entry 3", MOVED)]


def test_an_entry_can_be_edited_and_moved():
    edited = {**A, "source": "### Step\n\nother"}
    assert changes(notebook(A, B, C), notebook(B, C, edited)) == [("entry 0", EDITED), ("entry 0", MOVED)]


def test_a_copied_entry_is_an_added_one():
    assert changes(notebook(A, B), notebook(A, A, B)) == [("entry 0", ADDED)]


def test_changed_metadata_is_an_edit():
    journal = {
        **A["metadata"]["journal"],
        "changes": [{"name": "lr", "before": "1", "after": "2", "evidence": []}],
    }
    assert changes(notebook(A), notebook({**A, "metadata": {"journal": journal}})) == [("entry 0", EDITED)]


def test_cell_ids_do_not_matter():
    assert changes(notebook({**A, "id": "0"}), notebook({**A, "id": "7f3a"})) == []


def test_unreadable_entries_are_passed_over():
    broken = {"cell_type": "markdown", "source": "x", "metadata": {"journal": {"version": "?"}}}
    assert changes(notebook(A, broken), notebook(broken, A)) == []


def test_an_entry_without_title_is_called_by_its_heading():
    journal = {key: value for key, value in A["metadata"]["journal"].items() if key != "title"}
    (change,) = pair_entries(notebook(), notebook({**A, "metadata": {"journal": journal}}))
    assert change.title == "Step"


@given(st.lists(st.integers(0, 7), unique=True), st.lists(st.integers(0, 7), unique=True))
def test_every_entry_is_accounted_for_and_the_rest_kept_its_order(before, after):
    pool = [cell(number) for number in range(8)]
    found = pair_entries(notebook(*(pool[n] for n in before)), notebook(*(pool[n] for n in after)))
    by_change = {
        change: {int(entry.title.split()[1]) for entry in found if entry.change is change}
        for change in EntryChange
    }
    assert by_change[ADDED] == set(after) - set(before)
    assert by_change[REMOVED] == set(before) - set(after)
    assert by_change[EDITED] == set()
    moved = by_change[MOVED]
    assert moved <= set(before) & set(after)
    assert [n for n in before if n in after and n not in moved] == [
        n for n in after if n in before and n not in moved
    ]
