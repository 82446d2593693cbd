"""The data files of the redactor: rules and vocabulary."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import resources
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


def load_data(name: str) -> dict[str, Any]:
    """Return the content of one file of ``rules/``."""
    content: dict[str, Any] = tomllib.loads(
        (resources.files(__package__) / "rules" / name).read_text(encoding="utf-8")
    )
    return content


def rule_files() -> Iterator[dict[str, Any]]:
    """Yield the content of every file of ``rules/`` that holds rules."""
    for file in sorted((resources.files(__package__) / "rules").iterdir(), key=lambda file: file.name):
        if file.name.endswith(".toml"):
            content = load_data(file.name)
            if "rule" in content or "call" in content:
                yield content
