"""Findings in the language of the entry; the kernel's side writes them in English."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jupyterlab_journal.entry.model import Finding

_CHINESE = {
    "git-no-commit": ("仓库还没有任何提交：这次运行的代码没有留下记录。", "提交笔记本以及它用到的代码。"),
    "git-dirty": ("工作区有未提交的改动：仅凭提交号无法得到这次运行的代码。", "提交改动后重新运行。"),
    "git-notebook-untracked": (
        "笔记本本身没有纳入 git：任何提交都不包含这次运行的代码。",
        "将笔记本加入 git 并提交。",
    ),
    "git-notebook-ignored": (
        "笔记本本身被 git 忽略：任何提交都不包含这次运行的代码。",
        "运行 git check-ignore -v <notebook> 查看是哪一行规则，然后加入并提交。",
    ),
    "git-notebook-modified": (
        "笔记本本身与提交不一致：该提交不包含这次运行的代码。",
        "保存并提交笔记本，然后重新运行。",
    ),
    "git-notebook-staged": ("笔记本本身已暂存，但尚未提交。", "提交后重新运行。"),
    "git-notebook-conflicting": ("笔记本本身处于合并冲突状态。", "解决冲突并提交笔记本。"),
    "git-unsure": (
        "改动过的文件要经过 git 过滤器（如 nbstripout、LFS），日志不会运行它，无法判断是否与提交一致。",
        "运行 git status 查看，并提交它列出的文件。",
    ),
    "torch-unseeded": (
        "torch 似乎没有设置随机种子：当前种子像是随机产生的。",
        "在创建模型之前调用 torch.manual_seed(<number>)；使用上表中的种子可以重复这次运行。",
    ),
    "numpy-unseeded": (
        "numpy 的旧式随机数生成器没有已知的种子：没有用小于 2**32 的整数设置，或此后已产生超过 60,000 个数。",
        "在第一个单元格调用 numpy.random.seed(<number>)。",
    ),
    "python-unseeded": (
        "Python 的 random 没有已知的种子：没有用小于 2**32 的整数设置，或此后已产生超过 60,000 个数。",
        "在第一个单元格调用 random.seed(<number>)。",
    ),
    "python-left-unseeded": (
        "其他随机数生成器已设置种子，但就目前所见，Python 的 random 没有。",
        "同时调用 random.seed(<number>)：数据增强常常使用它。",
    ),
    "cudnn-benchmark": (
        "cudnn.benchmark 已打开：每次运行的结果可能不同。",
        "设置 torch.backends.cudnn.benchmark = False，或接受这种差异。",
    ),
    "torch-nondeterministic": (
        "torch 在 GPU 上可能使用结果不可重复的算法。",
        "设置 CUBLAS_WORKSPACE_CONFIG=:4096:8，并调用 torch.use_deterministic_algorithms(True)。",
    ),
    "torch-warns-only": (
        "torch 遇到结果不可重复的算法时只发出警告，仍然会使用它们。",
        "调用 torch.use_deterministic_algorithms(True)，不要加 warn_only。",
    ),
    "tensorflow-nondeterministic": (
        "TensorFlow 在 GPU 上可能使用结果不可重复的运算。",
        "先调用 tf.random.set_seed(<number>)，再调用 tf.config.experimental.enable_op_determinism()。",
    ),
    "image-latest": (
        "容器镜像使用了 latest 标签：以后它会指向另一个镜像。",
        "使用带版本号的标签或摘要（名称@sha256:<digest>）启动。",
    ),
}


def in_language(finding: Finding, locale: str) -> tuple[str, str]:
    """Return message and remedy; in English where there is no translation."""
    translated = _CHINESE.get(finding.code) if locale == "zh-CN" else None
    return translated or (finding.message, finding.remedy)
