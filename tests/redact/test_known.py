"""Values known to be secret, in every form and carrier."""

from __future__ import annotations

import base64
import html
import json
import random
from urllib.parse import quote, quote_plus

import pytest
from redact_builders import password

from jupyterlab_journal.redact import Redactor
from jupyterlab_journal.redact.known import secret_values

CHANCE = random.Random(5)
VALUES = [password(CHANCE, size) for size in (12, 16, 24, 40, 64)] + [
    "river-stone-42",
    'quo"te\\and/slash',
    "пароль-十二",
]
KNOWING = Redactor(VALUES)
FORMS = {
    "raw": lambda value: value,
    "base64": lambda value: base64.b64encode(value.encode()).decode(),
    "base64 shifted by one": lambda value: base64.b64encode(b"u:" + value.encode()).decode(),
    "base64 shifted by two": lambda value: base64.b64encode(b"ab:x:" + value.encode() + b"zz").decode(),
    "base64 for URLs": lambda value: base64.urlsafe_b64encode(value.encode()).decode(),
    "URL": lambda value: quote(value, safe=""),
    "form": quote_plus,
    "JSON": json.dumps,
    "JSON with letters": lambda value: json.dumps(value, ensure_ascii=False),
    "HTML": html.escape,
    "hex": lambda value: value.encode().hex(),
    "HEX": lambda value: value.encode().hex().upper(),
    "UTF-16 as bytes": lambda value: value.encode("utf-16-le").decode("latin-1"),
    "UTF-16 in base64": lambda value: base64.b64encode(value.encode("utf-16-le")).decode(),
    "UTF-16 in hex": lambda value: value.encode("utf-16-be").hex(),
    "repr": repr,
}
CARRIERS = {
    "alone": "{}",
    "sentence": "the value was {} yesterday",
    "quoted": 'f("{}")',
    "glued": "xx{}yy",
    "path": "/data/{}/x",
    "query": "https://h.example/?q={}&n=1",
    "json": '{{"note": "{}"}}',
    "yaml": "note: {}\nlr: 0.1",
    "csv": "a,{},b",
    "markdown": "| note | {} |",
    "code": "x = '{}' + y",
    "ansi": "\x1b[32m{}\x1b[0m",
    "log": "2026-01-01 12:00:00 INFO step=3 note={} loss=0.1",
    "progress": "10%\r{}\r",
    "html": "<b>{}</b>",
    "traceback": "ValueError: {}\n",
    "argv": "['a', '--x', '{}']",
    "two lines": "a\n{}\nb",
    "windows": "a\r\n{}\r\n",
    "chinese": "数据是{}。",
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("carrier", CARRIERS)
def test_no_form_of_a_known_value_survives_a_carrier(form, carrier):
    for value in VALUES:
        shown = FORMS[form](value)
        text = CARRIERS[carrier].format(shown)
        output = KNOWING.redact(text).text
        core = shown.strip("\"'=")[3:-4]
        assert core not in output, f"{text!r} -> {output!r}"
        assert KNOWING.redact(output).text == output


def test_a_wrapped_known_value_goes():
    value = password(CHANCE, 40)
    redactor = Redactor([value])
    for at in range(1, 40):
        output = redactor.redact(f"x {value[:at]}\n{value[at:]} y").text
        assert value[:12] not in output.replace("\n", "")
        assert value[-12:] not in output.replace("\n", "")


def test_a_telling_piece_of_a_known_value_goes():
    value = password(CHANCE, 40)
    redactor = Redactor([value])
    for size in range(12, 40):
        for start in (0, 3, 40 - size):
            piece = value[start : start + size]
            assert piece not in redactor.redact(f"starts with {piece} ...").text


def test_short_values_are_no_secrets():
    text = "the abcdefg of it all"
    assert Redactor(["abcdefg", ""]).redact(text).text == text


def test_pieces_of_a_readable_value_stay():
    text = "loaded /home/demo/experiments/run_12/config"
    assert Redactor(["/home/demo/experiments/keys/of the lab"]).redact(text).text == text


def test_secret_variables_are_told_by_their_names():
    environment = {
        "LAB_TOKEN": "river-stone-42",
        "DB_PASSWORD": "hunter2hunter2",
        "MY_API_KEY": "x" * 20,
        "TOKENIZERS_PARALLELISM": "false-but-long",
        "SSH_AUTH_SOCK": "/run/user/1000/keyring/ssh",
        "KEYBOARD_LAYOUT": "de-latin1-nodeadkeys",
        "AUTHOR": "Somebody Known",
        "HOME": "/home/demo",
        "SHORT_SECRET": "abc",
    }
    assert set(secret_values(environment)) == {"river-stone-42", "hunter2hunter2"}
