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
    "output interrupted": code(
        "",
        *stream(f"using {TOKEN[:9]}"),
        {"output_type": "stream", "name": "stderr", "text": "slow\n"},
        *stream(f"{TOKEN[9:]}\n"),
    ),
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
    "content",
    [b"", b"<<<<<<< HEAD\n{}", b"[]", b'{"cells": {}}', b"\xff\xfe", b"[" * 100_000],
    ids=lambda c: repr(c[:9]),
)
def test_what_is_no_notebook_is_an_error_and_the_others_are_still_checked(content, journal, save, tmp_path):
    (tmp_path / "broken.ipynb").write_bytes(content)
    result = journal("check", "broken.ipynb", save(PLANTED["source"]))
    assert result.returncode == 2
    assert len(lines(result)) == 1
    assert result.stderr.startswith(b"jupyter-journal-check: broken.ipynb: not a notebook")


def test_cells_of_any_shape_do_no_harm(journal, save):
    cells = [None, 3, {}, {"source": {"a": 1}, "outputs": [None, {"data": 3}, {"output_type": "error"}]}]
    bundles = [3, {"image/svg+xml": 3}, {"image/svg+xml": "%"}, {"image/svg+xml": ["/w", "=="]}]
    cells += [{"attachments": 3}, *({"attachments": {"a": bundle}} for bundle in bundles)]
    assert journal("check", save(*cells)).returncode == 0


def test_a_stream_without_a_proper_name_is_searched(journal, save):
    output = {"output_type": "stream", "name": ["stdout"], "text": f"using {TOKEN}\n"}
    result = journal("check", save(code("", output)))
    assert result.returncode == 1
    assert lines(result)[0].startswith("study.ipynb: cell 1, output: a secret")


def test_a_notebook_nested_too_deeply_is_an_error_and_the_others_are_still_checked(journal, save):
    nested = json.loads("[" * 600 + "]" * 600)
    first = save(code(tags=nested), name="nested.ipynb")
    result = journal("check", first, save(PLANTED["source"]))
    assert result.returncode == 2
    assert len(lines(result)) == 1
    assert result.stderr.startswith(b"jupyter-journal-check: nested.ipynb: could not be checked: nested")
    assert b"Traceback" not in result.stderr


def test_the_pre_commit_hook_runs_what_it_names(journal, save):
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert hook["id"] == "jupyterlab-journal-check"
    assert (hook["language"], hook["types"]) == ("python", ["jupyter"])
    jupyter, command, *verb = shlex.split(hook["entry"])
    assert (jupyter, command) == ("jupyter", "journal")
    result = journal(*verb, save(PLANTED["source"]), save(name="clean.ipynb"))
    assert result.returncode == 1
    assert json.loads((ROOT / "package.json").read_text("utf-8"))["name"] in hook["id"]
