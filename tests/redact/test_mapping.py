"""Values of a mapping under one secret name are secret; its keys are not."""

from __future__ import annotations

import random

import pytest
from redact_builders import cases
from redact_scoring import score

from jupyterlab_journal.redact import Redactor
from jupyterlab_journal.redact.gate import Gate

SECRETS = [
    "PASSWORDS = {'anna': '⟦{pw:10}⟧', 'bob': '⟦{pw:12}⟧'}",
    "PASSWORDS = {\n    'anna': '⟦{pw:10}⟧',  # 1\n 'bob': os.environ['BOB'],\n    'eve': \"⟦{pw:9}⟧\",\n}",
    "user_passwords: Dict[str, str] = {'anna': '⟦{lower:9}⟧'}",
    "passwords = dict(anna='⟦{pw:10}⟧', bob='⟦{pw:10}⟧')",
    '{"passwords": {"anna": "⟦{pw:10}⟧", "bob": "⟦{pw:10}⟧"}, "epochs": 3}',
    '"{\\"tokens\\": {\\"anna\\": \\"⟦{alnum:32}⟧\\"}}"',
    "API_KEYS = {'maps': '⟦{hex:32}⟧', 'weather': '⟦{alnum:32}⟧'}",
    "credentials = {'prod': {'user': 'anna01', 'value': '⟦{alnum:32}⟧'}}",
    "tokens:\n  anna: ⟦{alnum:32}⟧\n\n  # left\n  bob: '⟦{alnum:36}⟧'\nseed: 3",
    "passwords:\n  - ⟦{pw:10}⟧\n  - ⟦{pw:10}⟧",
    '[api_keys]\nopenai = "⟦{alnum:40}⟧"\nmaps = ⟦{alnum:32}⟧\n\n[run]\nname = a1B2c3D4',
    "密码 = {'张三': '⟦{pw:10}⟧', '李四': '⟦{pw:10}⟧'}",
    "passwords = {anna: '⟦{pw:10}⟧', bob => '⟦{pw:10}⟧'}",
]
OTHERS = [
    '{"passwords": {"type": "string", "minLength": 8, "format": "password"}}',
    'tokens = {"the": 5, "of": 7, "x1y2z3": 11}',
    "tokens: {'input': 4096, 'output': 512}",
    "tokens per second: {'gpu0': '8123.4', 'gpu1': '8001.2'}",
    "tokens:\n  vocab_size: 50257\n  merges: bpe_merges_v2_final.txt\n",
    "passwords:\n  min_length: 12\n  required: true\n  hasher: argon2id19\n",
    "keys = {'train': '{hex:40}', 'test': '{hex:40}'}",
    "credentials = {'host': 'gpu01.lab02.example.net', 'user': 'a1b2c3d4'}",
    "[tokens]\npad = <pad>\nsize = 50257\n",
    "special_tokens = {'pad': '[PAD0aZ9bY8cX7dW6]'}",
    "tokens = tokenizer(text='a1B2c3D4e5F6g7H8i9')",
    "secrets = {\n    'anna': os.environ['ANNA'],\n    'bob': cfg.bob,\n}",
]


@pytest.mark.parametrize("template", SECRETS)
def test_the_values_go_and_the_keys_stay(template):
    for seed in range(8):
        built = cases(template, random.Random(f"{template} {seed}"), "mapping")
        for case in built:
            result = score([case])
            assert not [*result.leaks, *result.unstable]
        kept = Redactor().redact(built[0].text).text
        assert all(name in kept for name in ("anna", "bob", "maps", "张三") if name in template)


@pytest.mark.parametrize("template", OTHERS)
def test_a_look_alike_stays(template):
    assert not score(cases(template, random.Random(1), "mapping")).failures


def test_parameters_are_named_by_what_holds_them():
    gate = Gate(Redactor())
    held = {
        "passwords": {"anna": "rosebud17", "host": "db01"},
        "api_keys": "{'maps': '0aZ9bY8cX7dW6eV5fU4g'}",
    }
    assert gate.json(held, "parameters") == {
        "passwords": {"anna": "[REDACTED:password]", "host": "db01"},
        "api_keys": "{'maps': '[REDACTED:api_key]'}",
    }


def test_a_mapping_in_a_mapping_in_a_mapping_takes_linear_time():
    text = "passwords = {" + "a: {" * 20_000
    assert Redactor(seconds=2.0).redact(text).text == text
