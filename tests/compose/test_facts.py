"""The many facts of an environment: as a reader meets them, and as they are kept."""

from __future__ import annotations

import json

import pytest

from jupyterlab_journal.compose import compose_entry
from jupyterlab_journal.compose.request import EntryRequest
from jupyterlab_journal.entry.codec import decode_snapshot
from jupyterlab_journal.entry.kernel_facts import EnvironmentFile, KernelFacts
from jupyterlab_journal.entry.model import Kind
from jupyterlab_journal.facts.drift import drift_between
from jupyterlab_journal.facts.findings import find, in_language
from jupyterlab_journal.redact import Redactor

GROUPS = {
    "python": {
        "version": "3.11.7",
        "implementation": "CPython",
        "executable": "/opt/lab/bin/python",
        "prefix": "/opt/lab",
        "ipykernel": "7.4.0",
        "environment": {"kind": "conda", "name": "vision"},
    },
    "host": {
        "name": "node7",
        "platform": "Linux-6.1",
        "cpus": 16,
        "memory_bytes": 2**36,
        "folder": "/home/ada",
        "process_id": 42,
        "started_at": "2026-11-20T11:00:00+08:00",
    },
    "frameworks": {
        "torch": {
            "version": "2.13.0",
            "imported": True,
            "cuda": "12.6",
            "git_commit": "cf30153c4c131c81",
            "threads": 8,
            "default_dtype": "float32",
        },
        "tensorflow": {"version": "2.21.0", "imported": False, "gpu_build": False},
        "jax": {"version": "0.10.2", "imported": True, "jaxlib": "0.10.2", "backend": "cpu"},
    },
    "libraries": {"transformers": "5.23.0", "scikit-learn": "1.9.1"},
    "cuda": {"driver": "550.54.15", "driver_cuda": "12.4", "visible_devices": "0,1", "initialised": True},
    "devices": [
        {
            "index": 0,
            "name": "H100",
            "memory_bytes": 80 * 2**30,
            "capability": "9.0",
            "source": "torch",
            "memory_used_bytes": 2**30,
            "memory_peak_bytes": 3 * 2**30,
        }
    ],
    "seeds": {
        "torch": {"value": "42", "source": "state", "confidence": "certain"},
        "jax": {"value": "7", "source": "source text", "confidence": "likely"},
    },
    "distributed": {
        "source": "torch.distributed",
        "rank": 0,
        "world_size": 4,
        "backend": "nccl",
        "hosts": "node[7-8]",
    },
    "git": {
        "commit": "1a2b3c4d",
        "branch": "main",
        "dirty": True,
        "remote": None,
        "changes": {"count": 3, "modified": 3, "files": ["train.py", "model.py"]},
    },
    "container": {"kind": "docker", "image": "lab/torch", "tag": "latest", "digest": None},
    "launch": {"command": "jupyter lab --no-browser"},
    "data": [
        {
            "path": "data/a|b.csv",
            "bytes": 812,
            "modified_at": "2026-11-19T10:00:00+00:00",
            "sha256": "ab" * 32,
        },
        {"path": "big.bin", "bytes": 9, "modified_at": "2026-11-19T10:00:00+00:00", "sha256": None},
    ],
}
ROWS = {
    "en": (
        "| Python | 3.11.7 (CPython), ipykernel 7.4.0 |",
        "| Environment | conda vision, /opt/lab |",
        "| Host | node7, Linux-6.1, 16 processors, 64.0 GiB of memory |",
        "| Working folder | /home/ada |",
        "| Process | 42, 2026-11-20T11:00:00+08:00 |",
        "| torch | 2.13.0, CUDA 12.6, float32, commit cf30153c4c, 8 threads |",
        "| tensorflow | 2.21.0, built without GPU, not imported |",
        "| jax | 0.10.2, jaxlib 0.10.2, backend cpu |",
        "| Libraries | transformers 5.23.0, scikit-learn 1.9.1 |",
        "| NVIDIA driver | 550.54.15, serves CUDA up to 12.4, CUDA_VISIBLE_DEVICES = 0,1 |",
        "| GPU 0 | H100, 80.0 GiB, compute capability 9.0, 1.0 GiB in use by torch, 3.0 GiB at most |",
        "| Seed of jax | 7 (written in the code, not checked) |",
        "| Run on several processes | rank 0 of 4, torch.distributed, backend nccl, hosts node\\[7-8] |",
        "| Git | `1a2b3c4` with uncommitted changes, branch main, 3 changed files: train.py, model.py and",
        "| Container | docker, lab/torch, tag latest |",
        "| Data data/a\\|b.csv | 812 bytes, modified 2026-11-19T10\\:00:00+00:00, SHA-256 abababababababab |",
        "| Data big.bin | 9 bytes, modified 2026-11-19T10:00:00+00:00, SHA-256 not known yet |",
        "**Launch command.** `jupyter lab --no-browser`",
        "**Data.** `data/a|b.csv`, `big.bin`",
    ),
    "zh-CN": (
        "| 环境 | conda vision，/opt/lab |",
        "| 主机 | node7，Linux-6.1，16 个处理器，64.0 GiB 内存 |",
        "| torch | 2.13.0，CUDA 12.6，float32，提交 cf30153c4c，8 个线程 |",
        "| NVIDIA 驱动 | 550.54.15，最高支持 CUDA 12.4，CUDA_VISIBLE_DEVICES = 0,1 |",
        "| jax 随机种子 | 7 (仅见于代码，未经核实) |",
        "| 多进程运行 | 第 0 号，共 4 个进程，torch.distributed，后端 nccl，主机 node\\[7-8] |",
        "3 个文件有改动：train.py，model.py 等 |",
        "**启动命令。** `jupyter lab --no-browser`",
    ),
}


def plain(source):
    """Undo the escapes that do not matter to a reader."""
    return source.replace("\\_", "_").replace("\\:", ":")


@pytest.mark.parametrize("locale", ROWS)
def test_every_fact_has_its_row(locale, compose, snapshot, valid):
    composed = compose("environment", facts=snapshot(**GROUPS), locale=locale)
    source = plain(composed.cell["source"])
    assert [row for row in ROWS[locale] if plain(row) not in source] == []
    assert valid(composed)["snapshot"]["host"]["process_id"] == 42


def test_a_seed_that_stands_only_in_the_code_is_not_the_seed_of_a_step(compose, snapshot):
    written = snapshot(seeds={"torch": {"value": "42", "source": "source text", "confidence": "likely"}})
    assert "seed 42" not in compose("step", facts=written).cell["source"]


def facts_of(snapshot, **groups):
    """Findings of the usual facts with some groups replaced."""
    return [finding.code for finding in find({**GROUPS, **groups})]


def test_numpy_was_seeded_pythons_random_was_not():
    seeds = {
        "numpy": {"value": "1", "source": "recovered"},
        "python": {"value": None, "source": "unknown"},
        "torch": {"value": str(2**40), "source": "state"},
    }
    finding = next(finding for finding in find({"seeds": seeds}) if finding.code == "python-left-unseeded")
    assert finding.message.startswith("numpy was seeded, Python's random was not")
    both = {**seeds, "torch": {"value": "1", "source": "state"}}
    assert (
        "torch and numpy were seeded" in next(f for f in find({"seeds": both}) if "python" in f.code).message
    )
    written = {**seeds, "numpy": {"value": "1", "source": "source text"}}
    codes = {finding.code for finding in find({"seeds": written})}
    assert {"numpy-unseeded", "python-unseeded"} <= codes


ALL_CODES = [
    {"git": {"commit": None}},
    {"git": {"commit": "a", "dirty": True}},
    {"git": {"commit": "a", "dirty": None}},
    {"seeds": {"torch": {"value": str(2**40)}, "numpy": {"value": None}, "python": {"value": None}}},
    {"seeds": {"torch": {"value": "1"}, "python": {"value": None}}},
    {"determinism": {"cudnn.benchmark": True, "torch.deterministic_warn_only": True}},
    {
        "determinism": {"torch.deterministic_algorithms": False, "tensorflow.op_determinism": False},
        "devices": [1],
    },
    {"container": {"image": "a", "tag": "latest"}},
]


@pytest.mark.parametrize("facts", ALL_CODES, ids=str)
def test_every_finding_is_told_in_chinese(facts):
    for finding in find(facts):
        message, remedy = in_language(finding, facts, "zh-CN")
        assert message != finding.message
        assert any("\u4e00" <= character <= "\u9fff" for character in message + remedy)
        assert in_language(finding, facts, "en") == (finding.message, finding.remedy)


def test_an_image_without_a_tag_or_digest_means_latest():
    pinned = {"image": "a@sha256:0", "tag": None, "digest": "sha256:0"}
    assert find({"container": {"image": "a", "tag": "latest"}})[0].code == "image-latest"
    assert find({"container": pinned}) == ()


def files(*texts):
    names = ("requirements.in", "requirements.txt")
    pairs = zip(names, texts, strict=False)
    return tuple(
        EnvironmentFile(name=name, exact=name.endswith("txt"), text=text, count=text.count("\n"))
        for name, text in pairs
    )


def environment(snapshot, given, locale="en"):
    request = EntryRequest(kind=Kind.ENVIRONMENT, locale=locale)
    return compose_entry(request, KernelFacts(snapshot=snapshot, files=given), Redactor())


def test_files_of_the_environment_are_folded_into_the_entry(snapshot, fenced, valid):
    composed = environment(snapshot(), files("torch==2\n", "numpy==2.4\ntorch==2+cpu\n"))
    source = composed.cell["source"]
    assert "<details><summary>requirements.in: portable, 1 package</summary>" in source
    assert "<details><summary>requirements.txt: exact, 2 packages</summary>" in source
    assert [block.strip() for block in fenced(source)] == ["torch==2", "numpy==2.4\ntorch==2+cpu"]
    valid(composed)
    assert "requirements.txt：完整" in environment(snapshot(), files("", "a==1\n"), "zh-CN").cell["source"]


def test_too_many_packages_are_left_out_and_said_to_be(snapshot, valid):
    many = "".join(f"package-{number}==1.0.{number}\n" for number in range(4_000))
    versions = {f"package-{number}": f"1.0.{number}" for number in range(500)}
    facts = snapshot(packages={"count": 4_000, "sha256": "ab" * 32, "versions": versions})
    composed = environment(facts, files("torch==2\n", many))
    assert [notice.code for notice in composed.warnings] == ["files_left_out"]
    assert "requirements.in" in composed.cell["source"]
    assert "requirements.txt" not in composed.cell["source"]
    assert valid(composed)["snapshot"]["packages"]["versions"] == versions


def test_versions_are_kept_once_and_name_the_package_that_was_added(compose, snapshot, valid):
    packages = {"count": 2, "sha256": "a" * 64, "versions": {"torch": "2.1", "numpy": "2.4"}}
    first = valid(compose("environment", facts=snapshot(packages=packages)))
    assert first["snapshot"]["packages"]["versions"] == packages["versions"]
    now = {"count": 3, "sha256": "b" * 64, "versions": {"torch": "2.13", "numpy": "2.4", "einops": "0.8"}}
    step = valid(compose("step", before=[first], facts=snapshot(packages=now)))
    drift = {drift["name"]: (drift["before"], drift["after"]) for drift in step["snapshot"]["drift"]}
    assert drift["packages.versions.torch"] == ("2.1", "2.13")
    assert drift["packages.versions.einops"] == (None, "0.8")
    assert "packages.versions.numpy" not in drift
    alone = valid(compose("step", facts=snapshot(packages=now)))
    assert "versions" not in alone["snapshot"]["packages"]
    later = valid(compose("step", before=[alone], facts=snapshot(packages=now)))
    assert later["snapshot"] == {"same_as": alone["id"], "drift": []}


def test_a_new_process_is_no_drift(snapshot):
    other = {
        **GROUPS,
        "host": {**GROUPS["host"], "process_id": 43, "started_at": "2027-01-01T00:00:00+00:00"},
    }
    device = {**GROUPS["devices"][0], "memory_used_bytes": 5, "memory_peak_bytes": 6}
    other["devices"] = [device]
    other["cuda"] = {**GROUPS["cuda"], "initialised": False}
    assert drift_between(snapshot(**GROUPS), snapshot(**other)) == ()
    moved = {**other, "host": {**other["host"], "name": "node8"}}
    assert [drift.name for drift in drift_between(snapshot(**GROUPS), snapshot(**moved))] == ["host.name"]


def test_facts_of_an_older_journal_are_compared_without_complaint(snapshot):
    older = {"version": 1, "captured_at": "2026-01-01T00:00:00Z", "busy": False, "language": "python"}
    before = decode_snapshot({**older, "python": {"version": "3.10"}, "packages": None})
    names = {drift.name for drift in drift_between(before, snapshot(**GROUPS))}
    assert "python.version" in names
    assert not any(name.startswith("packages.versions") for name in names)
    assert json.dumps(sorted(names))
