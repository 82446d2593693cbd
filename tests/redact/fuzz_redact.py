"""Coverage-guided fuzzing of the redactor; a finding is an exception.

Not collected by pytest. Needs ``pip install atheris`` (Linux and macOS)::

    python tests/redact/fuzz_redact.py -max_total_time=60
    python tests/redact/fuzz_redact.py -max_total_time=900 my_corpus_folder

What must hold for every text: no failure inside the redactor, the same result
twice, removals that describe the result, and no planted token left.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).parent))

with atheris.instrument_imports(include=["jupyterlab_journal.redact"]):
    from jupyterlab_journal.redact import Redactor

from redact_builders import fill
from redact_scoring import leaks

# Generous time: the fuzzer's instrumentation slows everything; a hang is reported by the fuzzer itself.
REDACTOR = Redactor(["tR7!kQ2zP9#mX4vL"], seconds=30.0)
TOKENS = [
    fill(template, random.Random(1))
    for template in ("hf_{alnum:34}", "ghp_{alnum:36}", "glpat-{alnum:20}", "AKIA{b32:15}7")
]


def check(data: bytes) -> None:
    provider = atheris.FuzzedDataProvider(data)
    token = TOKENS[provider.ConsumeIntInRange(0, len(TOKENS) - 1)]
    planted = provider.ConsumeBool()
    before = provider.ConsumeUnicode(200)
    after = provider.ConsumeUnicode(sys.maxsize)
    text = f"{before} {token} {after}" if planted else before + after
    result = REDACTOR.redact(text)
    if any(removal.kind == "withheld" for removal in result.removals):
        raise AssertionError(f"withheld ({result.removals[0].rule}): {text!r}")
    if REDACTOR.redact(result.text).text != result.text:
        raise AssertionError(f"not stable: {text!r}")
    # The fuzzer learns pieces of the tokens; only what was planted whole must be gone.
    if planted and not leaks(token, before + after) and leaks(token, result.text):
        raise AssertionError(f"leak: {text!r}")
    rebuilt, at = "", 0
    for removal in result.removals:
        rebuilt += text[at : removal.start] + f"[REDACTED:{removal.kind}]"
        at = removal.end
    if rebuilt + text[at:] != result.text:
        raise AssertionError(f"removals do not describe the result: {text!r}")


if __name__ == "__main__":
    atheris.Setup(sys.argv, check)
    atheris.Fuzz()
