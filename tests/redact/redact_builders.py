"""Random values in the shapes of secrets, made at test time so that none lies in the repository.

``{alnum:20}`` in a template becomes 20 random letters and digits; ``⟦ ⟧`` enclose the secret.
"""

from __future__ import annotations

import base64
import random
import re
import string
import uuid
from pathlib import Path

from redact_scoring import Case

HERE = Path(__file__).parent
ESCAPES = {
    r"\n": "\n",
    r"\t": "\t",
    r"\r": "\r",
    r"\x1b": "\x1b",
    r"\u00a0": "\xa0",
    r"\u003a": r"\u003a",
    r"\\": "\\",
    r"\"": r"\"",
}
LETTERS = string.ascii_letters
ALPHABETS = {
    "alnum": LETTERS + string.digits,
    "alnumlow": string.ascii_lowercase + string.digits,
    "letter": LETTERS,
    "lower": string.ascii_lowercase,
    "upper": string.ascii_uppercase + string.digits,
    "hex": "0123456789abcdef",
    "HEX": "0123456789ABCDEF",
    "digit": string.digits,
    "b32": string.ascii_uppercase + "234567",
    "b64": LETTERS + string.digits + "+/",
    "b64url": LETTERS + string.digits + "-_",
}
_FIELD = re.compile(r"\{([A-Za-z0-9]+)((?::[0-9]+)*)\}")
_SECRET = re.compile(r"⟦(.*?)⟧", re.DOTALL)


def value(chance: random.Random, name: str, *sizes: int) -> str:
    """Return a random value of one alphabet or shape."""
    if name == "uuid":
        return str(uuid.UUID(int=chance.getrandbits(128), version=4))
    if name == "pw":
        return password(chance, sizes[0])
    if name == "basic":
        pair = f"{value(chance, 'lower', sizes[0])}:{value(chance, 'alnum', sizes[1])}"
        return base64.b64encode(pair.encode()).decode()
    if name == "b64of":
        return base64.b64encode(password(chance, sizes[0]).encode()).decode()
    if name == "pem":
        size = sizes[0]
        body = value(chance, "b64", size)
        return "\n".join(body[at : at + 64] for at in range(0, size, 64))
    return "".join(chance.choice(ALPHABETS[name]) for _ in range(sizes[0]))


def password(chance: random.Random, size: int, symbols: str = "!#$%^&*_~+") -> str:
    """Return a password of `size` characters with a letter first, a digit and a symbol."""
    while True:
        text = "".join(chance.choice(LETTERS + string.digits + symbols) for _ in range(size - 1))
        whole = chance.choice(LETTERS) + text[:-1] + chance.choice(LETTERS + string.digits)
        if any(c in string.digits for c in whole) and any(c in symbols for c in whole):
            return whole


def fill(template: str, chance: random.Random) -> str:
    """Put random values into the fields of `template`; other braces stay."""

    def put(match: re.Match[str]) -> str:
        name = match[1]
        if name not in ALPHABETS and name not in ("uuid", "pw", "basic", "b64of", "pem"):
            return match[0]
        sizes = [int(size) for size in match[2].split(":")[1:]]
        return value(chance, name, *sizes) if sizes or name == "uuid" else match[0]

    return _FIELD.sub(put, template)


def cases(template: str, chance: random.Random, kind: str) -> list[Case]:
    """Fill `template`; one case for each secret in it, or one without a secret."""
    filled = fill(template, chance)
    secrets = _SECRET.findall(filled)
    text = filled.replace("⟦", "").replace("⟧", "")
    return [Case(text, secret, kind) for secret in secrets] or [Case(text, None, kind)]


def templates(name: str) -> list[tuple[str, str]]:
    """Return the kinds and templates of a file beside this one."""
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    rows = [line.split(" | ", 1) for line in lines if line and not line.startswith("# ")]
    return [(kind, unescape(template)) for kind, template in rows]


def unescape(template: str) -> str:
    """Return a template as it is filled, with its line breaks and tabs."""
    out = []
    at = 0
    while at < len(template):
        known = next((code for code in ESCAPES if template.startswith(code, at)), None)
        out.append(ESCAPES[known] if known else template[at])
        at += len(known or "x")
    return "".join(out)
