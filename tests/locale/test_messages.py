"""Each sentence of an error or a remark exists in every language, and is filled wherever it is made."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from catalogue_texts import placeholders, sentences

import jupyterlab_journal
from jupyterlab_journal.errors import Conflict, KernelSilent, NotFound
from jupyterlab_journal.locale import LOCALES, Message, read_toml

SOURCES = Path(jupyterlab_journal.__file__).parent
ENGLISH = read_toml("en", "messages.toml")
OWN_SIGNATURE = {"NotFound", "KernelSilent", "InvalidEntry"}
BY_TYPE = {"type_null", "type_boolean", "type_number", "type_whole_number", "type_text", "type_list"}
BY_TYPE |= {"type_object", "type_text_or_lines"}  # shape.py chooses among them
BY_STATUS = {f"http_{status}" for status in (400, 401, 403, 404, 405)}
INSIDE = {"listed", "no_such_notebook", "no_such_kernel", "no_such_export", "invalid_entry", "kernel_silent"}


def error_classes():
    """The names of the classes of errors, wherever they are."""
    found = {"JournalError"}
    trees = [ast.parse(path.read_text("utf-8")) for path in SOURCES.rglob("*.py")]
    for _ in range(3):
        found |= {
            node.name
            for tree in trees
            for node in ast.walk(tree)
            if isinstance(node, ast.ClassDef) and {ast.unparse(base) for base in node.bases} & found
        }
    return found


def made():
    """Yield each place where a sentence is made: its key, the names of its values, and where."""
    makers = error_classes() - OWN_SIGNATURE | {"Message"}
    for path in SOURCES.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in makers:
                names = {each.arg for each in node.keywords} - {"code"}
                yield node.args[0], names, f"{path.relative_to(SOURCES)}:{node.lineno}"


def needed(key):
    entry = ENGLISH[key]
    forms = [entry] if isinstance(entry, str) else [*entry.values()]
    return placeholders(forms)


@pytest.mark.parametrize("locale", [locale for locale in LOCALES if locale != "en"])
def test_a_language_has_the_sentences_and_placeholders_of_english(locale):
    english, other = dict(sentences(ENGLISH)), dict(sentences(read_toml(locale, "messages.toml")))
    assert sorted(other) == sorted(english)
    assert {key: placeholders(value) for key, value in other.items()} == {
        key: placeholders(value) for key, value in english.items()
    }


def test_every_sentence_that_is_made_exists_and_gets_its_values():
    literal = [(key.value, names, at) for key, names, at in made() if isinstance(key, ast.Constant)]
    assert len(literal) > 90
    wrong = [(at, key) for key, names, at in literal if key not in ENGLISH or needed(key) - names]
    assert wrong == []
    unused = set(ENGLISH) - {key for key, _, _ in literal} - BY_TYPE - BY_STATUS - INSIDE
    assert unused == set()


def test_only_the_type_of_a_part_and_a_status_choose_a_sentence_by_name():
    chosen = {at.rpartition(":")[0] for key, _, at in made() if not isinstance(key, ast.Constant)}
    assert chosen == {"errors.py", "notebook/shape.py", "server/base.py"}


def test_a_sentence_takes_others_and_lists_into_its_language():
    fault = Message(
        "malformed_notebook", which=Message("the_saved_file"), place="cells[1]", problem=Message("missing")
    )
    assert str(fault) == "the saved file is malformed at cells[1]: it is missing"
    assert fault.written_in("zh-CN") == "已保存的文件有误，位置：cells[1]，原因：缺失。"
    fields = Message("unknown_field", kind="目标", field="'x'", fields=["title", "problem"])
    assert fields.hint_in("zh-CN") == "可用的字段有：title、problem。"


def test_a_sentence_survives_the_way_to_another_process():
    fault = Message("malformed_notebook", which="a.ipynb", place=Message("line", line=3), problem="{x}")
    assert str(Message.decode(fault.encode())) == "a.ipynb is malformed at line 3: {x}"


def test_errors_are_english_wherever_no_language_is_asked_for():
    error = Conflict("export_exists", code="export_exists", name="页面.html")
    assert (str(error), error.message) == ("'页面.html' exists already",) * 2
    assert error.hint == "Export again with overwrite to replace it."
    assert str(KernelSilent(2.0)) == "the kernel did not answer within 2 s"
    assert NotFound("kernel").sentence.written_in("zh-CN") == "这里没有此内核。"


def test_chinese_sentences_use_chinese_punctuation():
    for key, text in sentences(read_toml("zh-CN", "messages.toml")):
        assert not re.search(r"[\u4e00-\u9fff] ?[,;:?!]|[\u4e00-\u9fff] [\u4e00-\u9fff]|<\w+>", text), key
        if key.endswith((".message", ".hint")):
            assert re.search(r"[。：}…/]$|\.\.\.$", text), key
