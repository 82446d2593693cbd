"""Which values are sent as those of secrets, without running anything of the user's."""

from __future__ import annotations

import argparse
from collections import OrderedDict, defaultdict
from dataclasses import dataclass
from json import loads
from time import perf_counter
from types import SimpleNamespace

import pytest

from jupyterlab_journal.capture.secrets_by_name import (
    SECRETS_MIME,
    SecretVariables,
    may_name_a_secret,
    read_secrets,
)
from jupyterlab_journal.redact.data import load_data
from jupyterlab_journal.redact.known import secret_variables

VALUE = "k9#mQ2x!vb71"


@dataclass
class Settings:
    db_password: str
    epochs: int = 3


class Plain:
    def __init__(self, **fields):
        self.__dict__.update(fields)


class Hostile:
    """Fails the test if anything of it runs."""

    def __getattr__(self, name):
        pytest.fail(f"asked for {name}")

    def __eq__(self, other):
        pytest.fail("compared")

    __hash__ = None

    @property
    def password(self):
        pytest.fail("the property was read")


class HostileText(str):
    __slots__ = ()

    def __len__(self):  # noqa: PLE0303 (never returns)
        pytest.fail("its length was asked for")


HOLDERS = {
    "variable": {"HF_TOKEN": VALUE},
    "bytes": {"fernet_key": VALUE.encode()},
    "Chinese": {"密码": VALUE},
    "dictionary": {"cfg": {"db_password": VALUE}},
    "nested": {"cfg": {"db": {"main": {"password": VALUE}}}},
    "ordered": {"cfg": OrderedDict(api_key=VALUE)},
    "default": {"cfg": defaultdict(str, api_key=VALUE)},
    "namespace": {"args": argparse.Namespace(wandb_key=VALUE)},
    "simple": {"cfg": SimpleNamespace(secret=VALUE)},
    "dataclass": {"settings": Settings(db_password=VALUE)},
    "object": {"cfg": Plain(api_token=VALUE)},
    "secret text of a library": {"password": Plain(_secret_value=VALUE)},
    "list of passwords": {"passwords": ["12", VALUE]},
    "under a secret name": {"credentials": {"main": VALUE}},
    "list of dictionaries": {"servers": [{"password": VALUE}]},
}


@pytest.mark.parametrize("holder", HOLDERS)
def test_the_value_is_sent_and_known(holder):
    found = read_secrets(HOLDERS[holder])
    assert VALUE in [value for _, value in found]
    assert secret_variables(found) == (VALUE,)


def test_what_is_no_secret_is_not_known():
    namespace = {
        "tokenizer": "bert-base-uncased",
        "token": "<|endoftext|>",
        "sort_key": "validation_accuracy",
        "password": "validation",
        "key": "train/loss_epoch",
        "api_key": "your-api-key-here",
        "password_file": "/run/secrets/db",
        "name": VALUE,
        "masked": {"a": "b" * 20},
    }
    assert secret_variables(read_secrets(namespace)) == ()


def test_nothing_of_the_users_runs():
    namespace = {"a": Hostile(), "password": HostileText(VALUE), "cfg": {"b": Hostile(), "token": VALUE}}
    assert read_secrets(namespace) == [("token", VALUE)]


def test_cycles_and_floods_end_soon():
    loop = {}
    loop["self"] = loop
    many = {f"list_{number}": [{"x": str(number)}] * 100 for number in range(20_000)}
    started = perf_counter()
    found = read_secrets({"password": VALUE, "loop": loop, **many})
    assert perf_counter() - started < 1.0
    assert found == [("password", VALUE)]


def test_the_answer_keeps_below_the_size_at_which_a_reply_starts_a_thread():
    shell = SimpleNamespace(user_ns={f"token_{number}": '"\\学' * 60 for number in range(500)})
    bundle = SecretVariables(shell)._repr_mimebundle_()
    assert 10_000 < len(bundle[SECRETS_MIME]) < 60_000
    assert bundle["text/plain"] == "<jupyterlab-journal>"


def test_a_namespace_that_cannot_be_read_is_a_problem_not_an_exception():
    answer = loads(SecretVariables(SimpleNamespace())._repr_mimebundle_()[SECRETS_MIME])
    assert "AttributeError" in answer["problem"]


def test_each_noun_of_the_labels_may_name_a_secret():
    labels = load_data("labels.toml")
    nouns = [
        noun for tier in ("strong", "medium", "weak") for group in labels[tier].values() for noun in group
    ]
    assert [noun for noun in nouns if not may_name_a_secret(noun)] == []
