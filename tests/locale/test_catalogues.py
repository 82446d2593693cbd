"""Every language has the words that English has, each with the same placeholders."""

from __future__ import annotations

import gettext
import re

import pytest
from catalogue_texts import placeholders, sentences

from jupyterlab_journal.locale import LOCALES, closest_locale, counted, read_toml, words_in

TRANSLATED = [locale for locale in LOCALES if locale != "en"]


def catalogue(locale):
    return dict(sentences(read_toml(locale, "words.toml")))


@pytest.mark.parametrize("locale", TRANSLATED)
def test_a_language_has_the_words_and_placeholders_of_english(locale):
    english, other = catalogue("en"), catalogue(locale)
    assert sorted(other) == sorted(english)
    assert {key: placeholders(value) for key, value in other.items()} == {
        key: placeholders(value) for key, value in english.items()
    }


@pytest.mark.parametrize("locale", LOCALES)
def test_a_counted_sentence_has_a_form_for_each_number(locale):
    rule = re.fullmatch(r"nplurals=(\d+); plural=(.+);", catalogue(locale)["plural_forms"])
    forms = int(rule[1])
    assert {gettext.c2py(rule[2])(number) for number in range(200)} == set(range(forms))
    rows = {"changed", "metric", "metric_value", "fact", "setting", "curve_colours"}
    rows |= {"facts.package_versions", "failures.tensor"}
    for key, value in catalogue(locale).items():
        if isinstance(value, list) and key not in rows:
            assert len(value) == forms, key


@pytest.mark.parametrize("locale", TRANSLATED)
def test_a_row_of_column_heads_has_as_many_in_every_language(locale):
    assert words_in(locale).metric != words_in("en").metric
    assert len(words_in(locale).metric) == len(words_in("en").metric)


def test_a_number_chooses_its_form():
    assert counted(words_in("en").more_changes, 1) == "1 more change"
    assert counted(words_in("en").more_changes, 2) == "2 more changes"
    assert counted(words_in("zh-CN").more_changes, 1) == "另有 1 项改动"


@pytest.mark.parametrize(
    ("asked", "used"),
    [("en", "en"), ("zh-CN", "zh-CN"), ("zh_TW", "zh-CN"), ("zh", "zh-CN"), ("zha", "en"), ("xx", "en")],
)
def test_an_unknown_language_is_answered_in_the_closest_one(asked, used):
    assert closest_locale(asked) == used


def test_no_angle_brackets_stand_in_chinese():
    assert not [key for key, value in catalogue("zh-CN").items() if re.search(r"<\w+>", str(value))]


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ('plural_forms = "n != 1"', "no plural_forms"),
        ('plural_forms = "nplurals=1; plural=0;"\nchanged = ["a", "b"]', "Expected `array` of length 3"),
        ('plural_forms = "nplurals=1; plural=0;"\nchanged = ["a", "b", "c"]', "missing required field"),
        ('plural_forms = "nplurals=1; plural=0;"\nstrange = "a"', "unknown field `strange`"),
    ],
)
def test_a_faulty_catalogue_is_refused(written, problem, monkeypatch):
    monkeypatch.setattr("jupyterlab_journal.locale.languages.read_text", lambda locale, name: written)
    with pytest.raises(ValueError, match=problem):
        words_in.__wrapped__("xx")
