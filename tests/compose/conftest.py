"""Requests, facts and readers for composed entries."""

from __future__ import annotations

import base64
import json
import struct
import zlib
from datetime import datetime, timedelta, timezone
from importlib import resources
from itertools import count

import mistune
import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from jupyterlab_journal.compose import ActiveCell, EntryRequest, compose_entry
from jupyterlab_journal.entry.codec import decode_entry
from jupyterlab_journal.entry.kernel_facts import KernelFacts
from jupyterlab_journal.entry.model import Finding, Kind, Snapshot
from jupyterlab_journal.redact import Redactor

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=timezone(timedelta(hours=8)))

FACTS = {
    "python": {"version": "3.11.7", "implementation": "CPython", "executable": "/opt/lab/bin/python"},
    "frameworks": {
        "torch": {"version": "2.13.0", "cuda": "12.6", "cudnn": "9.1", "imported": True},
        "tensorflow": None,
        "jax": {"version": "0.10", "imported": False},
        "numpy": {"version": "2.4.6", "imported": True},
    },
    "devices": [{"index": 0, "name": "H100", "memory_bytes": 85899345920, "capability": "9.0"}],
    "seeds": {
        "torch": {"value": "42", "source": "state", "confidence": "certain"},
        "python": {"value": None, "source": "unknown"},
    },
    "determinism": {"cudnn.benchmark": False, "PYTHONHASHSEED": None},
    "git": {"commit": "1a2b3c4d5e6f7a8b", "branch": "main", "dirty": True, "remote": None},
    "packages": {"count": 150, "sha256": "ab" * 32},
    "container": {"kind": "docker", "image": "lab:1.2"},
}


@pytest.fixture
def snapshot():
    """Make a snapshot; groups given by name replace the usual ones."""

    def make(**groups):
        return Snapshot(
            captured_at=NOON,
            busy=False,
            language="python",
            facts={**FACTS, **groups},
            findings=(
                Finding(code="git-dirty", message="The tree has changes.", remedy="Commit them."),
                Finding(code="of-tomorrow", message="Something new.", remedy="Nothing yet."),
            ),
        )

    return make


def stream(text):
    return {"output_type": "stream", "name": "stdout", "text": text}


@pytest.fixture
def compose(snapshot):
    """Compose an entry from plain values; returns the cell and the codes of its warnings."""

    made = count()

    def run(
        kind="step",
        *,
        source="",
        printed=None,
        outputs=(),
        before=(),
        parameters=None,
        facts=True,
        cell=True,
        locale="en",
        redactor=None,
        metadata=None,
        execution_count=3,
        runs=(),
        **fields,
    ):
        request = EntryRequest(
            kind=Kind(kind),
            locale=locale,
            cell=ActiveCell(
                source=source,
                id="cell-1",
                outputs=(*([stream(printed)] if printed is not None else []), *outputs),
                execution_count=execution_count,
                metadata=metadata or {},
            )
            if cell
            else None,
            entries=tuple(before),
            fields=fields,
        )
        taken = snapshot() if facts is True else facts or None
        return compose_entry(
            request,
            KernelFacts(snapshot=taken, parameters=parameters, runs=tuple(runs)),
            redactor or Redactor(),
            clock=lambda: NOON + timedelta(milliseconds=next(made)),
        )

    return run


@pytest.fixture(scope="session")
def schema():
    """The contract of an entry's metadata."""
    folder = resources.files("jupyterlab_journal.entry") / "schema"
    entry, facts = (
        json.loads((folder / name).read_text("utf-8")) for name in ("entry.v1.json", "snapshot.v1.json")
    )
    registry = Registry().with_resource("snapshot.v1.json", Resource.from_contents(facts))
    return Draft202012Validator(entry, registry=registry)


@pytest.fixture(scope="session")
def valid(schema):
    """Check a composed cell against every promise about its form; return its metadata."""

    def check(composed):
        cell = json.loads(json.dumps(composed.cell))
        metadata = cell["metadata"]["journal"]
        schema.validate(metadata)
        assert decode_entry(metadata).id == metadata["id"]
        size = len(cell["source"].encode()) + len(json.dumps(metadata, ensure_ascii=False).encode())
        assert size <= 64 * 1024
        return metadata

    return check


@pytest.fixture(scope="session")
def blocks():
    """Read Markdown as a reader's program does: all blocks, nested ones too."""
    read = mistune.create_markdown(renderer="ast", plugins=["table"])

    def walk(tokens):
        for token in tokens:
            yield token
            yield from walk(token.get("children", ()))

    return lambda text: list(walk(read(text)))


@pytest.fixture(scope="session")
def fenced(blocks):
    """Return the contents of the fenced blocks of a Markdown text."""
    return lambda text: [block["raw"] for block in blocks(text) if block["type"] == "block_code"]


@pytest.fixture(scope="session")
def png():
    """A real picture, four grey points, in base64."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 2, 2, 8, 0, 0, 0, 0)
    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0\1\2\0\3\4"))
    return base64.b64encode(data + chunk(b"IEND", b"")).decode()
