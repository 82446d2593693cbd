"""The development secrets; other files hold none, so that no token shape lies in the repository."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

DEVELOPMENT = Path(__file__).parents[2].parent / "shared" / "data" / "secrets_dev.jsonl"


@pytest.fixture(scope="session")
def planted():
    """The development secrets: (kind, text, secret)."""
    if not DEVELOPMENT.is_file():
        pytest.skip("the development secrets are kept outside the repository")
    rows = map(json.loads, DEVELOPMENT.read_text("utf-8").splitlines())
    found = [(row["kind"], row["text"], row["secret"]) for row in rows if row["secret"]]
    assert len(found) == 32
    return found
