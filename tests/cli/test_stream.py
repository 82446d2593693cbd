"""However a text is cut: what comes out holds no secret, and all the rest."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jupyterlab_journal.cli.encoding import Transcoder, detect
from jupyterlab_journal.cli.stream import AHEAD, BEHIND, WINDOW, StreamRedactor
from jupyterlab_journal.redact import Redactor
from jupyterlab_journal.redact.engine import WITHHELD

CHANCE = random.Random(20261120)
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
TOKEN = "hf_" + "".join(CHANCE.choice(LETTERS) for _ in range(34))
PASSWORD = "k9#mQ2!x" + "Zt4"
KEY = (
    "-----BEGIN RSA " + "PRIVATE KEY-----\n"
    + "".join("".join(CHANCE.choice(LETTERS) for _ in range(64)) + "\n" for _ in range(25))
    + "-----END RSA " + "PRIVATE KEY-----\n"
)  # fmt: skip
REDACTOR = Redactor()


def through(pieces, redactor=REDACTOR):
    stream = StreamRedactor(redactor)
    shown = [stream.pause() if piece is None else stream.feed(piece) for piece in pieces]
    return "".join([*shown, stream.close()])


def telling(secret, text):
    return [secret[at : at + 12] for at in range(len(secret) - 11) if secret[at : at + 12] in text]


@pytest.mark.parametrize("secret", [TOKEN, PASSWORD])
@pytest.mark.parametrize("pause", [False, True])
def test_a_secret_cut_anywhere_is_removed(secret, pause):
    text = f"epoch 1 loss 0.5\npassword = {secret}\nepoch 2 loss 0.4\n"
    whole = REDACTOR.redact(text).text
    for at in range(1, len(text)):
        pieces = [text[:at], None, text[at:]] if pause else [text[:at], text[at:]]
        assert through(pieces) == whole, at


@pytest.mark.parametrize("at", range(-80, 40, 7))
def test_a_secret_at_the_edge_of_a_window_is_removed(at):
    filler = "step 1 loss 0.25 accuracy 0.9\n" * ((WINDOW + AHEAD) // 20)
    text = f"{filler[: WINDOW + at]}\nusing {TOKEN} now\n{filler}"
    shown = through([text[start : start + 65_536] for start in range(0, len(text), 65_536)])
    assert telling(TOKEN, shown) == []
    assert shown.replace("[REDACTED:huggingface_token]", TOKEN) == text


@pytest.mark.parametrize("pause", [False, True])
def test_a_key_block_that_comes_line_by_line_is_removed(pause):
    lines = f"begin\n{KEY}end\n".splitlines(keepends=True)
    shown = through([piece for line in lines for piece in ((line, None) if pause else (line,))])
    assert [line for line in KEY.splitlines()[1:-1] if telling(line, shown)] == []
    assert shown.startswith("begin\n")
    assert shown.endswith("end\n")


def test_a_label_counts_for_what_comes_after_a_pause():
    assert PASSWORD not in through(["user  password\n", None, f"ann   {PASSWORD}\n"])


def test_finished_lines_are_shown_at_a_pause_and_unfinished_ones_are_not():
    stream = StreamRedactor(REDACTOR)
    assert stream.feed("one\ntwo\nthr") == ""
    assert stream.pause() == "one\ntwo\n"
    assert stream.pause() == ""
    assert stream.feed("ee\n") + stream.pause() == "three\n"
    assert stream.feed(" 10%|#\r 20%") + stream.pause() == " 10%|#\r"


def test_memory_is_bounded():
    stream = StreamRedactor(REDACTOR)
    line = "step 1 loss 0.25 accuracy 0.9\n" * 1_000
    for _ in range(100):
        stream.feed(line)
        assert len(stream._pending) < WINDOW + AHEAD + len(line)
        assert len(stream._behind) <= BEHIND


def test_one_endless_line_is_shown_all_the_same():
    line = "0.125 " * 200_000
    assert through([line[at : at + 50_000] for at in range(0, len(line), 50_000)]) == line


def test_what_cannot_be_searched_in_time_is_withheld():
    shown = through([f"password: {PASSWORD}\n"], Redactor(seconds=-1, seconds_per_megabyte=0))
    assert shown == f"{WITHHELD}\n"


def test_what_was_removed_is_counted_once():
    stream = StreamRedactor(REDACTOR)
    for line in f"{KEY}and {TOKEN}\n".splitlines(keepends=True):
        stream.feed(line)
        stream.pause()
    stream.close()
    assert dict(stream.removed) == {"private_key": 1, "huggingface_token": 1}


PIECES = st.lists(st.one_of(st.none(), st.text(max_size=60)), max_size=8)


@given(PIECES)
@settings(deadline=None, max_examples=60)
def test_a_text_without_secrets_comes_out_as_it_went_in(pieces):
    text = "".join(piece for piece in pieces if piece)
    if not REDACTOR.redact(text).removals:
        assert through(pieces) == text


@given(st.lists(st.binary(max_size=40), max_size=6))
@settings(deadline=None, max_examples=200)
def test_every_byte_survives_decoding(pieces):
    text = Transcoder()
    shown = [text.decode(piece) for piece in pieces] + [text.settle()]
    assert b"".join(map(text.encode, shown)) + text.left() == b"".join(pieces)


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("résumé, 密码".encode(), "utf-8"),
        ("密码：".encode()[:-1], "utf-8"),
        ("训练日志：损失下降".encode("gbk"), "gb18030"),
        ("ein Grüß Gott aus Köln".encode("latin-1"), "latin-1"),
        ("loss 0.5".encode("utf-16"), "utf-16-le"),
        ("loss 0.5".encode("utf-16-be"), "utf-16-be"),
        ("损失 loss".encode("utf-32"), "utf-32-le"),
        (bytes(range(256)), "latin-1"),
    ],
)
def test_the_encoding_is_told_by_the_first_bytes(head, name):
    assert detect(head, at_start=True).name == name
