"""A secret that is cut between two texts goes, whatever stands between them."""

from __future__ import annotations

import random

import pytest

from jupyterlab_journal.redact import Redactor
from jupyterlab_journal.redact.engine import WITHHELD
from jupyterlab_journal.redact.gate import Gate, Removed
from jupyterlab_journal.redact.stream_pieces import Piece

TOKEN = "hf_" + "aB3dE5gH7j" * 3 + "kLm9"
TEXT = f"logged in with {TOKEN} now\n"
REDACTOR = Redactor()


def out(text):
    return Piece(text=text, stream="stdout")


def err(text):
    return Piece(text=text, stream="stderr")


def redacted(*pieces):
    return Gate(REDACTOR).pieces(pieces, "output")


@pytest.mark.parametrize("at", range(len(TEXT) + 1))
def test_a_token_cut_anywhere(at):
    expected = TEXT.replace(TOKEN, "[REDACTED:huggingface_token]")
    assert "".join(redacted(out(TEXT[:at]), out(TEXT[at:]))) == expected
    first, between, last = redacted(out(TEXT[:at]), err("warning: slow\n"), out(TEXT[at:]))
    assert first + last == expected
    assert between == "warning: slow\n"


def test_a_token_cut_into_single_characters_between_messages_of_another_stream():
    pieces = [piece for letter in TEXT for piece in (out(letter), err("."))]
    clean = redacted(*pieces)
    assert "".join(clean[::2]) == TEXT.replace(TOKEN, "[REDACTED:huggingface_token]")
    assert "".join(clean[1::2]) == "." * len(TEXT)


def test_a_name_and_its_value_in_a_stream_and_a_result():
    assert redacted(out("password: "), Piece(text="'k9#mQ2x!vb'"))[1] == "'[REDACTED:password]'"
    assert redacted(out("password:"), err("k9#mQ2x!vb\n"))[1] == "[REDACTED:password]\n"


def test_what_holds_no_secret_stays():
    chance = random.Random(1)
    words = ["loss 0.5", "\n", "commit 1a2b3c4d", "", "epoch 3", " lr=1e-3\n", "\r 10%"]
    for _ in range(200):
        pieces = [
            Piece(text=chance.choice(words), stream=chance.choice(["stdout", "stderr", None]))
            for _ in range(9)
        ]
        assert redacted(*pieces) == [piece.text for piece in pieces]
    assert redacted() == []


def test_each_kind_is_noted_once():
    gate = Gate(REDACTOR)
    gate.pieces([out(TEXT[:20]), err("x"), out(TEXT[20:])], "output")
    assert gate.redactions == [Removed("huggingface_token", "output", "huggingface-token")]


def test_what_the_user_called_no_secret_stays():
    gate = Gate(REDACTOR, [("huggingface-token", "output")])
    assert gate.pieces([out(TEXT[:20]), out(TEXT[20:])], "output") == [TEXT[:20], TEXT[20:]]


def test_pieces_that_took_too_long_are_all_withheld():
    gate = Gate(Redactor(seconds=0.0, seconds_per_megabyte=0.0))
    assert gate.pieces([out("password=" * 2000), err("more")], "output") == [WITHHELD, ""]
