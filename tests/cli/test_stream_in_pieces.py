"""A text in pieces is redacted as the whole text is."""

from __future__ import annotations

import random

import pytest
from redact_builders import fill
from redact_logs import training_log

from jupyterlab_journal.cli.stream import StreamRedactor
from jupyterlab_journal.redact import Redactor

CHANCE = random.Random(8)


def stream(text: str, sizes) -> str:
    redacting = StreamRedactor(Redactor())
    out, at = [], 0
    while at < len(text):
        size = next(sizes)
        out.append(redacting.feed(text[at : at + size]))
        at += size
    return "".join([*out, redacting.close()])


def lengths(most: int):
    while True:
        yield CHANCE.randint(1, most)


@pytest.fixture(scope="module")
def long_text():
    parts = []
    for seed in range(12):
        parts += [
            training_log(60_000, seed),
            fill("\npassword: k9#mQ2{alnum:6}\nhf_{alnum:34}\n", CHANCE),
            fill("-----BEGIN PRIVATE KEY-----\n{pem:1600}\n-----END PRIVATE KEY-----\n", CHANCE),
            fill("user,password\ndemo,Zk9{alnum:8}\nother,Qw7{alnum:8}\n\n", CHANCE),
        ]
    return "".join(parts)


@pytest.mark.parametrize("most", [700, 40_000, 600_000])
def test_pieces_of_any_size_give_the_text_as_a_whole(long_text, most):
    whole = Redactor().redact(long_text)
    assert len(whole.removals) == 60
    assert stream(long_text, lengths(most)) == whole.text


def test_a_secret_cut_at_each_character_is_found():
    token = fill("ghp_{alnum:36}", CHANCE)
    text = f"using {token} now\n"
    for at in range(len(text)):
        assert stream(text, iter([at or 1, len(text)])) == "using [REDACTED:github_token] now\n"


def test_a_text_that_takes_too_long_is_withheld_and_the_rest_goes_on():
    redacting = StreamRedactor(Redactor(seconds=-1.0, seconds_per_megabyte=0.0))
    assert redacting.feed("secret " * 50_000).startswith("[text withheld")
    assert redacting.feed("more") == ""
    assert redacting.close().startswith("[text withheld")


def test_nothing_gives_nothing():
    assert StreamRedactor(Redactor()).close() == ""
