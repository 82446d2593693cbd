"""The gate remembers what it removed, never the value."""

from __future__ import annotations

import random

import pytest
from redact_builders import fill

from jupyterlab_journal.redact import Redactor
from jupyterlab_journal.redact.gate import Gate, Removed

TOKEN = fill("hf_{alnum:34}", random.Random(1))


@pytest.fixture
def gate():
    return Gate(Redactor())


def test_what_was_removed_is_listed_once_and_in_order(gate):
    assert gate.text(f"x {TOKEN} {TOKEN}", "output") == (
        "x [REDACTED:huggingface_token] [REDACTED:huggingface_token]"
    )
    gate.text("the password: k9#mQ2!x", "title")
    gate.text(TOKEN, "output")
    assert gate.redactions == [
        Removed("huggingface_token", "output", "huggingface-token"),
        Removed("password", "title", "label-strong-assign"),
    ]
    assert not any(TOKEN[3:9] in part for removed in gate.redactions for part in removed)


def test_strings_at_any_depth_and_keys_are_redacted(gate):
    value = {"a": [{"b": (f"{TOKEN}",)}, 3, None, True, 0.5], f"k {TOKEN}": "v"}
    clean = gate.json(value, "metadata")
    assert TOKEN not in str(clean)
    assert clean["a"][1:] == [3, None, True, 0.5]


@pytest.mark.parametrize(
    "value",
    [
        {"password": "letmein"},
        {"db_password": "'letmein'"},
        {"name": "password", "before": "letmein", "after": "letmeout"},
        {"api_key": ["q7Gk2PzX9vLm4TnB8wRs"]},
        {"env": {"HUB_TOKEN": "q7Gk2PzX9vLm4TnB8wRs"}},
    ],
)
def test_a_name_tells_that_its_value_is_secret(gate, value):
    clean = str(gate.json(value, "parameters"))
    assert "letme" not in clean
    assert "q7Gk2PzX9vLm" not in clean
    assert gate.redactions


@pytest.mark.parametrize(
    "value",
    [
        {"lr": "0.1", "max_tokens": "1024", "token_type": "bearer", "model": "resnet50"},
        {"name": "lr", "before": "0.01", "after": "0.001"},
        {"name": "optimizer", "before": "'sgd'", "after": "'adamw'"},
        {"key": "train/loss", "value": 0.3},
        {"commit": "1a2b3c4d5e6f7a8b9c0d1a2b3c4d5e6f7a8b9c0d"},
        {"pad_token": "'[PAD]'", "tokenizer": "'gpt2'"},
    ],
)
def test_ordinary_metadata_stays(gate, value):
    assert gate.json(value, "parameters") == value
    assert gate.redactions == []
