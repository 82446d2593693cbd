"""Laws of redaction, tried on generated texts."""

from __future__ import annotations

import random
import string

from hypothesis import given, settings
from hypothesis import strategies as st
from redact_builders import fill
from redact_scoring import leaks

from jupyterlab_journal.redact import Redactor
from jupyterlab_journal.redact.gate import Gate

REDACTOR = Redactor()
KNOWN = Redactor(["tR7!kQ2zP9#mX4vL", "plain-known-value"])
PARTS = st.sampled_from(
    [
        "password",
        "token",
        "key",
        "密码",
        "令牌",
        "user",
        "hf_",
        "ghp_",
        "AKIA",
        "eyJ",
        "://",
        "&quot;",
        "%3D",
        "=",
        ":",
        "：",
        "为",
        " is ",
        "'",
        '"',
        "\\",
        "|",
        ",",
        "@",
        " ",
        "  ",
        "\n",
        "\r",
        "\t",
        "<td>",
        "</td>",
        "\x1b[31m",
        "\u200b",
        "\\u003d",
        "[REDACTED:token]",
        "[REDACTED:",
        "Bearer ",
        "Authorization: ",
        "abc123XYZ",
        "k9#mQ2x!vb",
        "0123456789abcdef",
        "-----BEGIN PRIVATE KEY-----\n",
        "-----END",
    ]
)
TEXTS = st.lists(st.one_of(PARTS, st.text(max_size=12)), max_size=40).map("".join)
SECRETS = st.builds(
    lambda template, seed: fill(template, random.Random(seed)),
    st.sampled_from(
        [
            "hf_{alnum:34}",
            "ghp_{alnum:36}",
            "github_pat_{alnum:22}_{alnum:59}",
            "glpat-{alnum:20}",
            "AKIA{b32:15}7",
            "xoxb-{digit:12}-{digit:12}-{alnum:24}",
            "AIza{b64url:35}",
            "npm_{alnum:36}",
        ]
    ),
    st.integers(0, 10**9),
)
WORDS = st.lists(st.text(string.ascii_lowercase, min_size=1, max_size=9), max_size=30).map(" ".join)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_redacting_twice_changes_nothing(text):
    once = REDACTOR.redact(text).text
    assert REDACTOR.redact(once).text == once


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_removals_say_exactly_what_is_missing(text):
    result = REDACTOR.redact(text)
    rebuilt = []
    at = 0
    for removal in result.removals:
        assert at <= removal.start < removal.end <= len(text)
        rebuilt += [text[at : removal.start], f"[REDACTED:{removal.kind}]"]
        at = removal.end
    assert "".join([*rebuilt, text[at:]]) == result.text


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=400))
def test_any_text_passes_without_a_failure(text):
    assert all(removal.kind != "withheld" for removal in REDACTOR.redact(text).removals)


@settings(max_examples=200, deadline=None)
@given(WORDS, st.sampled_from("_-./ \n\t"), st.integers(0, 10**12))
def test_words_numbers_and_names_stay(words, separator, number):
    text = f"{words.replace(' ', separator)} {number} {number / 7:.4f} {number:x}"
    assert REDACTOR.redact(text).text == text


@settings(max_examples=300, deadline=None)
@given(SECRETS, TEXTS, TEXTS)
def test_a_planted_token_never_survives(secret, before, after):
    text = f"{before} {secret} {after}"
    assert not leaks(secret, REDACTOR.redact(text).text)


@settings(max_examples=200, deadline=None)
@given(TEXTS, TEXTS)
def test_a_known_value_never_survives(before, after):
    for value in ("tR7!kQ2zP9#mX4vL", "plain-known-value"):
        assert value not in KNOWN.redact(f"{before}{value}{after}").text


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), TEXTS),
    lambda children: st.one_of(
        st.lists(children, max_size=3), st.dictionaries(st.text(max_size=8), children, max_size=3)
    ),
    max_leaves=8,
)


@settings(max_examples=100, deadline=None)
@given(JSON)
def test_a_gate_keeps_the_shape_of_data(value):
    def shape(item):
        if isinstance(item, dict):
            return [shape(held) for held in item.values()]
        if isinstance(item, list):
            return [shape(held) for held in item]
        return str if isinstance(item, str) else item

    gate = Gate(REDACTOR)
    clean = gate.json(value, "field")
    if not any(removed.kind for removed in gate.redactions):
        assert clean == value
    assert shape(clean) == shape(value) or len(str(clean)) < len(str(value))
    again = Gate(REDACTOR)
    assert again.json(clean, "field") == clean
