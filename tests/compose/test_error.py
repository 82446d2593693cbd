"""Errors: what they say, where they arose, what they share with others."""

from __future__ import annotations

import pytest

from jupyterlab_journal.compose.failures.causes import cause_of
from jupyterlab_journal.compose.failures.signature import signature_of
from jupyterlab_journal.compose.failures.traceback import read_frames

SHAPES = "mat1 and mat2 shapes cannot be multiplied (4x3 and 5x2)"
RED, GREEN, CYAN, PLAIN = "\x1b[31m", "\x1b[32m", "\x1b[36m", "\x1b[39m"
IPYTHON = f"""\
{RED}---------------------------------------------------------------------------{PLAIN}
{RED}RuntimeError{PLAIN}                              Traceback (most recent call last)
{CYAN}Cell{PLAIN}{CYAN} {PLAIN}{GREEN}In[7]{PLAIN}{GREEN}, line 4{PLAIN}
      1 \x1b[38;5;28;01mdef\x1b[39;00m net(x):
{GREEN}----> {PLAIN}{GREEN}4{PLAIN} net(x)

{CYAN}Cell{PLAIN}{CYAN} {PLAIN}{GREEN}In[7]{PLAIN}{GREEN}, line 2{PLAIN}, in {CYAN}net{PLAIN}(x)
      1 def net(x):
----> 2     return layer(x)

{CYAN}File {PLAIN}{GREEN}/env/lib/python3.11/site-packages/torch/nn/modules/linear.py:134{PLAIN}, in {CYAN}Linear.forward{PLAIN}(self, input)
    130 def forward(self, input):
--> 134     return F.linear(input, self.weight, self.bias)

{RED}RuntimeError{PLAIN}: {SHAPES}""".split("\n")  # noqa: E501 (as IPython writes it)
FAILED = {"output_type": "error", "ename": "RuntimeError", "evalue": SHAPES, "traceback": IPYTHON}

ENGLISH = """\
### Error · RuntimeError: mat1 and mat2 shapes cannot be multiplied (4x3 and 5x2)

In `net`, cell [7], line 2: `return layer(x)`

Raised in `Linear.forward`, `nn/modules/linear.py`, line 134: `return F.linear(input, self.weight, self.bias)`

torch 2.13.0 · seed 42 · `1a2b3c4` with uncommitted changes

<details><summary>Traceback, 3 frames</summary>
"""


def test_an_error_entry_reads_as_designed(compose, valid, fenced):
    composed = compose("error", outputs=[FAILED])
    source = composed.cell["source"]
    assert source.startswith(ENGLISH)
    assert source.endswith(
        "**Analysis.** Two shapes do not fit together: 4 × 3 and 5 × 2.\n\n*What caused it?*\n\n"
        "**Solution.** *What cured it?*\n\n"
        "**Prevention.** *How can it be avoided?*\n"
    )
    assert "\x1b" not in source
    assert source.count(SHAPES) == 1
    assert any(block.startswith("-----") and "site-packages/torch" in block for block in fenced(source))
    error = valid(composed)["error"]
    assert (error["type"], error["message"], error["cause"]) == ("RuntimeError", SHAPES, "shape_mismatch")
    assert error["signature"].startswith("RuntimeError-")


@pytest.mark.parametrize(
    ("message", "title"), [(SHAPES, "Layers of another size"), ("a " * 60, None), ("one\ntwo", None)]
)
def test_a_message_that_the_heading_does_not_show_whole_stands_below_it(
    message, title, compose, valid, fenced
):
    fields = {} if title is None else {"title": title}
    traceback = [*IPYTHON[:-1], f"{RED}RuntimeError{PLAIN}: {message}"]
    composed = compose("error", outputs=[{**FAILED, "evalue": message, "traceback": traceback}], **fields)
    whole = f"RuntimeError: {message.strip()}"
    assert fenced(composed.cell["source"])[0].strip() == whole
    assert composed.cell["source"].count(whole) == 1
    assert valid(composed)["error"]["message"] == message.strip()


def test_in_chinese_it_has_the_same_shape(compose):
    source = compose("error", outputs=[FAILED], locale="zh-CN").cell["source"]
    assert source.startswith("### 错误 · RuntimeError: mat1")
    assert "位置：`net`，单元格 [7]，第 2 行：`return layer(x)`" in source
    assert "<details><summary>调用栈，共 3 帧</summary>" in source
    assert "**预防。** *以后怎样避免？*" in source


def test_without_an_error_it_says_so(compose):
    composed = compose("error", printed="all well\n")
    assert [notice.code for notice in composed.warnings] == ["nothing_to_record"]
    assert composed.cell["source"].startswith("### Error\n")


@pytest.mark.parametrize("outputs", [{"output_type": "error"}, {"output_type": "error", "traceback": 3}])
def test_a_malformed_error_output_still_gives_an_entry(outputs, compose, valid):
    assert valid(compose("error", outputs=[outputs]))["error"]["type"] == "Error"


def test_frames_of_python_and_of_older_ipython():
    python = 'Traceback (most recent call last):\n  File "train.py", line 9, in main\n    run()\nKeyError: 1'
    assert [(f.path, f.line, f.function, f.code) for f in read_frames(python)] == [
        ("train.py", 9, "main", "run()")
    ]
    older = "<ipython-input-3-0a1b2c> in <module>\n      1 x = 1\n----> 2 f(x)"
    assert [(f.cell, f.line, f.function, f.code) for f in read_frames(older)] == [(3, 2, "", "f(x)")]
    assert read_frames("nothing of the kind") == []


CAUSES = [
    ("OutOfMemoryError", "CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has ...", "cuda_oom"),
    ("RuntimeError", "CUDA error: out of memory", "cuda_oom"),
    ("RuntimeError", SHAPES, "shape_mismatch"),
    ("ValueError", "Expected input batch_size (64) to match target batch_size (32).", "shape_mismatch"),
    (
        "RuntimeError",
        "Expected all tensors to be on the same device, but found at least two devices, cuda:0 and cpu!",
        "device_mismatch",
    ),
    (
        "RuntimeError",
        "Input type (torch.cuda.FloatTensor) and weight type (torch.FloatTensor) should be the same",
        "device_mismatch",
    ),
    ("RuntimeError", "Input type (double) and bias type (float) should be the same", "dtype_mismatch"),
    ("RuntimeError", "expected scalar type Long but found Float", "dtype_mismatch"),
    ("AssertionError", "Torch not compiled with CUDA enabled", "cuda_init"),
    ("RuntimeError", "Found no NVIDIA driver on your system.", "cuda_init"),
    ("ValueError", "Loss is nan, stopping training", "nan_loss"),
    ("ValueError", "Input X contains NaN.", None),  # of data: no loss was computed
    ("ModuleNotFoundError", "No module named 'einops'", "module_missing"),
    ("ImportError", "cannot import name 'packaging' from 'torch'", "version_mismatch"),
    ("AttributeError", "module 'numpy' has no attribute 'float'.", "version_mismatch"),
    ("RuntimeError", "DataLoader worker (pid 4711) is killed by signal: Killed.", "dataloader_worker"),
    ("KeyError", "'labels'", "key_error"),
    ("IndexError", "list index out of range", "index_error"),
    ("FileNotFoundError", "[Errno 2] No such file or directory: 'data.csv'", "file_missing"),
    ("RuntimeError", "something else", None),
    ("KeyboardInterrupt", "", None),
    ("RuntimeError", "DefaultCPUAllocator: can't allocate memory", None),
]


@pytest.mark.parametrize(("kind", "message", "cause"), CAUSES)
def test_well_known_causes(kind, message, cause):
    assert cause_of(kind, message) == cause


def test_out_of_memory_is_one_cause_whatever_its_message_and_type():
    one = signature_of("OutOfMemoryError", "CUDA out of memory. Tried to allocate 2 GiB", "cuda_oom")
    assert one == signature_of("RuntimeError", "CUDA error: out of memory", "cuda_oom")
