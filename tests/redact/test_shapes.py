"""Forms that take more than a prefix or a name: put together, cut by signs, written as program text."""

from __future__ import annotations

import random

import pytest
from redact_builders import cases
from redact_scoring import score

from jupyterlab_journal.redact import Redactor

SECRETS = [
    'FAL_KEY="⟦{uuid}:{hex:32}⟧"',
    "key: ⟦{uuid}:{hex:32}⟧",
    'url = "https://a.example.net/?api_key=" + "⟦{alnum:24}⟧"',
    "q = 'password=' + '⟦{pw:10}⟧'",
    'conn = "Server=h;Pwd=" + \'⟦{pw:10}⟧\' + ";Database=app"',
    's = "password=%s" % "⟦{pw:10}⟧"',
    's = "password={}".format("⟦{pw:10}⟧")',
    's = "token={token}".format(token="⟦{alnum:32}⟧")',
    'headers = {"Authorization": "Bearer " + "⟦{alnum:40}⟧"}',
    "paste it: ⟦{alnum:30}.{alnum:40}⟧ here",
    "print(⟦sk-aB3c{lower:40}⟧)",
    "qianfan 的 Secret Key 是 ⟦{alnum:32}⟧",
    "os.system(\"sshpass -p '%s' scp a h:b\" % '⟦{pw:12}⟧')",
    'key = ("⟦{alnum:20}" \\\n        "{alnum:20}⟧")',
    'parser.add_argument("--api_key", "-k", type=str, default="⟦{alnum:32}⟧", help="the key")',
    '@click.option("--password", default="⟦{pw:12}⟧", show_default=True)',
    'api_key: str = Field(default="⟦{alnum:32}⟧", description="of the service")',
    "label-studio start --token=⟦{hex:40}⟧",
    'cookies={"csrftoken": "⟦{alnum:32}⟧"}',
    "+------+-----+\n| user | token |\n+------+-----+\n| anna | ⟦{alnum:32}⟧ |\n+------+---+",
    "│ user ┆ password │\n│ ---  ┆ ---      │\n╞══════╪══════════╡\n│ anna ┆ ⟦{pw:12}⟧ │",
    "┃ user ┃ password ┃\n┡━━━━━━╇━━━━━━━━━━┩\n│ anna │ ⟦{pw:12}⟧ │",
    "| service | key |\n| --- | --- |\n| maps | ⟦{alnum:32}⟧ |",
    "Command '['mysql', '-u', 'root', '-p⟦{alnum:12}⟧']' returned non-zero exit status 1",
]
OTHERS = [
    "{'Ġpassword': 50362, 'Ġsecret': 3200, 'Ġtoken': 11241}",
    '{"\\\\u0120password": 50362, "\\\\u0120the": 262}',
    '{"▁password": 50362, "##password": 20786, "password</w>": 1234}',
    'vocab["password"] = 50362',
    "tok.get_vocab()['password'] = 50362",
    "word2id['secret'] = 11232; word2id['password'] = 20786",
    "password -> 50362 (token id)",
    "contraseña:\ncontraseña:\n",
    "contrasen\u0303a:\ncontraseña:\n",
    "链接: https://pan.baidu.com/s/1AbCdEf_x9 提取码: a8x2 复制这段内容",
    "https://pan.baidu.com/s/1AbCdEf_x9?pwd=a8x2",
    "提取码：abcd",
    'parser.add_argument("--api_key", type=str, default=None, help="the key")',
    'parser.add_argument("--token", default="train", choices=["train", "test"])',
    'num_tokens: int = Field(default=4096, description="budget")',
    "| metric | key |\n| --- | --- |\n| loss | train_loss_of_the_first_epoch |",
    "│ run ┆ key │\n│ --- ┆ --- │\n╞═════╪═════╡\n│ 1   ┆ {alnumlow:8} │",
    'message = "password: " + password',
    'print("token" + "izer")',
    'f"{name}: {value:.3f}" + "\\n"',
    "model.layers.0.self_attn.q_proj.weight torch.Size([4096, 4096])",
]


@pytest.mark.parametrize("template", SECRETS)
def test_the_secret_goes(template):
    for seed in range(8):
        result = score(cases(template, random.Random(f"{template} {seed}"), "shape"))
        assert not [*result.leaks, *result.unstable]


@pytest.mark.parametrize("text", OTHERS)
def test_a_look_alike_stays(text):
    result = score(cases(text, random.Random(1), "shape"))
    assert not result.failures


def test_tokens_on_lines_of_their_own_are_removed_one_by_one():
    chance = random.Random(7)
    token = "eyJhbGciOi{}.eyJ{}.{}".format
    letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    lines = [token(*("".join(chance.choices(letters, k=size)) for size in (30, 60, 43))) for _ in range(20)]
    assert Redactor().redact("\n".join(lines)).text == "\n".join(["[REDACTED:jwt]"] * 20)
