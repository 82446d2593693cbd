"""Floods of what looks like the beginning of a secret: each place costs work and gives nothing.

Every family is one short text, or one maker of random texts, repeated without end.
"""

from __future__ import annotations

import base64
import random
import string
from collections.abc import Callable, Iterator

_BASE64 = string.ascii_letters + string.digits + "+/"

REPEATED = {
    # A name and a separator, again and again
    "label colon": "api_key:",
    "label colon blank": "api_key: ",
    "label equals": "api_key=",
    "label on lines": "api_key:\n",
    "password colon": "password:",
    "password equals blank": "password = ",
    "token pairs": "token:token=",
    "three labels": "secret password token ",
    "label quoted": '"password": ',
    "label quoted in brackets": "['password']: ",
    "label arrow": "api_key -> ",
    "labels glued": "password",
    "labels joined": "password_token_key_",
    "labels dotted": "self.api_key.secret.token.",
    "label plural": "tokens: 5, keys: 7, ",
    "weak labels": "key=auth=pass=",
    "label and number": "password=1 ",
    "label and word": "password: none ",
    "label and date": "token: 2026-11-20 ",
    "label and placeholder": "api_key=your_api_key_here\n",
    "label and path": "api_key = /home/user/key.json\n",
    "label and expression": "password=os.environ['PASSWORD']\n",
    "label and call": "token = get_token(config)\n",
    "label and open quote": "password='",
    "label and open bracket": "password=[",
    "label and items": "passwords=['',",
    "label in sentence": "the password for the user is ",
    "label before is": "is my password ",
    "command-line flags": "--password --token --api-key ",
    # The same in other letters
    "full-width label": "ｐａｓｓｗｏｒｄ：",
    "full-width label blank": "ａｐｉ＿ｋｅｙ： ",
    "full-width digits": "０１２３４５６７８９",
    "Chinese label": "密码：",
    "Chinese label on lines": "密码：\n",
    "Chinese label and word": "密码是什么，密码为空。",
    "Chinese labels": "令牌密钥口令授权码",
    "Chinese sentence": "请设置密码 然后登录 ",
    "styled letters": "𝐩𝐚𝐬𝐬𝐰𝐨𝐫𝐝=",
    "accents": "contrasen\u0303a:\ncontraseña:\n",
    "Cyrillic label": "пароль: ",
    "label with invisible": "pass\u200bword=",
    "coloured label": "\x1b[31mpassword\x1b[0m: ",
    # Prefixes and shapes
    "prefix hf": "hf_",
    "prefix sk": "sk-",
    "prefix sk blank": "sk- ",
    "prefix sk proj": "sk-proj-",
    "prefix aws": "AKIA",
    "prefix ghp": "ghp_",
    "prefix ghp wrapped": "ghp_abc\n",
    "prefixes of many": "hf_ sk- ghp_ AKIA xoxb- glpat- eyJ npm_ pypi- ",
    "prefix eyJ": "eyJhbGciOi",
    "prefix dotted": "eyJa.eyJb.",
    "short prefixes": "s.b.pa-co_sk_key_up_",
    "URL head": "http://",
    "URL head and user": "://a:b",
    "URL user at": "http://user:@",
    "URL query": "?token=&key=&sig=",
    "URL with question": "https://a.example.net/?token=the&",
    "authorization": "Authorization: ",
    "authorization bearer": "Authorization: Bearer ",
    "bearer": "Bearer ",
    "cookie": "Cookie: a=",
    "set-cookie": "Set-Cookie: a=b; Path=/\n",
    "basic": "Basic ",
    "curl": "curl -u ",
    "curl header": "curl -H 'X-Api-Key: ' ",
    "mysql": "mysql -u root ",
    "docker login": "docker login -u ",
    "login call": ".login('a', ",
    "client call": "Client('",
    "connect call": "connect('h', 22, ",
    "connect call open": "connect(",
    "call by keywords": "connect(host=cfg.host, user=cfg.user, port=cfg['a'][0], password=cfg.password)\n",
    "call with groups": "Redis(f(b'x', b'y'), [b'x', b'y', b'z'], {b'x': b'y'}, cfg.a.b.c.d.e)\n",
    "auth tuple": "auth=('user', ",
    "pgpass": ":5432:a:b:",
    "crypt hash": "$2b$",
    "PEM head": "-----BEGIN RSA PRIVATE KEY-----\n",
    "PEM end": "-----END RSA PRIVATE KEY-----\n",
    "PEM head open": "-----BEGIN ",
    "PEM heads and body": "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkq\n",
    "dashes": "-----",
    # Notation
    "quotes": "\"'",
    "backslash quotes": '\\"password\\": \\"',
    "deep backslashes": '\\\\\\\\\\\\\\"key\\\\\\": ',
    "brackets": "([{",
    "brackets closed": "password)]}",
    "colons": ":::: ",
    "pipes": "| password | ",
    "pipe rows": "| name | password |\n|---|---|\n",
    "comma columns": "user,password,token\n",
    "tab columns": "user\tpassword\ttoken\n",
    "blank columns": "user  password  token\n",
    "columns and rows": "user,password\nann,\nbob,x\n",
    "wide heading": "password," * 58 + "\n",
    "HTML cells": "<td>password</td><td></td>",
    "HTML elements": "<password>",
    "entities": "&quot;password&quot;: ",
    "percent": "%70assword%3D",
    "escapes": "\\u0070assword=",
    "continued lines": "--password \\\n",
    "carriage returns": "password: 50%\r",
    "backspaces": "password\b\b",
    "wraps": "token: abcdefgh\nijklmnop\n",
    "prompt": "Enter password: \n",
    "YAML": "password:\n  - \n",
    "markers": "[REDACTED:token] token=",
    "masks": "password=**** ",
    "ellipsis": "sk-abc... ",
    "vocabulary": "'Ġpassword': 50362, ",
}


def _lines(chance: random.Random, alphabet: str, width: int) -> Iterator[str]:
    while True:
        yield "".join(chance.choices(alphabet, k=width)) + "\n"


def _tokens(chance: random.Random) -> Iterator[str]:
    while True:
        yield f"token_id: {chance.randrange(50000)}, "


def _hashes(chance: random.Random) -> Iterator[str]:
    while True:
        yield f"key: {chance.getrandbits(160):040x}\n"


def _words(chance: random.Random) -> Iterator[str]:
    """Yield names of secrets with the values of everyday words."""
    names = ["password", "api_key", "token", "secret", "auth"]
    words = ["missing", "required", "configured", "unset", "rejected"]
    while True:
        yield f"{chance.choice(names)}_{chance.randrange(999)}: {chance.choice(words)}\n"


def _encoded(chance: random.Random) -> Iterator[str]:
    while True:
        yield base64.b64encode(f"password: {chance.random()}".encode()).decode() + "\n"


RANDOM: dict[str, Callable[[random.Random], Iterator[str]]] = {
    "Base64 lines": lambda chance: _lines(chance, _BASE64, 76),
    "Base64 in one line": lambda chance: (line.rstrip() for line in _lines(chance, _BASE64, 76)),
    "hexadecimal lines": lambda chance: _lines(chance, "0123456789abcdef", 64),
    "digits": lambda chance: _lines(chance, string.digits, 12),
    "letters of prefixes": lambda chance: _lines(chance, "skhfgp_-AI", 60),
    "quotes and labels": lambda chance: (
        f"{chance.choice(names)}{chance.choice(signs)}"
        for names, signs in [(("password", "token", "密码"), ("='", ': "', "=(", "：「", " -> "))]
        for _ in iter(int, 1)
    ),
    "token ids": _tokens,
    "hashes beside key": _hashes,
    "words beside names": _words,
    "encoded labels": _encoded,
}

FAMILIES = [*REPEATED, *RANDOM]
_LINE = 240  # characters of repetitions between two numbers


def flood(name: str, size: int, *, numbered: bool = False) -> str:
    """Return `size` characters of a family.

    Parameters
    ----------
    name : str
        One of `FAMILIES`.
    size : int
        In characters.
    numbered : bool
        Whether a number stands after every few repetitions, so that no stretch of the text repeats itself.
    """
    parts: list[str] = []
    length = 0
    chance = random.Random(name)
    for part in RANDOM[name](chance) if name in RANDOM else _repeated(name, chance, numbered):
        parts.append(part)
        length += len(part)
        if length >= size:
            break
    return "".join(parts)[:size]


def _repeated(name: str, chance: random.Random, numbered: bool) -> Iterator[str]:
    while True:
        yield REPEATED[name] * max(1, _LINE // len(REPEATED[name]))
        if numbered:
            yield f"{chance.randrange(1000)} "
