"""Score a redactor on planted secrets and look-alikes."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from jupyterlab_journal.redact import Redactor

TELLING = 12  # as many characters in a row give a secret away
ALLOWED_DAMAGE = 8  # characters outside the secret
_MARKER = re.compile(r"\[REDACTED:[a-z0-9_]+\]")


@dataclass(frozen=True)
class Case:
    text: str
    secret: str | None
    kind: str


@dataclass
class Score:
    positives: int = 0
    negatives: int = 0
    leaks: list[str] = field(default_factory=list)
    false_positives: list[str] = field(default_factory=list)
    over_redacted: list[str] = field(default_factory=list)
    unstable: list[str] = field(default_factory=list)

    @property
    def failures(self) -> list[str]:
        return [*self.leaks, *self.false_positives, *self.over_redacted, *self.unstable]

    def summary(self) -> str:
        recall = 1 - len(self.leaks) / self.positives if self.positives else 1
        return (
            f"recall {recall:.1%} ({len(self.leaks)} leaks of {self.positives}), "
            f"false positives {len(self.false_positives)} of {self.negatives}, "
            f"over-redacted {len(self.over_redacted)}, not idempotent {len(self.unstable)}"
        )


def leaks(secret: str, output: str) -> bool:
    """Tell whether `output` holds the secret or a telling piece of it."""
    if len(secret) <= TELLING:
        return secret in output
    return any(secret[at : at + TELLING] in output for at in range(len(secret) - TELLING + 1))


def damage(text: str, secret: str, output: str) -> int:
    """Count the characters outside the secret that did not survive."""
    kept = "".join(_MARKER.split(output))
    outside = text.replace(secret, "")
    matcher = difflib.SequenceMatcher(None, outside, kept, autojunk=False)
    return len(outside) - sum(block.size for block in matcher.get_matching_blocks())


def score(cases: Iterable[Case], redactor: Redactor | None = None) -> Score:
    redactor = redactor or Redactor()
    result = Score()
    for case in cases:
        output = redactor.redact(case.text).text
        told = f"{case.kind}: {case.text[:200]!r} -> {output[:200]!r}"
        if redactor.redact(output).text != output:
            result.unstable.append(f"unstable {told}")
        if case.secret is None:
            result.negatives += 1
            if output != case.text:
                result.false_positives.append(f"false positive {told}")
            continue
        result.positives += 1
        if leaks(case.secret, output):
            result.leaks.append(f"leak {told}")
        elif damage(case.text, case.secret, output) > ALLOWED_DAMAGE:
            result.over_redacted.append(f"over-redacted {told}")
    return result
