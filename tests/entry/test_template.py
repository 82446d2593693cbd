"""Templates: complete in both languages, filled without surprises, honest about faults."""

import pytest

from jupyterlab_journal.entry.model import Kind
from jupyterlab_journal.entry.template import (
    find_template,
    known_hints,
    list_templates,
    parse_template,
)
from jupyterlab_journal.errors import InvalidTemplate
from jupyterlab_journal.locale import LOCALES

MINIMAL = "---\nkind: note\ntitle: Note\nlocale: en\nhint.text: Write\n---\n{{ text }}\n"


@pytest.mark.parametrize("locale", LOCALES)
def test_every_kind_has_a_template_in_every_language(locale):
    assert [template.kind for template in list_templates(locale)] == list(Kind)
    assert all(template.locale == locale for template in list_templates(locale))


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("kind", Kind)
def test_all_languages_ask_for_the_same_fields(kind, locale):
    english, other = find_template(kind, "en"), find_template(kind, locale)
    assert list(english.hints) == list(other.hints)
    assert english.numbered == other.numbered


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("kind", Kind)
def test_an_unfilled_template_shows_each_hint_and_nothing_else_of_the_syntax(kind, locale):
    template = find_template(kind, locale)
    text = template.fill({"heading": template.heading()})
    assert all(f"*{hint}*" in text for hint in template.hints.values())
    assert "{{" not in text
    assert "\n\n\n" not in text


def test_a_step_reads_as_the_design_shows_it():
    template = find_template(Kind.STEP, "en")
    heading = template.heading(number=3, title="Lower the learning rate")
    assert template.fill({"heading": heading, "changes": "| t |", "analysis": "It diverged."}) == (
        "### Step 3 · Lower the learning rate\n\n| t |\n\n"
        "**Analysis.** It diverged.\n\n**Next.** *What will you try?*\n"
    )


def test_a_value_is_never_read_for_placeholders():
    template = parse_template(MINIMAL, name="note.md")
    assert template.fill({"text": "{{ heading }} and {{ text }}"}) == "{{ heading }} and {{ text }}\n"


def test_an_expression_is_plain_text():
    template = parse_template(
        MINIMAL.replace("{{ text }}", "{{ text }} {{ 1 + 1 }} {% include x %}"), name="note.md"
    )
    assert template.fill({"text": "a"}) == "a {{ 1 + 1 }} {% include x %}\n"


def test_the_hints_of_both_languages_are_known_as_unfilled():
    assert {"Why did this happen?", "为什么会这样？"} <= known_hints()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("no front matter", "no front matter"),
        (MINIMAL.replace("kind: note\n", ""), "no 'kind'"),
        (MINIMAL.replace("note", "poem"), "unknown kind 'poem'"),
        (MINIMAL.replace("title: Note", "titel: Note"), "cannot use the line 'titel: Note'"),
        (MINIMAL + "x" * 65_536, "over 65536 bytes"),
    ],
)
def test_a_faulty_template_is_refused_with_its_name_and_fault(text, problem):
    with pytest.raises(InvalidTemplate, match=r"template bad\.md") as caught:
        parse_template(text, name="bad.md")
    assert problem in caught.value.message
    assert caught.value.hint


def test_an_unknown_language_is_refused():
    with pytest.raises(InvalidTemplate, match="'fr'"):
        list_templates("fr")
