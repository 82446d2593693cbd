"""The environment: what is known, what is not, and what differs from before."""

from __future__ import annotations

import pytest

from jupyterlab_journal.errors import KernelUnavailable

ENGLISH = """\
## Environment

| Fact | Value |
| --- | --- |
| Captured | 2026-11-20 12:00:00+08:00 |
| Python | 3.11.7 (CPython) |
| Interpreter | /opt/lab/bin/python |
| torch | 2.13.0, CUDA 12.6, cuDNN 9.1 |
| jax | 0.10, not imported |
| numpy | 2.4.6 |
| GPU 0 | H100, 80.0 GiB, compute capability 9.0 |
| Seed of torch | 42 (read from the generator) |
| Seed of python | unknown |
| Determinism | cudnn.benchmark = False, PYTHONHASHSEED = not set |
| Git | `1a2b3c4` with uncommitted changes, branch main |
| Packages | 150 installed, hash abababababab |
| Container | docker, lab:1.2 |

- The tree has changes. Remedy: Commit them.
- Something new. Remedy: Nothing yet.

**Launch command.** *How is this run started?*

**Container image.** `lab:1.2`

**Data.** *Path and preprocessing*
"""


def test_an_environment_entry_reads_as_designed(compose, valid):
    composed = compose("environment", cell=False)
    assert composed.cell["source"] == ENGLISH
    assert valid(composed)["snapshot"]["python"]["version"] == "3.11.7"


def test_in_chinese_known_findings_are_translated(compose):
    source = compose("environment", cell=False, locale="zh-CN").cell["source"]
    assert "| torch 随机种子 | 42 (读自随机数生成器) |" in source
    assert "工作区有未提交的改动：仅凭提交号无法得到这次运行的代码。 解决办法：提交改动后重新运行。" in source
    assert "- Something new. 解决办法：Nothing yet." in source


def test_without_a_kernel_there_is_nothing_to_write(compose):
    with pytest.raises(KernelUnavailable) as caught:
        compose("environment", facts=None)
    assert caught.value.hint


def test_little_drift_is_stored_as_such(compose, snapshot, valid):
    first = valid(compose("environment"))
    same = valid(compose("step", before=[first]))
    assert same["snapshot"] == {"same_as": first["id"], "drift": []}
    moved = snapshot(git={"commit": "ffff000", "branch": "main", "dirty": True, "remote": None})
    later = valid(compose("step", before=[first, same], facts=moved))
    assert later["snapshot"] == {
        "same_as": first["id"],
        "drift": [{"name": "git.commit", "before": "1a2b3c4d5e6f7a8b", "after": "ffff000"}],
    }


def test_another_environment_is_stored_in_full(compose, snapshot, valid):
    first = valid(compose("environment"))
    other = snapshot(determinism={f"flag{n}": True for n in range(20)})
    assert valid(compose("environment", before=[first], facts=other))["snapshot"]["version"] == 1


@pytest.mark.parametrize(
    "groups",
    [
        dict.fromkeys(
            ["python", "frameworks", "devices", "seeds", "determinism", "git", "packages", "container"]
        ),
        {"python": [1], "frameworks": {"torch": 3}, "devices": [None], "seeds": {"torch": "x"}, "git": "yes"},
    ],
)
def test_facts_of_any_shape_give_an_entry(groups, compose, snapshot):
    source = compose("environment", facts=snapshot(**groups)).cell["source"]
    assert source.startswith("## Environment\n\n| Fact | Value |\n")


def test_a_seed_that_torch_drew_itself_is_not_called_the_seed_of_the_run(compose, snapshot):
    drawn = snapshot(seeds={"torch": {"value": "1234567890123456789", "source": "state"}})
    assert "seed" not in compose("step", facts=drawn).cell["source"]


def test_numpy_is_named_when_nothing_is_built_on_it(compose, snapshot):
    alone = snapshot(frameworks={"torch": None, "numpy": {"version": "2.4.6", "imported": True}})
    assert "\n\nnumpy 2.4.6 · seed 42" in compose("step", facts=alone).cell["source"]
