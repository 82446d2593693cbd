"""A language is a folder: one more of them, and nothing else, makes the journal speak it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import jupyterlab_journal
from jupyterlab_journal.locale import Counted, read_toml, words_in

PACKAGE = Path(jupyterlab_journal.__file__).parent
USE = """
import json
from jupyterlab_journal.compose import ActiveCell, EntryRequest, compose_entry
from jupyterlab_journal.entry.kernel_facts import KernelFacts
from jupyterlab_journal.entry.kinds import Kind
from jupyterlab_journal.entry.template import list_templates
from jupyterlab_journal.errors import Conflict
from jupyterlab_journal.locale import LOCALES, closest_locale, counted, words_in
from jupyterlab_journal.redact import Redactor
from jupyterlab_journal.server import bodies
from jupyterlab_journal.server.openapi_document import openapi_document
from jupyterlab_journal.server.decoding import decode_body

outputs = [{"output_type": "stream", "name": "stdout", "text": "accuracy: 0.9\\n"}]
cell = ActiveCell(source="lr = 1", outputs=outputs, execution_count=1)
request = EntryRequest(kind=Kind.STEP, locale="sl-SI", cell=cell)
entry = compose_entry(request, KernelFacts(), Redactor())
decode_body(b'{"kind": "goal", "path": "a.ipynb", "locale": "sl-SI"}', bodies.EntryRequest)
print(json.dumps({
    "locales": LOCALES,
    "closest": closest_locale("sl"),
    "enum": openapi_document()["components"]["schemas"]["Locale"]["enum"],
    "entry": entry.cell["source"],
    "warnings": [warning.message for warning in entry.warnings],
    "titles": [template.title for template in list_templates("sl-SI")],
    "message": Conflict("export_exists", name="a.html").sentence.written_in("sl-SI"),
    "counted": [counted(words_in("sl-SI").more_changes, count) for count in (1, 2, 3)],
}))
"""


def dumped(table, path=()):
    """Return a catalogue as TOML."""
    plain = [
        f"{json.dumps(key)} = {json.dumps(value)}"
        for key, value in table.items()
        if not isinstance(value, dict)
    ]
    inner = [dumped(value, (*path, key)) for key, value in table.items() if isinstance(value, dict)]
    head = [f"[{'.'.join(map(json.dumps, path))}]"] if path else []
    return "\n".join([*head, *plain, *inner]) + "\n"


def marked(value, words=None):
    """Mark every sentence, and give each counted one three forms."""
    if isinstance(value, dict):
        return {key: marked(each, getattr(words, key, None)) for key, each in value.items()}
    if isinstance(value, list):
        forms = [*value, value[-1] + " (3+)"] if isinstance(words, Counted) else value
        return [f"~{form}" for form in forms]
    return f"~{value}"


@pytest.fixture
def package(tmp_path):
    """The package with one more folder of a language; all else are links to the files that there are."""
    copy = tmp_path / "jupyterlab_journal"
    (copy / "locale").mkdir(parents=True)
    for folder in (".", "locale"):
        for path in (PACKAGE / folder).iterdir():
            if path.name not in {"locale", "__pycache__"}:
                (copy / folder / path.name).symlink_to(path)
    language = copy / "locale" / "sl_SI"
    (language / "templates").mkdir(parents=True)
    words = marked(read_toml("en", "words.toml"), words_in("en"))
    for name, finding in words["findings"].items():
        if isinstance(finding["message"], list):
            finding["message"].append(finding["message"][-1])
            assert name == "python-left-unseeded"
    words["plural_forms"] = "nplurals=3; plural=(n == 1 ? 0 : n == 2 ? 1 : 2);"
    (language / "words.toml").write_text(dumped(words), encoding="utf-8")
    messages = marked(read_toml("en", "messages.toml"))
    (language / "messages.toml").write_text(dumped(messages), encoding="utf-8")
    for template in (PACKAGE / "locale" / "en" / "templates").iterdir():
        text = (
            template.read_text("utf-8").replace("locale: en", "locale: sl-SI").replace("title: ", "title: ~")
        )
        (language / "templates" / template.name).write_text(text, encoding="utf-8")
    return tmp_path


def test_a_folder_is_a_language(package):
    run = subprocess.run(
        [sys.executable, "-c", USE],
        env={**os.environ, "PYTHONPATH": str(package)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    shown = json.loads(run.stdout)
    assert shown["locales"] == shown["enum"] == ["en", "sl-SI", "zh-CN"]
    assert shown["closest"] == "sl-SI"
    assert shown["entry"].startswith("### ~Step 1")
    assert "| ~Metric | ~Before | ~After |" in shown["entry"]
    assert (
        "~The kernel's facts are missing: parameters and environment are not recorded." in shown["warnings"]
    )
    assert set(shown["titles"]) >= {"~Step", "~Goal"}
    assert shown["message"] == "~'a.html' exists already"
    assert shown["counted"] == ["~1 more change", "~2 more changes", "~3 more changes (3+)"]
