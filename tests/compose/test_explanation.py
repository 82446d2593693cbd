"""What an error entry says beyond its message: tensors, evidence, memory, the end of a kernel."""

from __future__ import annotations

import hashlib

import pytest

from jupyterlab_journal.compose import ActiveCell, EntryRequest, compose_entry
from jupyterlab_journal.compose.failures.error_evidence import Evidence
from jupyterlab_journal.compose.failures.explanation import explain
from jupyterlab_journal.compose.metrics.printed_metrics import read_metrics
from jupyterlab_journal.entry.kernel_facts import KernelDeath, KernelFacts
from jupyterlab_journal.entry.model import Kind
from jupyterlab_journal.redact import Redactor

SHAPES = "mat1 and mat2 shapes cannot be multiplied (4x7 and 3x5)"


def failed(kind="RuntimeError", message=SHAPES):
    return {"output_type": "error", "ename": kind, "evalue": message, "traceback": []}


def tensor(name, shape, dtype="float32", device="cpu"):
    return {"name": name, "type": "Tensor", "shape": shape, "dtype": dtype, "device": device}


def told(message=SHAPES, kind="RuntimeError"):
    variables = [tensor("self.weight", [5, 3]), tensor("input", [4, 7])]
    return {
        "error": {"type": kind, "message": message},
        "frames": [
            {"function": "", "line": 1, "variables": [tensor("x", [4, 7])]},
            {"function": "Linear.forward", "line": 134, "variables": variables},
        ],
    }


@pytest.fixture
def entry(snapshot):
    """Compose an error entry; returns its source, its metadata and the codes of its warnings."""

    def run(*outputs, locale="en", source="net(x)", count=3, groups=None, **facts):
        cell = ActiveCell(source=source, outputs=outputs, execution_count=count)
        request = EntryRequest(kind=Kind.ERROR, locale=locale, cell=cell)
        facts = KernelFacts(snapshot=snapshot(**groups or {}), **facts)
        composed = compose_entry(request, facts, Redactor())
        metadata = composed.cell["metadata"]["journal"]
        return composed.cell["source"], metadata, [notice.code for notice in composed.warnings]

    return run


TENSORS = """\
Tensors in the cell:

| Tensor | Shape | Type | Device |
| --- | --- | --- | --- |
| x | 4 × 7 | float32 | cpu |

Tensors in `Linear.forward`:

| Tensor | Shape | Type | Device |
| --- | --- | --- | --- |
| self.weight | 5 × 3 | float32 | cpu |
| input | 4 × 7 | float32 | cpu |
"""
ANALYSIS = """\
**Analysis.** Two shapes do not fit together: 4 × 7 and 3 × 5.

*What caused it?*
"""


def test_the_tensors_of_the_failing_frames_are_shown_once(entry):
    source, _, _ = entry(failed(), failure=told())
    assert TENSORS in source
    assert ANALYSIS in source
    assert source.count("self.weight") == 1


def test_in_chinese(entry):
    source, _, _ = entry(failed(), failure=told(), locale="zh-CN")
    assert "`Linear.forward` 中的张量：\n\n| 张量 | 形状 | 类型 | 设备 |" in source
    assert "**分析。** 两个形状不匹配：4 × 7 与 3 × 5。\n\n*原因是什么？*\n" in source


@pytest.mark.parametrize("other", [told("something else"), told(kind="ValueError"), None])
def test_the_tensors_of_another_error_are_not(other, entry):
    source, _, _ = entry(failed(), failure=other)
    assert "Tensors in" not in source
    assert "**Analysis.** Two shapes do not fit together: 4 × 7 and 3 × 5.\n\n*What" in source


def test_hostile_names_of_tensors_stay_text(entry, blocks):
    frame = {"function": "`f`\n# x", "line": 1, "variables": [tensor("a|b\n# c <img>", [1], "[x](http://e)")]}
    source, _, _ = entry(failed(), failure={**told(), "frames": [frame]})
    kinds = [block["type"] for block in blocks(source)]
    assert kinds.count("heading") == 1
    assert not {"link", "image", "inline_html", "block_html"} & set(kinds)


def test_the_only_output_is_not_repeated_below_its_message(entry):
    source, _, _ = entry(failed(message="m"))
    assert source.count("RuntimeError: m") == 1  # in the heading
    assert "Output," not in source
    printed = {"output_type": "stream", "name": "stdout", "text": "before\n"}
    assert "<summary>Output, 1 line</summary>\n\n```text\nbefore\n```" in entry(printed, failed())[0]


def test_memory_of_a_device_in_use_is_told(entry):
    device = {
        "index": 0,
        "name": "H100",
        "memory_bytes": 80 * 2**30,
        "memory_used_bytes": 3 * 2**29,
        "memory_peak_bytes": 2**31,
    }
    source, _, _ = entry(failed(), groups={"devices": [device]})
    assert "GPU 0: 1.50 GiB of 80.00 GiB in use by PyTorch, at most 2.00 GiB." in source
    assert "PyTorch" not in entry(failed())[0]


DEATHS = [
    (KernelDeath(returncode=-9), "The kernel died: its process was ended by SIGKILL."),
    (KernelDeath(returncode=1), "The kernel died: its process ended with exit status 1."),
    (KernelDeath(), "The kernel died. How its process ended is not known."),
]


@pytest.mark.parametrize(("death", "message"), DEATHS)
def test_a_dead_kernel_gives_an_error_with_its_end(death, message, entry):
    printed = {"output_type": "stream", "name": "stdout", "text": "epoch 3\n"}
    source, metadata, warnings = entry(printed, death=death)
    assert message in source
    assert "epoch 3" in source
    assert metadata["error"]["type"] == "KernelDied"
    assert metadata["error"]["message"] == message
    assert ("when memory runs out" in source) == (death.signal == "SIGKILL")
    assert warnings == []


def test_an_exception_counts_more_than_an_earlier_death(entry):
    assert entry(failed(), death=KernelDeath(returncode=1))[1]["error"]["type"] == "RuntimeError"


def test_a_cell_that_was_edited_or_never_run_is_said(entry):
    ran = "7d8dd79ac8e6dcb2"  # of other code
    assert "The cell was edited after it ran" in entry(failed(), ran=ran)[0]
    assert "运行后被修改过" in entry(failed(), ran=ran, locale="zh-CN")[0]
    source = "net(x)"
    same = hashlib.sha256(source.encode()).hexdigest()[:16]
    assert "edited" not in entry(failed(), ran=same, source=source)[0]
    assert "The cell shows no run" in entry(count=None)[0]


FREE = (
    "CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has a total capacity of 23.65 GiB of which "
    "1.20 GiB is free. Of the allocated memory 21.5 GiB is allocated by PyTorch, and 1 GiB is reserved"
)
OLD = (
    "CUDA out of memory. Tried to allocate 20.00 MiB (GPU 0; 7.79 GiB total capacity; 6.50 GiB already "
    "allocated; 12.00 MiB free; 6.60 GiB reserved in total by PyTorch)"
)
SAID = [
    (
        *("cuda_oom", FREE, {"lr": "0.1", "batch_size": "512"}),
        (
            "The GPU ran out of memory: 2.00 GiB more were asked for. 1.20 GiB of 23.65 GiB were free. "
            "21.5 GiB were held by PyTorch. `batch_size` was 512."
        ),
    ),
    (
        *("cuda_oom", OLD, {}),
        (
            "The GPU ran out of memory: 20.00 MiB more were asked for. 12.00 MiB of 7.79 GiB were free. "
            "6.50 GiB were held by PyTorch."
        ),
    ),
    ("cuda_oom", "CUDA error: out of memory", {}, "The GPU ran out of memory."),
    (
        *(
            "shape_mismatch",
            "The size of tensor a (4) must match the size of tensor b (3) at dimension 0",
            {},
        ),
        "Two shapes do not fit together: 4 and 3.",
    ),
    (
        *("shape_mismatch", "Expected input batch_size (64) to match target batch_size (32).", {}),
        "Two shapes do not fit together: 64 and 32.",
    ),
    (
        *("shape_mismatch", "operands could not be broadcast together with shapes (2,3) (4,) ", {}),
        "Two shapes do not fit together: 2 × 3 and 4.",
    ),
    (
        *("shape_mismatch", "weight of size [5, 3, 3, 3], expected input[2, 1, 8, 8] to have 3 channels", {}),
        "Two shapes do not fit together: 5 × 3 × 3 × 3 and 2 × 1 × 8 × 8.",
    ),
    (
        *(
            "shape_mismatch",
            "X has 784 features, but LogisticRegression is expecting 64 features as input",
            {},
        ),
        "Two shapes do not fit together: 784 and 64.",
    ),
    (
        *(
            "shape_mismatch",
            "Target size (torch.Size([4])) must be the same as input size (torch.Size([4, 1]))",
            {},
        ),
        "Two shapes do not fit together: 4 and 4 × 1.",
    ),
    ("shape_mismatch", "dimension mismatch", {}, "Shapes do not fit together."),
    (
        *("device_mismatch", "be on the same device, but found at least two devices, cuda:0 and cpu!", {}),
        "Tensors on different devices met: `cuda:0` and `cpu`.",
    ),
    (
        *("dtype_mismatch", "mat1 and mat2 must have the same dtype, but got Double and Float", {}),
        "Two types do not fit together: `Double` and `Float`.",
    ),
    (
        *("dtype_mismatch", "expected scalar type Long but found Float", {}),
        "Two types do not fit together: `Long` and `Float`.",
    ),
    (
        *("cuda_init", "Found no NVIDIA driver on your system. Please check that you have one", {}),
        "CUDA cannot be used in this kernel.",
    ),
    (
        "module_missing",
        "No module named 'einops'",
        {},
        "The module `einops` is not installed in this environment.",
    ),
    (
        *("version_mismatch", "module 'numpy' has no attribute 'float'.", {}),
        "`numpy` 2.4.6 has no `float`.",
    ),
    (
        *("version_mismatch", "cannot import name 'Foo' from 'left_pad' (/a/b.py)", {}),
        "The installed `left_pad` has no `Foo`.",
    ),
    (
        *("version_mismatch", "tokenizers>=0.14,<0.19 is required for a normal functioning", {}),
        "`tokenizers >=0.14` is required.",
    ),
    (
        *(
            "dataloader_worker",
            "DataLoader worker (pid 4711) is killed by signal: Killed. ",
            {"num_workers": "8"},
        ),
        "A worker of the DataLoader (process 4711) was ended by Killed. `num_workers` was 8.",
    ),
    ("key_error", "'lr'", {}, ""),
    (None, "anything", {}, ""),
]


@pytest.mark.parametrize(("cause", "message", "parameters", "said"), SAID)
def test_the_evidence_is_named(cause, message, parameters, said):
    evidence = Evidence(message=message, parameters=parameters, versions={"numpy": "2.4.6"})
    assert explain(cause, evidence, "en") == said


def test_a_loss_that_became_nan_names_the_last_finite_one():
    readings = list(read_metrics("Epoch 1/3 loss=0.5\nEpoch 2/3 loss=1e9\nEpoch 3/3 loss=nan\n"))
    evidence = Evidence(message="Loss is nan", readings=readings, parameters={"lr": "10.0"})
    assert explain("nan_loss", evidence, "en") == (
        "A value became NaN. The last loss before it was 1e+09, in epoch 2. `lr` was 10.0."
    )


def test_a_build_without_cuda_and_the_interpreter_are_named():
    evidence = Evidence(message="Torch not compiled", versions={"torch": "2.13.0"}, has_cuda=False)
    assert explain("cuda_init", evidence, "en").endswith("torch 2.13.0 is built without CUDA.")
    evidence = Evidence(message="No module named 'a.b'", interpreter="/opt/bin/python")
    assert explain("module_missing", evidence, "zh-CN") == "`/opt/bin/python` 中没有安装模块 `a.b`。"
