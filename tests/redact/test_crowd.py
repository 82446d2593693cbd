"""What is passed over in a flood of look-alikes is never a secret."""

from __future__ import annotations

import random
import string

import pytest
from redact_floods import FAMILIES, flood

from jupyterlab_journal.redact import Redactor

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
