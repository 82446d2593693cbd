"""What is passed over in a flood of look-alikes is never a secret."""

from __future__ import annotations

import random
import re
import string

import pytest
from redact_floods import FAMILIES, flood

from jupyterlab_journal.redact import Redactor
from jupyterlab_journal.redact.crowd import Crowd
from jupyterlab_journal.redact.rulebook import shipped_rules

REDACTOR = Redactor(seconds=100.0)
LETTERS = string.ascii_letters + string.digits
SIZE = 5_000
# The last three have their value farther from the name than what is compared in a flood.
CARRIERS = {
    "assignment": "\npassword = '{}'\n",
    "header": "\nAuthorization: Bearer {}\n",
    "URL": "\nhttps://bob:{}@host.example.net/a\n",
    "call": "\nssh.connect('h', 22, 'user', '{}')\n",
    "long sentence": "\npassword for the account of the principal database of the old building is {}\n",
    "long remark": "\npassword (of the user called in the remark here)" + " " * 36 + "= {}\n",
    "value before": "\n{} is the productions database password \n",
}


def secret(chance):
    return "k9" + "".join(chance.choices(LETTERS, k=12)) + "x7"


@pytest.mark.parametrize("carrier", CARRIERS)
@pytest.mark.parametrize("numbered", [False, True])
def test_a_secret_planted_in_a_flood_is_removed(carrier, numbered):
    """A flood may change what its neighbourhood means, as a key block does; then a part of it does too."""
    chance = random.Random(f"{carrier}{numbered}")
    left = []
    for name in FAMILIES:
        text = flood(name, SIZE, numbered=numbered)
        at = chance.randrange(SIZE // 4, SIZE)
        planted = secret(chance)
        carried = CARRIERS[carrier].format(planted)
        found = REDACTOR.redact(text[:at] + carried + text[at:]).text
        alone = REDACTOR.redact(text[at - 200 : at] + carried + text[at : at + 200]).text
        if planted in found and planted not in alone:
            left.append(name)
    assert left == []


@pytest.mark.parametrize("carrier", CARRIERS)
def test_a_secret_stands_where_other_values_stood_before(carrier):
    dense = "token " * 60
    harmless = dense + CARRIERS[carrier].format("none")
    chance = random.Random(carrier)
    first, second = secret(chance), secret(chance)
    rows = [
        *[harmless] * 20,
        dense + CARRIERS[carrier].format(first),
        harmless,
        dense + CARRIERS[carrier].format(second),
        harmless,
    ]
    found = REDACTOR.redact("".join(rows)).text
    assert first not in found
    assert second not in found


@pytest.mark.parametrize("name", FAMILIES)
def test_two_secrets_close_together_in_a_flood_are_removed(name):
    chance = random.Random(name)
    text = flood(name, SIZE, numbered=True)
    at = SIZE // 2
    first, second = secret(chance), secret(chance)
    planted = f"\npassword={first}\napi_key: '{second}{second}'\n"
    found = REDACTOR.redact(text[:at] + planted + text[at:]).text
    assert first not in found
    assert second not in found


LEADS = [
    "\npassword = '",
    " = ",
    ": ",
    '": "',
    " is ",
    "\n",
    "api_key=",
    'token token = "',
    "Bearer ",
    "auth=('me', '",
    "passwords=['a', '",
    "密码为",
    "sk-",
    "ghp_",
]


def mixture(chance):
    """Return pieces of some floods with secrets between them, and the secrets."""
    floods = [flood(chance.choice(FAMILIES), 3000, numbered=chance.random() < 0.5) for _ in range(2)]
    parts, secrets = [], []
    for _ in range(chance.randrange(3, 9)):
        start = chance.randrange(1500)
        secrets.append("".join(chance.choices(LETTERS, k=chance.choice([10, 16, 26, 42]))) + "7x")
        parts.append(chance.choice(floods)[start : start + chance.randrange(50, 1400)])
        parts.append(
            chance.choice(LEADS) + secrets[-1] + chance.choice(["\n", "' ", '", ', " is my password "])
        )
    return "".join(parts), secrets


def test_what_is_found_without_remembering_is_found_in_a_flood(monkeypatch):
    texts = [mixture(random.Random(number)) for number in range(300)]
    remembering = [REDACTOR.redact(text).text for text, _ in texts]
    monkeypatch.setattr(Crowd, "enter", lambda *_: False)
    left = [
        secret
        for (text, secrets), redacted in zip(texts, remembering, strict=True)
        for judged_each in [REDACTOR.redact(text).text]
        for secret in secrets
        if secret in redacted and secret not in judged_each
    ]
    assert left == []


def test_a_token_longer_than_any_is_removed_whole():
    text = "eyJhbGciOi" * 20_000
    assert REDACTOR.redact(f"token {text} end").text == "token [REDACTED:jwt] end"


@pytest.mark.parametrize(
    "rule", [rule for rule in shipped_rules().rules if rule.is_local], ids=lambda rule: rule.id
)
def test_the_secret_of_a_local_rule_begins_close_behind_its_keyword(rule):
    """In a flood, 80 characters from the keyword on are compared: 32 of them must be of the secret."""
    lead = rule.pattern.pattern.partition("(?P<secret")[0] if "(?P<secret" in rule.pattern.pattern else ""
    widest = sum(int(most) for most in re.findall(r"\{[0-9]*,?([0-9]+)\}", lead))
    literals = len(re.sub(r"\{[0-9,]*\}|\[[^\]]*\]|\\.|[()?:|^$]", "", max(lead.split("|"), key=len)))
    assert widest + literals <= 48
