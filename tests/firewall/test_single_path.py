"""There is one way into Markdown, metadata, pages and logs; a second one is a change to this file."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from jupyterlab_journal.compose.entry import _OWN_FIELDS
from jupyterlab_journal.export.formats.html import JournalHTMLExporter
from jupyterlab_journal.export.formats.markdown import JournalMarkdownExporter
from jupyterlab_journal.export.preprocessors import RedactionPreprocessor

SOURCES = Path(__file__).parents[2] / "src" / "jupyterlab_journal"


def calls():
    """Yield (file, call) for each call in the package."""
    for path in sorted(SOURCES.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                yield str(path.relative_to(SOURCES)), node


CALLS = list(calls())


def callers(name):
    """Return the files that call something of this name."""
    return {
        file
        for file, call in CALLS
        if (isinstance(call.func, ast.Name) and call.func.id == name)
        or (isinstance(call.func, ast.Attribute) and call.func.attr == name)
    }


def test_cells_of_entries_are_made_in_one_place_and_their_text_passed_the_gate():
    assert callers("make_cell") == {"compose/entry.py"}
    tree = ast.parse((SOURCES / "compose" / "entry.py").read_text("utf-8"))
    (compose,) = (
        node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == "compose_entry"
    )
    made = {ast.unparse(node) for node in ast.walk(compose) if isinstance(node, ast.Assign)}
    # The text of the cell, as a whole, and its metadata are what the gate let out.
    assert any(line.startswith("source = draft.gate.text(template.fill(") for line in made)
    assert "cell = make_cell(entry, source, content.attachments)" in made
    (encode,) = (node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == "_entry")
    written = ast.unparse(encode)
    assert "safe_json(encoded, draft.gate, 'metadata')" in written
    assert "own = {name: encoded.pop(name) for name in _OWN_FIELDS if name in encoded}" in written
    assert "return {**own, **safe, " in written
    # What does not pass with the rest: names and hashes of our own, made of texts that have passed.
    assert _OWN_FIELDS == ("version", "id", "kind", "created", "source")


def test_entries_are_composed_for_the_server_and_the_command_line_only():
    assert callers("compose_entry") == {"cli/environment.py", "server/worker/composing.py"}
    handed = {
        file
        for file, call in CALLS
        for argument in call.args
        if isinstance(argument, ast.Name) and argument.id == "compose_entry"
    }
    assert handed == set()


def gates():
    """Return the names of the gate and of what is made of it."""
    trees = (ast.parse(path.read_text("utf-8")) for path in SOURCES.rglob("*.py"))
    classes = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    return {"Gate"} | {
        made.name for made in classes for base in made.bases if ast.unparse(base).endswith("Gate")
    }


def test_gates_stand_where_texts_go_out():
    assert gates() == {"Gate", "GateOnce"}
    assert callers("Gate") | callers("GateOnce") == {
        "cli/environment.py",  # to the terminal
        "cli/scan.py",  # counts, lets nothing out
        "compose/entry.py",
        "export/journal_exporter.py",  # what cleaning joined, and the title
        "export/preprocessors/redaction.py",
        "export/render.py",  # the warnings
        "server/kernels.py",
    }


def test_redaction_is_switched_off_by_the_server_only():
    assert callers("Unredacted") == {"server/secrets.py"}


@pytest.mark.parametrize("exporter", [JournalHTMLExporter, JournalMarkdownExporter])
def test_every_page_passes_the_redaction(exporter):
    steps = [step for step in exporter()._preprocessors if isinstance(step, RedactionPreprocessor)]
    assert [step.enabled for step in steps] == [True]


LOG_METHODS = {"debug", "info", "warning", "error", "exception", "critical"}
LOGGED = {
    "self.request.method",
    "self.request.path",  # the filter of the journal's log redacts it
    "reference",
    "job.id",
    "kernel_id",
    "error",  # of the watches: KernelUnavailable and TimeoutError, whose texts are our own
    "ring.problem",
    "error.message",  # of errors of our own, which name the place of a fault and quote nothing
    "error.hint",
    "problem",  # of a document that cannot be looked at: the class of the exception
    "type(error).__name__",
    "self.name",  # of a verb of the command line
}


def test_log_lines_name_things_and_never_quote_them():
    """What a log line may hold is listed here; the extension's log is redacted besides."""
    found = {
        (file, ast.unparse(argument))
        for file, call in CALLS
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in LOG_METHODS
        and ast.unparse(call.func.value).endswith("log")
        for argument in call.args[1:]
    }
    assert {(file, argument) for file, argument in found if argument not in LOGGED} == set()
    assert found


def test_only_the_command_line_and_tests_print():
    printing = {
        file
        for file, call in CALLS
        if isinstance(call.func, ast.Name) and call.func.id == "print" and not file.startswith("cli/")
    }
    assert printing == set()
