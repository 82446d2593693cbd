"""One token through everything that can lie between a program and the journal."""

from __future__ import annotations

import base64
import html
import json
import random
from urllib.parse import quote

import pytest
from redact_builders import fill, password
from redact_scoring import leaks

from jupyterlab_journal.redact import Redactor

CHANCE = random.Random(20261120)
REDACTOR = Redactor()
TOKENS = {
    name: fill(template, CHANCE)
    for name, template in {
        "hf": "hf_{alnum:34}",
        "github": "ghp_{alnum:36}",
        "fine": "github_pat_{alnum:22}_{alnum:59}",
        "aws": "AKIA{b32:14}7Q",
        "gitlab": "glpat-{alnum:20}",
        "openai": "sk-proj-{alnum:74}T3Blbk{alnum:60}",
        "slack": "xoxb-{digit:12}-{digit:12}-{alnum:24}",
        "google": "AIza{alnum:35}",
    }.items()
}
CARRIERS = {
    "plain": lambda token: f"using {token} now",
    "ansi around": lambda token: f"\x1b[31m{token}\x1b[0m",
    "ansi inside": lambda token: f"{token[:9]}\x1b[1;32m{token[9:]}",
    "ansi between all": "\x1b[0m".join,
    "hyperlink": lambda token: f"\x1b]8;;https://h.example/?token={token}\x07here\x1b]8;;\x07",
    "zero width": "\u200b".join,
    "soft hyphen": lambda token: f"{token[:12]}\xad{token[12:]}",
    "word joiner and bidi": lambda token: f"\u202e{token[:8]}\u2060{token[8:]}\u202c",
    "nul": "\0".join,
    "full width": lambda token: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in token),
    "mathematical letters": lambda token: "".join(
        chr(0x1D68A + ord(c) - 97) if c.islower() else c for c in token
    ),
    "json": lambda token: json.dumps({"out": f"line\n{token}\n"}),
    "json twice": lambda token: json.dumps(json.dumps({"out": f"\n{token}"})),
    "unicode escapes": lambda token: "".join(f"\\u{ord(c):04x}" for c in token),
    "hex escapes": lambda token: "".join(f"\\x{ord(c):02x}" for c in token),
    "python repr": lambda token: repr(f"\t{token}\n"),
    "html": lambda token: f"<pre>{html.escape(token)}</pre>",
    "html entities": lambda token: "".join(f"&#{ord(c)};" for c in token),
    "html spans": lambda token: f'<span class="s">{token[:10]}</span><span>{token[10:]}</span>',
    "url": lambda token: "v%3D" + quote(token, safe=""),
    "url all": lambda token: "".join(f"%{ord(c):02X}" for c in token),
    "quoted printable": lambda token: f"{token[:15]}=\n{token[15:]}",
    "dataframe html": lambda token: f"<tr>\n  <th>0</th>\n  <td>{token}</td>\n</tr>",
    "windows lines": lambda token: f"a\r\n{token}\r\nb",
    "overwritten": lambda token: f"loading 10%\r{token}\r",
    "overwritten to appear": lambda token: f"XXXX{token[4:]}\r{token[:4]}",
    "backspaces": lambda token: f"{token[:6]}ab\b\b{token[6:]}",
    "git remote": lambda token: f"origin  https://user:{token}@host.example/team/repo.git (push)",
    "argv": lambda token: str(["python", "train.py", f"--token={token}"]),
    "traceback": lambda token: f"ValueError: bad token '{token}' in call(\"{token}\")",
}  # fmt: skip


@pytest.mark.parametrize("carrier", CARRIERS)
@pytest.mark.parametrize("name", TOKENS)
def test_a_token_survives_no_carrier(carrier, name):
    token = TOKENS[name]
    text = CARRIERS[carrier](token)
    output = REDACTOR.redact(text).text
    shown = output.translate({0x200B: None, 0xAD: None, 0x2060: None, 0: None})
    assert not leaks(token, shown)
    assert not leaks(token, shown.replace("\x1b[0m", "").replace("\x1b[1;32m", ""))
    assert len(output) < len(text) or "[REDACTED:" in output
    assert REDACTOR.redact(output).text == output


@pytest.mark.parametrize("name", TOKENS)
@pytest.mark.parametrize("break_", ["\n", "\r\n", "\n    ", "\n> "])
def test_a_wrapped_token_leaves_no_telling_piece(name, break_):
    token = TOKENS[name]
    for at in range(1, len(token)):
        text = f"the token {token[:at]}{break_}{token[at:]} is used\nand the text goes on"
        output = REDACTOR.redact(text).text
        assert not leaks(token, output.replace(break_, "")), text
        assert output.endswith("and the text goes on")


@pytest.mark.parametrize("width", [20, 40, 64, 76, 80])
@pytest.mark.parametrize("name", TOKENS)
def test_a_token_wrapped_at_a_width_leaves_no_telling_piece(name, width):
    token = TOKENS[name]
    line = f"token={token}"
    text = "\n".join(line[at : at + width] for at in range(0, len(line), width)) + "\ndone\n"
    output = REDACTOR.redact(text).text
    assert not leaks(token, output.replace("\n", ""))
    assert output.endswith("done\n")


@pytest.mark.parametrize("encoding", ["gbk", "utf-16-le", "utf-16-be", "utf-8-sig", "latin-1"])
def test_a_log_read_with_the_wrong_encoding(encoding):
    secret = password(CHANCE, 14)
    text = f"epoch 1\npassword={secret}\nhf token {TOKENS['hf']}\n".encode(encoding).decode("latin-1")
    output = REDACTOR.redact(text).text.replace("\0", "")
    assert secret not in output
    assert not leaks(TOKENS["hf"], output)


def test_secret_in_base64_of_basic_authentication():
    pair = base64.b64encode(f"demo:{password(CHANCE, 12)}".encode()).decode()
    assert pair not in REDACTOR.redact(f"-H 'Authorization: Basic {pair}'").text
