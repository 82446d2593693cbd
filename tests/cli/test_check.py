"""What a commit would publish, and entries that are not whole."""

from __future__ import annotations

import base64
import json
import shlex
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
SECRET = "river-stone-42-" + "lantern"
TOKEN = "hf_" + "aB3dE5gH7jK9mN1pQ3" + "sT5vW7yZ9bD1fG3h"
ID = "01JD0000000000000000000009"


def code(source="", *outputs, **metadata):
    return {
        "cell_type": "code",
        "source": source,
        "metadata": metadata,
        "execution_count": 1,
        "outputs": list(outputs),
    }


def stream(*pieces):
    return [{"output_type": "stream", "name": "stdout", "text": piece} for piece in pieces]


def lines(result):
    return result.stdout.decode().splitlines()


def test_a_whole_notebook_passes_in_silence(journal, save, entry):
    picture = {"loss a.png": {"image/png": "eA=="}}
    facts = {"figures": [{"attachment": "loss a.png"}], "snapshot": {"same_as": f"01JD{1:022}"}}
    name = save(
        entry(1, "environment", snapshot=snapshot()),
        entry(2, "step", "### Step 1\n\n![Loss](attachment:loss%20a.png)", picture, **facts),
        entry(3, "note", "```\n![](attachment:example.png)\n```"),
        code("lr = 0.1", *stream("loss 0.5\n")),
    )
    result = journal("check", name)
    assert (result.returncode, result.stdout, result.stderr) == (0, b"", b"")


def snapshot():
    return {"version": 1, "captured_at": "2026-11-20T12:00:00+08:00", "busy": False, "language": "python"}


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"kind": "poem"}, "cell 1: journal entry: field 'kind'"),
        ({"created": "yesterday"}, "cell 1: journal entry: field 'created'"),
        ({"snapshot": {"same_as": ID}}, f"cell 1: its facts are said to be those of entry {ID}"),
        ({"figures": [{"attachment": "a.png"}]}, "cell 1: the picture 'a.png' is missing"),
        ({"source": "![x](attachment:b.png)"}, "cell 1: the picture 'b.png' is missing"),
        ({"source": '<img src="attachment:c.png">'}, "cell 1: the picture 'c.png' is missing"),
    ],
    ids=str,
)
def test_an_entry_that_is_not_whole_is_told(change, problem, journal, save, entry):
    result = journal("check", save(entry(**change)))
    assert result.returncode == 1
    (line,) = lines(result)
    assert line.startswith(f"study.ipynb: {problem}")


PLANTED = {
    "source": code(f"key = '{TOKEN}'"),
    "output": code("", *stream(f"using {TOKEN}\n")),
    "output split": code("", *stream(f"using {TOKEN[:9]}", f"{TOKEN[9:]}\n")),
    "output lines": code("", {"output_type": "stream", "name": "stderr", "text": ["a\n", f"{TOKEN}\n"]}),
    "output html": code("", {"output_type": "display_data", "data": {"text/html": [f"<b>{TOKEN}", "</b>"]}}),
    "output json": code("", {"output_type": "display_data", "data": {"x/plotly+json": {"a": [TOKEN]}}}),
    "output vector": {
        "cell_type": "markdown",
        "source": "![a](attachment:a.svg)",
        "metadata": {},
        "attachments": {
            "a.svg": {
                "image/png": "iVBORw0KGgo=",
                "image/svg+xml": base64.b64encode(f"<svg><text>{TOKEN}</text></svg>".encode()).decode(),
            }
        },
    },
    "error": code("", {"output_type": "error", "ename": "E", "evalue": "", "traceback": ["a", f"b {TOKEN}"]}),
    "metadata": code("", tags=[TOKEN]),
}


@pytest.mark.parametrize("place", PLANTED)
def test_a_secret_is_told_by_place_and_kind_never_by_value(place, journal, save):
    result = journal("check", save(code("x = 1"), PLANTED[place]))
    assert result.returncode == 1
    (line,) = lines(result)
    where = place.split(" ", maxsplit=1)[0]
    assert (
        line == f"study.ipynb: cell 2, {where}: a secret of kind huggingface_token (rule huggingface-token)"
    )
    assert TOKEN[3:10].encode() not in result.stdout + result.stderr


def test_an_entry_written_before_its_secret_was_known_is_found(journal, save, entry):
    name = save(entry(source=f"## Goal\n\nlog in with {SECRET}"), metadata={"note": SECRET})
    result = journal("check", name, LAB_PASSWORD=SECRET)
    assert [line.split(": a secret")[0] for line in lines(result)] == [
        "study.ipynb: the notebook, metadata",
        "study.ipynb: cell 1, source",
    ]


def test_what_is_allowed_passes_there_and_only_there(journal, save):
    name = save(PLANTED["output"], PLANTED["source"])
    result = journal("check", "--allow=huggingface-token:output", name)
    assert [line.split(":")[1] for line in lines(result)] == [" cell 2, source"]


@pytest.mark.parametrize("rule", ["huggingface-token", "a:b:c", ":output"])
def test_what_is_allowed_must_name_rule_and_place(rule, journal, save):
    result = journal("check", f"--allow={rule}", save())
    assert result.returncode == 2
    assert b"is not RULE:PLACE" in result.stderr


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"", b"line 1: the file is empty"),
        (b"<<<<<<< HEAD\n{}", b"line 1, column 1: no JSON"),
        (b"[]", b"the top level: not an object"),
        (b'{"cells": {}}', b"nbformat: "),
        (b"\xff\xfe", b"line 1: byte 1 of the file is not UTF-8"),
        (b"[" * 100_000, b"line 1: nested deeper than 100 levels"),
    ],
    ids=lambda c: repr(c[:9]),
)
@pytest.mark.parametrize("verb", ["check", "list"])
def test_the_fault_of_a_malformed_file_is_named_and_the_others_are_still_read(  # noqa: PLR0917 (fixtures)
    verb, content, place, journal, save, entry, tmp_path
):
    (tmp_path / "broken.ipynb").write_bytes(content)
    result = journal(verb, "broken.ipynb", save(entry(kind="poem")))
    assert result.returncode == 2
    assert len(lines(result)) == 1
    assert result.stderr.startswith(
        f"jupyter-journal-{verb}: broken.ipynb is malformed at ".encode() + place
    ), result.stderr


MISSHAPEN = [
    (None, "cells[1]"),
    ({}, "cells[1].cell_type"),
    ({"cell_type": []}, "cells[1].cell_type"),
    (code({"a": 1}), "cells[1].source"),
    (code("", None), "cells[1].outputs[0]"),
    (code("", {"output_type": []}), "cells[1].outputs[0].output_type"),
    (code("", {"output_type": "stream", "name": [TOKEN]}), "cells[1].outputs[0].name"),
    (code("", {"output_type": "display_data", "data": 3}), "cells[1].outputs[0].data"),
    (code(tags=json.loads("[" * 600 + "]" * 600)), "cells[1].metadata.tags[0][0]"),
    ({**code(), "attachments": {TOKEN: 3}}, "cells[1].attachments"),
]


@pytest.mark.parametrize(("cell", "place"), MISSHAPEN)
def test_a_cell_of_the_wrong_shape_is_named_and_nothing_of_it_is_quoted(cell, place, journal, save):
    first = save(code(), cell, name="odd.ipynb")
    result = journal("check", first, save(PLANTED["source"]))
    assert result.returncode == 2
    assert len(lines(result)) == 1
    assert f"odd.ipynb is malformed at {place}" in result.stderr.decode()
    assert TOKEN[3:10].encode() not in result.stdout + result.stderr
    assert b"Traceback" not in result.stderr


def test_attachments_that_no_reader_shows_do_no_harm(journal, save):
    bundles = [{"image/svg+xml": "%"}, {"image/svg+xml": ["/w", "=="]}]
    cells = [{"cell_type": "markdown", "source": "", "attachments": {"a": bundle}} for bundle in bundles]
    assert journal("check", save(*cells)).returncode == 0


def test_the_pre_commit_hook_runs_what_it_names(journal, save):
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert hook["id"] == "jupyterlab-journal-check"
    assert (hook["language"], hook["types"]) == ("python", ["jupyter"])
    jupyter, command, *verb = shlex.split(hook["entry"])
    assert (jupyter, command) == ("jupyter", "journal")
    result = journal(*verb, save(PLANTED["source"]), save(name="clean.ipynb"))
    assert result.returncode == 1
    assert json.loads((ROOT / "package.json").read_text("utf-8"))["name"] in hook["id"]
