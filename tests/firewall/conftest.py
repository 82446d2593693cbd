"""The planted secrets: made at test time, and those that lie beside the repository, where they do."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from redact_builders import cases, templates

DEVELOPMENT = Path(__file__).parents[2].parent / "shared" / "data" / "secrets_dev.jsonl"
# Of the templates in tests/redact/positives.txt: each family of rules, each way of writing, both languages.
OWN = {
    "aws_secret_yaml", "gcp_maps_url", "github_fine", "openai_client", "hf_python", "wandb_environ",
    "kaggle_json_multiline", "slack_bot", "stripe", "bearer_log", "jwt_bare", "mysql_url", "jupyter_url",
    "pem_encrypted_rsa", "env_export", "yaml_nested", "typed", "sshpass", "rclone_pass", "sentence_is",
    "zh_password_is", "zh_miyao", "zh_api",
}  # fmt: skip


def own():
    """Fill the chosen templates with random values."""
    chosen = {kind: template for kind, template in templates("positives.txt") if kind in OWN}
    assert chosen.keys() == OWN
    for kind, template in chosen.items():
        (case,) = cases(template, random.Random(f"firewall {kind}"), kind)
        yield kind, case.text, case.secret


def development():
    """Read the development set, where it is there."""
    lines = DEVELOPMENT.read_text("utf-8").splitlines() if DEVELOPMENT.is_file() else []
    found = [(row["kind"], row["text"], row["secret"]) for row in map(json.loads, lines) if row["secret"]]
    assert len(found) in {0, 32}
    return found


@pytest.fixture(scope="session")
def planted():
    """Secrets in what a user writes or prints: (kind, text, secret)."""
    return [*development(), *own()]
